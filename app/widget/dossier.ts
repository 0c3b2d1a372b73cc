// Which dossier a row of the document belongs to, and where its row is. Pure.

import type { WidgetLink } from '../../lib/links/widget/view';

export type Dossier = { readonly number: number; readonly href: string; readonly linkId: string };

type Places = readonly Pick<WidgetLink, 'id' | 'tables' | 'dossiersUrl'>[];

/** Null for a row of a table that is none of ours, or that belongs to no dossier. */
export function dossierOf(
  links: Places,
  table: string,
  record: Readonly<Record<string, unknown>>,
): Dossier | null {
  for (const { id, tables, dossiersUrl } of links) {
    const found = tables.find((one) => one.id === table);
    const number = found === undefined ? null : numberOf(record[found.column]);
    if (number !== null) return { number, href: `${dossiersUrl}${number}`, linkId: id };
  }
  return null;
}

/** Id of the first row of this dossier, among the rows of the page's table; null when it has none there. */
export function rowOf(
  { tables }: Pick<WidgetLink, 'tables'>,
  table: string,
  rows: Readonly<Record<string, unknown>>,
  number: number,
): number | null {
  const column = tables.find((one) => one.id === table)?.column;
  const [numbers, ids] = [column === undefined ? undefined : rows[column], rows.id];
  if (!Array.isArray(numbers) || !Array.isArray(ids)) return null;
  const id: unknown = ids[numbers.findIndex((one: unknown) => numberOf(one) === number)];
  return typeof id === 'number' ? id : null;
}

/** A user may have made a column of texts of it. */
function numberOf(cell: unknown): number | null {
  const number = typeof cell === 'string' ? Number(cell) : cell;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : null;
}
