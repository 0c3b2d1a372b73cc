// The designs of the ready-made pages, from the tables that a document holds. Pure: the same document gives the same page.

import { PAGE_NAMES, type PageDesign, type PageKind, type PageSection } from '../model/ready-page';
import type { TableKey } from '../model/table';
import { delais } from './delays';
import { columnRefs, type Placed, type PlacedTable } from './place';
import {
  chartless,
  counts,
  type Designed,
  dossierList,
  found,
  groupOf,
  LIST,
  missing,
  plain,
  summary,
  summaryLink,
} from './sections';

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

/** The reference says the number, and nobody reads the identifier. */
const ALREADY: ReadonlySet<string> = new Set(['meta:dossier_number', 'meta:zone_id']);

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
        fields: found([...table.columns].filter(([key]) => !ALREADY.has(key)).map(([, { ref }]) => ref)),
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
