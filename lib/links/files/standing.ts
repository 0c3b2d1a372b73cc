// Where the copy of a link's files stands: how many are copied, how many wait, and why.

import { type FileCode, isFileCode } from '../../errors/file-code';
import type { FileStanding } from '../../run/ports';
import { type CountedFailure, failuresByCode } from '../../store/failure-codes';
import { fileStanding } from '../../store/file-rows';
import { readManagedLink } from '../../store/managed-links';
import { storedCode } from '../../store/stored-json';
import { ceilingOf } from '../../sync/model/file-copy';
import type { LinkLine } from '../list';
import type { Service } from '../service';
import { readSettings } from '../settings';

export type FilesStanding = FileStanding & {
  /** Fields whose files are copied; 0: the copy is stopped, what was copied stays. */
  readonly fields: number;
  /** Bytes. */
  readonly ceiling: number;
  /** Dossiers whose files cannot be copied, by reason. */
  readonly refused: readonly CountedFailure[];
  /** What made the last run stop copying; null: nothing did. */
  readonly stopped: FileCode | null;
};

/** Null where no file is copied, and none ever was. Three queries. Throws LIAISON_INCONNUE. */
export async function readFilesStanding(
  { database }: Pick<Service, 'database'>,
  link: Pick<LinkLine, 'id' | 'last'>,
): Promise<FilesStanding | null> {
  const [managed, standing, failures] = await Promise.all([
    readManagedLink(database, link.id),
    fileStanding(database, link.id),
    failuresByCode(database, link.id),
  ]);
  const settings = readSettings(managed.settings);
  const fields = settings.options.fichiersCopies.length;
  if (fields === 0 && standing.copied === 0) return null;
  const code = link.last?.code == null ? null : storedCode(link.last.code);
  return {
    ...{ ...standingNow(standing, fields), fields, ceiling: ceilingOf(settings) },
    refused: failures.filter((failure) => isFileCode(failure.code)),
    stopped: code !== null && isFileCode(code) ? code : null,
  };
}

/** A copy that was stopped (no field is mirrored any more) awaits nothing, whatever the Ledger remembers of what it wanted. */
export function standingNow(standing: FileStanding, fields: number): FileStanding {
  return { ...standing, awaited: fields === 0 ? 0 : standing.awaited };
}
