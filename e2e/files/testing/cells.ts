// What the cells of files of a document name: by column and by dossier, as ids and by the content of their attachments.

import type { Dossier } from '../../../lib/sync/model/dossier';
import type { DocumentControl } from '../../../simulators/grist/gestures';
import { expectedOf, md5Of } from './stage';

export type FileCell = {
  /** Ids of the attachments, in their order. */
  readonly ids: readonly number[];
  /** Checksums (MD5, base64) of what they hold; « absent » for one that the document no longer has. */
  readonly checksums: readonly string[];
};

/** Dossier → its cells in this column, in the order of the rows. Empty when there is no such table or column. */
export function cellsOf(
  document: DocumentControl,
  tableId: string,
  columnId: string,
): ReadonlyMap<number, readonly FileCell[]> {
  const contents = new Map(document.attachments().map(({ id, bytes }) => [id, md5Of(bytes)]));
  const found = new Map<number, readonly FileCell[]>();
  const table = document.tables().find(({ id }) => id === tableId);
  if (table === undefined || table.columns.every(({ id }) => id !== columnId)) return found;
  for (const row of document.rows(tableId)) {
    const cell = row[columnId];
    const ids = Array.isArray(cell) ? cell.slice(1).map(Number) : [];
    const number = Number(row.dossier_number);
    const checksums = ids.map((id) => contents.get(id) ?? 'absent');
    found.set(number, [...(found.get(number) ?? []), { ids, checksums }]);
  }
  return found;
}

/** Every table that has columns of attachments, with them. */
function columnsOfFiles(document: DocumentControl) {
  return document.tables().flatMap(({ id: table, columns }) => {
    const found = columns.filter(({ type }) => type === 'Attachments');
    return found.map(({ id: column }) => ({ table, column }));
  });
}

/** Dossier → checksums of what its cells of files name, sorted; `isAsked`: by id of the table. */
export function contentsOf(
  document: DocumentControl,
  isAsked: (tableId: string) => boolean = () => true,
): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const { table, column } of columnsOfFiles(document)) {
    if (!isAsked(table)) continue;
    for (const [number, cells] of cellsOf(document, table, column)) {
      found.set(number, [...(found.get(number) ?? []), ...cells.flatMap(({ checksums }) => checksums)]);
    }
  }
  return new Map([...found].map(([number, list]) => [number, list.sort()]));
}

/** Numbers of dossiers of which the document holds other files than Démarche numérique does in these fields. */
export function unlikeFiles(
  document: DocumentControl,
  truth: Iterable<Dossier>,
  fields: ReadonlySet<string>,
): readonly number[] {
  const cells = contentsOf(document);
  return [...truth].flatMap((dossier) =>
    (cells.get(dossier.number) ?? []).join() === expectedOf(dossier, fields).join() ? [] : [dossier.number],
  );
}
