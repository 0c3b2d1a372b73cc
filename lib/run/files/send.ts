// Sending files to Grist, several a request: one that goes wrong is left aside, and the others go again without it.

import type { FailureCode } from '../../errors/catalogue';
import { Failure } from '../../errors/failure';
import { type FileFailureCode, isFileFailure } from '../../errors/file-code';
import type { FileRef } from '../../sync/model/dossier';
import type { FileCopy, FileKey } from '../../sync/model/file-copy';
import type { Ports } from '../ports';
import { type Checked, checkedBytes } from './checked';

export type ToCopy = {
  readonly dossier: number;
  readonly key: FileKey;
  readonly file: FileRef;
  /** As announced. */
  readonly bytes: number;
};

export type Sent = {
  readonly copied: readonly (FileCopy & { readonly dossier: number })[];
  readonly refused: readonly { readonly item: ToCopy; readonly code: FileFailureCode }[];
  /** Nothing more can be copied, and why; what is neither copied nor refused was not. */
  readonly stopped: FailureCode | null;
};

/** Downloads that failed in a row, whatever the request, before the site of the files is believed to be in trouble. */
const MAX_TROUBLES = 5;

/** Answers lost in a row before the document is believed to be in trouble. */
const MAX_LOST = 3;

/**
 * One request, and one more for each file that goes wrong; each file alone when together they are too large for this
 * Grist. `troubles` is counted from one call to the next. Throws what a write throws: no right, no answer.
 */
export async function sendFiles(
  { source, store }: NonNullable<Ports['files']>,
  items: readonly ToCopy[],
  troubles: { inARow: number },
): Promise<Sent> {
  const copied: Sent['copied'][number][] = [];
  const refused: Sent['refused'][number][] = [];
  let left = items;
  let isAlone = false;
  let lost = 0;
  const drop = (item: ToCopy, code: FileFailureCode) => {
    refused.push({ item, code });
    left = left.filter((one) => one !== item);
  };
  while (left.length > 0) {
    const group = isAlone ? left.slice(0, 1) : left;
    const flights = group.map((item) => ({ item, checked: checkedBytes(source, item.file, item.bytes) }));
    try {
      const ids = await store.attach(
        flights.map(({ item, checked }) => ({
          filename: item.file.filename,
          contentType: item.file.contentType,
          byteSize: item.bytes,
          bytes: checked.bytes,
        })),
      );
      for (const [index, { item, checked }] of flights.entries()) {
        const copy = copyOf(item, checked, ids[index]);
        if (copy === null)
          throw new Failure('GRIST_REPONSE_ILLISIBLE', { facts: { quoi: 'pièces jointes' } });
        copied.push(copy);
      }
      left = left.slice(group.length);
      troubles.inARow = 0;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const culprit = flights.find(({ checked }) => checked.trouble() !== null);
      const trouble = culprit?.checked.trouble();
      if (culprit !== undefined && trouble instanceof Failure) {
        if (trouble.code === 'RESEAU_INTERROMPU') throw trouble;
        if (trouble.code === 'PIECE_SITE_NON_AUTORISE') return { copied, refused, stopped: trouble.code };
        const code = codeOf(trouble);
        drop(culprit.item, code);
        troubles.inARow = code === 'PIECE_INJOIGNABLE' ? troubles.inARow + 1 : 0;
        if (troubles.inARow >= MAX_TROUBLES) return { copied, refused, stopped: code };
        continue;
      }
      switch (error.code) {
        case 'GRIST_ECRITURE_INCERTAINE': {
          const found = await foundOf(store, flights);
          copied.push(...found);
          left = left.filter(({ dossier, key }) =>
            found.every((one) => one.key !== key || one.dossier !== dossier),
          );
          lost = found.length > 0 ? 0 : lost + 1;
          if (lost === MAX_LOST) throw error;
          break;
        }
        case 'PIECE_TROP_GRANDE': {
          const [only] = group;
          if (group.length === 1 && only !== undefined) drop(only, error.code);
          else isAlone = true;
          break;
        }
        case 'GRIST_PIECES_PLEIN':
          return { copied, refused, stopped: error.code };
        default:
          throw error;
      }
    }
  }
  return { copied, refused, stopped: null };
}

/** Whatever stops a file on its way is a failure of the file: its dossier is written, and stays so. */
function codeOf({ code }: Failure): FileFailureCode {
  return isFileFailure(code) ? code : 'PIECE_INJOIGNABLE';
}

type Flight = { readonly item: ToCopy; readonly checked: Checked };

function copyOf({ dossier, key, bytes }: ToCopy, checked: Checked, id: number | undefined) {
  const sha1 = checked.sha1();
  return sha1 === null || id === undefined ? null : { dossier, key, attachment: id, bytes, sha1 };
}

/** What a request whose answer was lost left in the document: found again by its content, never sent twice for nothing. */
async function foundOf(
  store: NonNullable<Ports['files']>['store'],
  flights: readonly Flight[],
): Promise<Sent['copied']> {
  const whole = flights.flatMap((flight) => {
    const sha1 = flight.checked.sha1();
    return sha1 === null ? [] : [{ ...flight, sha1 }];
  });
  if (whole.length === 0) return [];
  const found = [...(await store.find([...new Set(whole.map(({ sha1 }) => sha1))]))];
  return whole.flatMap(({ item, checked, sha1 }) => {
    // The newest first: an older one may be somebody else's.
    const index = found.findLastIndex((one) => one.sha1 === sha1);
    const [taken] = index < 0 ? [] : found.splice(index, 1);
    return copyOf(item, checked, taken?.id) ?? [];
  });
}
