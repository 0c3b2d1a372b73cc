// What a document's cells of files hold, by content, whatever their tables and columns are called.

import type { Dossier } from '../../../lib/sync/model/dossier';
import type { DocumentControl } from '../../../simulators/grist/gestures';
import { expectedOf, md5Of } from './stage';

/** Dossier → checksums (MD5, base64) of what its cells name, sorted; `absent` for what is not there. */
export function contentsOf(document: DocumentControl): ReadonlyMap<number, readonly string[]> {
  const contents = new Map(document.attachments().map(({ id, bytes }) => [id, md5Of(bytes)]));
  const found = new Map<number, string[]>();
  for (const table of document.tables()) {
    const columns = table.columns.filter(({ type }) => type === 'Attachments').map(({ id }) => id);
    if (columns.length === 0) continue;
    for (const row of document.rows(table.id)) {
      const list = found.get(Number(row.dossier_number)) ?? [];
      found.set(Number(row.dossier_number), list);
      for (const column of columns) {
        const cell = row[column];
        if (Array.isArray(cell))
          list.push(...cell.slice(1).map((id) => contents.get(Number(id)) ?? 'absent'));
      }
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
