// « Délais »: from the deposit to the decision, month by month.

import { baseType } from '../fits-type';
import { PAGE_NAMES, type PageColumn, type PageDesign, type PageField } from '../model/ready-page';
import type { FoundColumn } from '../model/table';
import type { PlacedTable } from './place';
import { chartless, type Designed, dossierList, missing, summary, summaryLink } from './sections';

const MONTH = 'mois_decision';

export function delais(dossiers: PlacedTable, mark: string): Designed {
  const depot = dossiers.columns.get('meta:date_depot');
  const decision = dossiers.columns.get('meta:date_traitement');
  if (depot === undefined) return missing('Date de dépôt');
  if (decision === undefined) return missing('Date de la décision');
  const texts = [depot, decision].filter(({ type }) => !['DateTime', 'Date'].includes(baseType(type)));
  if (texts[0] !== undefined) {
    return { ok: false, why: `La colonne « ${texts[0].label} » n’est plus de type date.` };
  }
  const month = freeId(dossiers, MONTH);
  const own: PageColumn = {
    tableRef: dossiers.found.ref,
    tableId: dossiers.found.id,
    id: month,
    label: 'Mois de la décision',
    description: `Formule de la page « ${PAGE_NAMES.delais} ». ${mark}`,
    formula: `$${decision.id}.strftime("%Y-%m") if $${decision.id} else "Sans décision"`,
  };
  const source = {
    ...summary(dossiers, [{ type: 'own', id: month }]),
    plus: delayColumns(depot, decision),
  } as const;
  const of = (ids: readonly string[]): readonly PageField[] => ids.map((id) => ({ type: 'summary', id }));
  const bars = { ...chartless('record'), widget: 'chart', chart: { type: 'bar', splits: false } } as const;
  const design: PageDesign = {
    kind: 'delais',
    name: PAGE_NAMES.delais,
    mark,
    columns: [own],
    sections: [
      {
        ...{ name: 'mois', title: 'Délais par mois de décision', source, ...chartless('record') },
        fields: of([month, 'count', 'decisions', 'delai_moyen', 'delai_median', 'delai_max']),
      },
      {
        ...{ name: 'delai', title: 'Délai moyen et médian (jours), par mois de décision', source, ...bars },
        fields: of([month, 'delai_moyen', 'delai_median']),
      },
      {
        ...{ name: 'decisions', title: 'Décisions par mois', source, ...bars },
        fields: of([month, 'decisions']),
      },
      dossierList(dossiers, summaryLink('mois'), ['date_traitement']),
    ],
    layout: {
      rows: [
        ['delai', 'decisions'],
        ['mois', 'dossiers'],
      ],
      aside: [],
    },
  };
  return { ok: true, design };
}

/** Formula columns of the summary table: nobody's table grows. Days, of dossiers that have both dates. */
function delayColumns(depot: FoundColumn, decision: FoundColumn) {
  const days = `delais = sorted((r.${decision.id} - r.${depot.id}).total_seconds() / 86400.0 for r in $group if r.${decision.id} and r.${depot.id})`;
  return [
    {
      id: 'decisions',
      label: 'Décisions',
      formula: `len([r for r in $group if r.${decision.id}])`,
    },
    {
      id: 'delai_moyen',
      label: 'Délai moyen (jours)',
      formula: `${days}\nreturn round(sum(delais) / len(delais), 1) if delais else None`,
    },
    {
      id: 'delai_median',
      label: 'Délai médian (jours)',
      formula: `${days}\nhalf = len(delais) // 2\nif not delais:\n  return None\nreturn round(delais[half] if len(delais) % 2 else (delais[half - 1] + delais[half]) / 2, 1)`,
    },
    {
      id: 'delai_max',
      label: 'Délai le plus long (jours)',
      formula: `${days}\nreturn round(delais[-1], 1) if delais else None`,
    },
  ];
}

function freeId({ found: { columns } }: PlacedTable, wanted: string): string {
  const taken = new Set(columns.map(({ id }) => id.toLowerCase()));
  for (let turn = 1; ; turn += 1) {
    const id = turn === 1 ? wanted : `${wanted}_${turn}`;
    if (!taken.has(id)) return id;
  }
}
