// Sending files to Grist, several a request: one that goes wrong is left aside, and the others go again without it. No file,
// nor what Grist makes of it, ends a run: the dossiers' other values are for it to write.

import { Failure } from '../../errors/failure';
import { type FileFailureCode, isFileFailure } from '../../errors/file-code';
import type { FileRef } from '../../sync/model/dossier';
import type { FileCopy } from '../../sync/model/file-copy';
import type { FileOf, Ports } from '../ports';
import { type Checked, checkedBytes } from './checked';

export type ToCopy = FileOf & {
  readonly file: FileRef;
  /** As announced. */
  readonly bytes: number;
};

export type Sent = {
  readonly copied: readonly (FileCopy & FileOf)[];
  readonly refused: readonly { readonly item: ToCopy; readonly code: FileFailureCode }[];
  /** Nothing more can be copied, and why (a `FileCode`); what is neither copied nor refused was not. */
  readonly stopped: Failure | null;
};

/** Downloads that failed in a row, whatever the request, before the site of the files is believed to be in trouble. */
const MAX_TROUBLES = 5;

/** Files that Grist did not take in a row, each alone, before the document is believed to take none. */
const MAX_SETBACKS = 3;

type Files = NonNullable<Ports['files']>;

/**
 * One request, and one more for each file that goes wrong; each file alone after a request that Grist did not take. Once
 * stopped, it sends nothing. Throws what is not about files: the run was asked to stop, the database does not answer.
 */
export function openSender(files: Files): (items: readonly ToCopy[]) => Promise<Sent> {
  const streak = { troubles: 0, setbacks: 0 };
  let stopped: Failure | null = null;
  return async (items) => {
    const basket: Basket = { copied: [], refused: [], left: items, isAlone: false };
    while (basket.left.length > 0 && stopped === null) stopped = await sendSome(files, basket, streak);
    return { copied: basket.copied, refused: basket.refused, stopped };
  };
}

type Basket = {
  readonly copied: Sent['copied'][number][];
  readonly refused: Sent['refused'][number][];
  left: readonly ToCopy[];
  /** One file a request from now on: together, Grist did not take them. */
  isAlone: boolean;
};

type Flight = { readonly item: ToCopy; readonly checked: Checked };

/** One request. Returns why nothing more can be copied; null when more can. */
async function sendSome(
  { source, store }: Files,
  basket: Basket,
  streak: { troubles: number; setbacks: number },
): Promise<Failure | null> {
  const group = basket.isAlone ? basket.left.slice(0, 1) : basket.left;
  const flights = group.map((item) => ({ item, checked: checkedBytes(source, item.file, item.bytes) }));
  try {
    take(basket, await attach(store, flights));
    streak.troubles = 0;
    streak.setbacks = 0;
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const culprit = flights.find(({ checked }) => checked.trouble() !== null);
    const trouble = culprit?.checked.trouble();
    if (culprit !== undefined && trouble instanceof Failure) {
      if (trouble.code === 'RESEAU_INTERROMPU') throw trouble;
      if (trouble.code === 'PIECE_SITE_NON_AUTORISE') return trouble;
      const code = isFileFailure(trouble.code) ? trouble.code : 'PIECE_INJOIGNABLE';
      drop(basket, culprit.item, code);
      streak.troubles = code === 'PIECE_INJOIGNABLE' ? streak.troubles + 1 : 0;
      return streak.troubles < MAX_TROUBLES ? null : new Failure(code);
    }
    if (error.code === 'GRIST_PIECES_PLEIN') return error;
    if (error.code === 'GRIST_ECRITURE_INCERTAINE') {
      const found = await foundOf(store, flights);
      take(basket, found);
      if (found.length > 0) {
        streak.setbacks = 0;
        return null;
      }
    }
    return setBack(basket, group, error, streak);
  }
}

/** A request that Grist did not take: its files go again one by one, and the one that is alone already is left aside. */
function setBack(
  basket: Basket,
  group: readonly ToCopy[],
  error: Failure,
  streak: { setbacks: number },
): Failure | null {
  const isTooLarge = error.code === 'PIECE_TROP_GRANDE';
  if (!isTooLarge && !error.code.startsWith('GRIST_')) throw error;
  const [only] = group;
  const isSecondTime = basket.isAlone || (isTooLarge && group.length === 1);
  basket.isAlone = true;
  if (!isSecondTime || only === undefined) return null;
  drop(basket, only, isTooLarge ? error.code : 'PIECE_NON_ENVOYEE');
  if (isTooLarge) return null;
  streak.setbacks += 1;
  if (streak.setbacks < MAX_SETBACKS) return null;
  return new Failure('GRIST_PIECES_REFUSEES', { facts: { ...error.facts, grist: error.code }, cause: error });
}

function take(basket: Basket, copies: Sent['copied']): void {
  const taken = new Set(copies.map(({ dossier, key }) => `${dossier} ${key}`));
  basket.copied.push(...copies);
  basket.left = basket.left.filter(({ dossier, key }) => !taken.has(`${dossier} ${key}`));
}

function drop(basket: Basket, item: ToCopy, code: FileFailureCode): void {
  basket.refused.push({ item, code });
  basket.left = basket.left.filter((one) => one !== item);
}

async function attach(store: Files['store'], flights: readonly Flight[]): Promise<Sent['copied']> {
  const ids = await store.attach(
    flights.map(({ item, checked }) => ({
      filename: item.file.filename,
      contentType: item.file.contentType,
      byteSize: item.bytes,
      bytes: checked.bytes,
    })),
  );
  return flights.map(({ item, checked }, index) => {
    const copy = copyOf(item, checked, ids[index]);
    if (copy === null) throw new Failure('GRIST_REPONSE_ILLISIBLE', { facts: { quoi: 'pièces jointes' } });
    return copy;
  });
}

function copyOf({ dossier, key, bytes }: ToCopy, checked: Checked, id: number | undefined) {
  const sha1 = checked.sha1();
  return sha1 === null || id === undefined ? null : { dossier, key, attachment: id, bytes, sha1 };
}

/**
 * What a request whose answer was lost left in the document: found again by its content, never sent twice for nothing.
 * Nothing where the document cannot be asked: its attachments are hidden from our key, or it is silent again.
 */
async function foundOf(store: Files['store'], flights: readonly Flight[]): Promise<Sent['copied']> {
  const whole = flights.flatMap((flight) => {
    const sha1 = flight.checked.sha1();
    return sha1 === null ? [] : [{ ...flight, sha1 }];
  });
  if (whole.length === 0) return [];
  const found = [...(await findAll(store, [...new Set(whole.map(({ sha1 }) => sha1))]))];
  return whole.flatMap(({ item, checked, sha1 }) => {
    // The newest first: an older one may be somebody else's.
    const index = found.findLastIndex((one) => one.sha1 === sha1);
    const [taken] = index < 0 ? [] : found.splice(index, 1);
    return copyOf(item, checked, taken?.id) ?? [];
  });
}

async function findAll(store: Files['store'], sha1s: readonly string[]) {
  try {
    return await store.find(sha1s);
  } catch (error) {
    if (error instanceof Failure && error.code.startsWith('GRIST_')) return [];
    throw error;
  }
}
