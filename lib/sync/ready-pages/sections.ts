// What the ready-made pages are made of: lists, cards and counts of the dossiers, and the words of a refusal.

import type { GroupColumn, PageDesign, PageField, PageSection } from '../model/ready-page';
import type { FoundColumn } from '../model/table';
import { columnRefs, type PlacedTable } from './place';

export type Designed =
  | { readonly ok: true; readonly design: PageDesign }
  /** One sentence, as the user reads it. */
  | { readonly ok: false; readonly why: string };

export function missing(what: string): Designed {
  return { ok: false, why: `La colonne « ${what} » n’est plus dans le document.` };
}

/** Columns of the dossiers that a list of them shows. */
export const LIST = [
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

/** A grid of the dossiers, the latest deposited first. */
export function dossierList(
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

export function counts(
  name: string,
  title: string,
  table: PlacedTable,
  by: readonly GroupColumn[],
): PageSection {
  return {
    ...{ name, title, source: summary(table, by), ...chartless('record') },
    fields: [...by.map(({ id }) => id), 'count'].map((id) => ({ type: 'summary', id })),
  };
}

export function summary({ found: { ref, id } }: PlacedTable, by: readonly GroupColumn[]) {
  return { type: 'summary', tableRef: ref, tableId: id, by, plus: [] } as const;
}

export function groupOf({ ref, id }: FoundColumn): GroupColumn {
  return { type: 'found', columnRef: ref, id };
}

export function summaryLink(from: string): PageSection['link'] {
  return { from, sourceColumnRef: null, targetColumnRef: null };
}

export function found(refs: readonly number[]): readonly PageField[] {
  return refs.map((columnRef) => ({ type: 'found', columnRef }));
}

export function plain(
  name: string,
  title: string,
  widget: 'record' | 'single',
  { found: { ref } }: PlacedTable,
) {
  return { name, title, source: { type: 'table', tableRef: ref }, ...chartless(widget) } as const;
}

export function chartless<Widget extends 'record' | 'single'>(widget: Widget) {
  return { widget, sort: [], link: null, chart: null } as const;
}
