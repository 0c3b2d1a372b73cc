// Files that were copied, in plain words: of a link, and of one run. Pure.

import { z } from 'zod';
import type { FilesStanding } from '../../lib/links/files/standing';
import type { FileReport } from '../../lib/run/files/copy';
import { bytes, number, plural } from './words';

const NBSP = '\u00a0';
const NNBSP = '\u202f';

/** « 1 234 (1,2 Go sur 2 Go permis) ; 3 en attente ». */
export function standingWords(
  standing: Pick<FilesStanding, 'copied' | 'copiedBytes' | 'awaited' | 'ceiling'>,
): string {
  const { copied, copiedBytes, awaited, ceiling } = standing;
  const done = `${number(copied)} (${bytes(copiedBytes)} sur ${bytes(ceiling)} permis)`;
  return awaited === 0 ? done : `${done}${NNBSP}; ${number(awaited)}${NBSP}en attente`;
}

const count = z.number().nonnegative();
const shape = z.looseObject({
  files: z.looseObject({ copied: count, copiedBytes: count, waiting: count, refused: count }),
});

/** What a run noted of its files (lib/run/conduct.ts); null for one that copies none, or that noted nothing. */
export function readRunFiles(statement: unknown): FileReport | null {
  const read = shape.safeParse(statement);
  return read.success ? read.data.files : null;
}

/** « 12 fichiers copiés (3,1 Mo), 3 en attente, 1 refusé »; « aucun nouveau fichier à copier ». */
export function runFilesWords({ copied, copiedBytes, waiting, refused }: FileReport): string {
  const parts = [
    [copied, `${plural(copied, 'fichier copié', 'fichiers copiés')} (${bytes(copiedBytes)})`],
    [waiting, `${plural(waiting, 'fichier')} en attente`],
    [refused, plural(refused, 'fichier refusé', 'fichiers refusés')],
  ] as const;
  const said = parts.filter(([many]) => many > 0).map(([, words]) => words);
  return said.length === 0 ? 'aucun nouveau fichier à copier' : said.join(', ');
}
