// The designs of the ready-made pages, from the tables that a document holds. Pure: the same document gives the same page.

import { baseType } from '../fits-type';
import type {
  GroupColumn,
  PageColumn,
  PageDesign,
  PageField,
  PageKind,
  PageSection,
} from '../model/ready-page';
import type { FoundColumn, TableKey } from '../model/table';
import { columnRefs, type Placed, type PlacedTable } from './place';

export type Designed =
  | { readonly ok: true; readonly design: PageDesign }
  /** One sentence, as the user reads it. */
  | { readonly ok: false; readonly why: string };

export const PAGE_NAMES: Readonly<Record<PageKind, string>> = {
  suivi: 'Suivi',
  delais: 'Délais',
  groupes: 'Par groupe',
  zones: 'Zones',
};

/** @param mark what the page is known again by (`pageMark`). */
export function designPage(kind: PageKind, placed: Placed, mark: string): Designed {
  const dossiers = placed.get('dossiers');
  const number = dossiers?.columns.get('meta:number');
  if (dossiers === undefined || number === undefined) {
    return { ok: false, why: 'La table des dossiers, ou son numéro, n’est plus dans le document.' };
  }
  switch (kind) {
    case 'suivi':
      return suivi(dossiers, placed, mark);
    case 'delais':
      return delais(dossiers, mark);
    case 'groupes':
      return groupes(dossiers, mark);
    case 'zones':
      return zones(dossiers, placed.get('zones'), mark);
  }
}

/** One a link and a kind, so that two links of one document have each their own. */
export function pageMark(kind: PageKind, linkId: string): string {
  return `Page prête « ${PAGE_NAMES[kind]} » de One Trick Pony (liaison ${linkId})`;
}

function missing(what: string): Designed {
  return { ok: false, why: `La colonne « ${what} » n’est plus dans le document.` };
}

const LIST = [
  'number',
  'state',
  'demandeur_nom',
  'demandeur_prenom',
  'entreprise_raison_sociale',
  'groupe_instructeur_label',
  'date_depot',
  'date_derniere_modification',
  'suivi_par',
  'lien_dn',
];

/** Most child lists shown at once; the others are folded in the page's tray. */
const SHOWN_LISTS = 3;

const CARDS: readonly TableKey[] = ['champs', 'annotations'];
/** Around the blocks of the form, which come between. */
const FIRST_LISTS: readonly TableKey[] = ['avis', 'pieces'];
const LAST_LISTS: readonly TableKey[] = ['messages', 'traitements', 'zones'];

function suivi(dossiers: PlacedTable, placed: Placed, mark: string): Designed {
  const state = dossiers.columns.get('meta:state');
  if (state === undefined) return missing('Statut');
  const cards = CARDS.flatMap((key) => childSection(placed.get(key), 'single'));
  const tables = (keys: readonly TableKey[]) => keys.flatMap((key) => placed.get(key) ?? []);
  const blocks = [...placed.values()].filter(({ key }) => key.startsWith('bloc:'));
  const lists = [...tables(FIRST_LISTS), ...blocks, ...tables(LAST_LISTS)].flatMap((table) =>
    childSection(table, 'record'),
  );
  const shown = lists.slice(0, SHOWN_LISTS);
  const design: PageDesign = {
    kind: 'suivi',
    name: PAGE_NAMES.suivi,
    mark,
    columns: [],
    sections: [
      counts('statuts', 'Statuts', dossiers, [groupOf(state)]),
      dossierList(dossiers, summaryLink('statuts')),
      {
        ...plain('fiche', 'Dossier', 'single', dossiers),
        fields: found([...dossiers.columns.values()].map(({ ref }) => ref)),
        link: { from: 'dossiers', sourceColumnRef: null, targetColumnRef: null },
      },
      ...cards,
      ...lists,
    ],
    layout: {
      rows: [
        ['statuts', 'dossiers'],
        ['fiche', ...cards.map(({ name }) => name)],
        ...(shown.length === 0 ? [] : [shown.map(({ name }) => name)]),
      ],
      aside: lists.slice(SHOWN_LISTS).map(({ name }) => name),
    },
  };
  return { ok: true, design };
}

/** Rows of a child table that belong to the selected dossier; none when its reference is gone. */
function childSection(table: PlacedTable | undefined, widget: 'single' | 'record'): readonly PageSection[] {
  const reference = table?.columns.get('meta:dossier');
  if (table === undefined || reference === undefined || !reference.type.startsWith('Ref:')) return [];
  const shown = [...table.columns].filter(([key]) => !UNSHOWN.has(key)).map(([, { ref }]) => ref);
  return [
    {
      ...plain(table.key, titleOf(table), widget, table),
      fields: found(shown),
      link: { from: 'dossiers', sourceColumnRef: null, targetColumnRef: reference.ref },
    },
  ];
}

/** Said by the selected dossier already, or of no use to a reader. */
const UNSHOWN: ReadonlySet<string> = new Set([
  'meta:dossier',
  'meta:dossier_number',
  'meta:bloc_ligne_id',
  'meta:piece_id',
  'meta:avis_id',
  'meta:message_id',
  'meta:traitement_id',
  'meta:zone_id',
  'meta:checksum',
]);

const TITLES: Readonly<Partial<Record<TableKey, string>>> = {
  champs: 'Formulaire',
  annotations: 'Annotations privées',
  avis: 'Avis',
  pieces: 'Pièces jointes',
  messages: 'Messages',
  traitements: 'Traitements',
  zones: 'Zones',
};

function titleOf({ key, label }: PlacedTable): string {
  return TITLES[key] ?? label ?? 'Bloc répétable';
}

const MONTH = 'mois_decision';

function delais(dossiers: PlacedTable, mark: string): Designed {
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

function groupes(dossiers: PlacedTable, mark: string): Designed {
  const group = dossiers.columns.get('meta:groupe_instructeur_label');
  const state = dossiers.columns.get('meta:state');
  if (group === undefined) return missing('Groupe instructeur');
  if (state === undefined) return missing('Statut');
  const design: PageDesign = {
    kind: 'groupes',
    name: PAGE_NAMES.groupes,
    mark,
    columns: [],
    sections: [
      counts('groupes', 'Groupes instructeurs', dossiers, [groupOf(group)]),
      {
        ...{ name: 'statuts', title: 'Dossiers par groupe et par statut' },
        ...{ ...chartless('record'), widget: 'chart', chart: { type: 'bar', splits: true } },
        source: summary(dossiers, [groupOf(group), groupOf(state)]),
        fields: [state.id, group.id, 'count'].map((id) => ({ type: 'summary', id })),
      },
      dossierList(dossiers, summaryLink('groupes')),
    ],
    layout: { rows: [['groupes', 'statuts'], ['dossiers']], aside: [] },
  };
  return { ok: true, design };
}

function zones(dossiers: PlacedTable, table: PlacedTable | undefined, mark: string): Designed {
  if (table === undefined) return { ok: false, why: 'Cette démarche n’a pas de champ « Carte ».' };
  const reference = table.columns.get('meta:dossier');
  if (reference === undefined) return missing('Dossier');
  const design: PageDesign = {
    kind: 'zones',
    name: PAGE_NAMES.zones,
    mark,
    columns: [],
    sections: [
      {
        ...plain('zones', 'Zones', 'record', table),
        fields: found([...table.columns].filter(([key]) => key !== 'meta:zone_id').map(([, { ref }]) => ref)),
      },
      {
        ...plain('fiche', 'Dossier', 'single', dossiers),
        fields: found(columnRefs(dossiers, LIST)),
        link: { from: 'zones', sourceColumnRef: reference.ref, targetColumnRef: null },
      },
    ],
    layout: { rows: [['zones'], ['fiche']], aside: [] },
  };
  return { ok: true, design };
}

/** A grid of the dossiers, the latest deposited first. */
function dossierList(
  dossiers: PlacedTable,
  link: PageSection['link'],
  more: readonly string[] = [],
): PageSection {
  const depot = dossiers.columns.get('meta:date_depot');
  return {
    ...plain('dossiers', 'Dossiers', 'record', dossiers),
    fields: found(columnRefs(dossiers, [...LIST, ...more])),
    sort: depot === undefined ? [] : [{ columnRef: depot.ref, descending: true }],
    link,
  };
}

function counts(name: string, title: string, table: PlacedTable, by: readonly GroupColumn[]): PageSection {
  return {
    ...{ name, title, source: summary(table, by), ...chartless('record') },
    fields: [...by.map(({ id }) => id), 'count'].map((id) => ({ type: 'summary', id })),
  };
}

function summary({ found: { ref, id } }: PlacedTable, by: readonly GroupColumn[]) {
  return { type: 'summary', tableRef: ref, tableId: id, by, plus: [] } as const;
}

function groupOf({ ref, id }: FoundColumn): GroupColumn {
  return { type: 'found', columnRef: ref, id };
}

function summaryLink(from: string): PageSection['link'] {
  return { from, sourceColumnRef: null, targetColumnRef: null };
}

function found(refs: readonly number[]): readonly PageField[] {
  return refs.map((columnRef) => ({ type: 'found', columnRef }));
}

function plain(name: string, title: string, widget: 'record' | 'single', { found: { ref } }: PlacedTable) {
  return { name, title, source: { type: 'table', tableRef: ref }, ...chartless(widget) } as const;
}

function chartless<Widget extends 'record' | 'single'>(widget: Widget) {
  return { widget, sort: [], link: null, chart: null } as const;
}
