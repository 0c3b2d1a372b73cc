// What is wanted, with the attachments that there are of its files: what a plan compares and writes.

import { Failure } from '../../errors/failure';
import { namedFiles, readyOf } from '../../sync/mirrored';
import type { FileCopy } from '../../sync/model/file-copy';
import type { Ready, Wanted } from '../../sync/plan';
import type { FileStore, FoundAttachment } from '../ports';
import type { Workshop } from '../workshop';

/** With every copy that the Ledger knows. One query; none when no field is mirrored. */
export async function withCopies(workshop: Workshop, wanted: readonly Wanted[]): Promise<readonly Ready[]> {
  const { mirrored } = await workshop.form();
  const copies =
    mirrored.size === 0
      ? new Map()
      : await workshop.ports.ledger.copies(workshop.handle.linkId, numbersOf(wanted));
  return readyOf(wanted, mirrored, copies);
}

/**
 * The same, with those that the document still holds: the others are forgotten, and their files awaited again. Somebody
 * may have emptied the cells, and Grist thrown away what nothing names.
 */
export async function withFoundCopies(
  workshop: Workshop,
  wanted: readonly Wanted[],
): Promise<readonly Ready[]> {
  const { mirrored } = await workshop.form();
  const { ledger, files } = workshop.ports;
  if (mirrored.size === 0 || files === undefined) return withCopies(workshop, wanted);
  const known = await ledger.copies(workshop.handle.linkId, numbersOf(wanted));
  // A copy of a field that is no longer mirrored is not missed when its cells are emptied.
  const keys = namedFiles(wanted, mirrored);
  const all = [...known].flatMap(([dossier, copies]) =>
    copies.flatMap((copy) => (keys.has(copy.key) ? [{ dossier, ...copy }] : [])),
  );
  if (all.length === 0) return readyOf(wanted, mirrored, known);
  const found = await foundIn(files.store, all);
  if (found === null) return readyOf(wanted, mirrored, known);
  const there = new Map(found.map(({ id, sha1 }) => [id, sha1]));
  const isThere = ({ attachment, sha1 }: FileCopy): boolean => there.get(attachment) === sha1;
  const gone = all.filter((copy) => !isThere(copy));
  if (gone.length > 0) await ledger.forgetCopies(workshop.handle, gone);
  const kept = [...known].map(([number, list]) => [number, list.filter(isThere)] as const);
  return readyOf(wanted, mirrored, new Map(kept));
}

/** Null where rules of the document hide its attachments from this key: the Ledger is then believed. */
async function foundIn(
  store: FileStore,
  copies: readonly FileCopy[],
): Promise<readonly FoundAttachment[] | null> {
  try {
    return await store.attachments(copies.map(({ attachment }) => attachment));
  } catch (error) {
    if (error instanceof Failure && error.code === 'GRIST_REGLES_ACCES') return null;
    throw error;
  }
}

function numbersOf(wanted: readonly Wanted[]): readonly number[] {
  return wanted.flatMap(({ dossier }) => dossier ?? []);
}
