// Attached files: their names, and bytes made from a seed so that sizes and checksums are true.

import { createHash } from 'node:crypto';
import type { Micros } from '../time/instant';
import type { Dice } from './dice';

export type StoredFile = {
  readonly filename: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  /** What the bytes are made from. */
  readonly seed: number;
  readonly createdAt: Micros;
  /** `pending`, `safe`, or whatever else DN may say. */
  readonly virusScan: string;
};

const KINDS: readonly (readonly [string, string])[] = [
  ['devis signé.pdf', 'application/pdf'],
  ['plan de masse.png', 'image/png'],
  ['RIB.pdf', 'application/pdf'],
  ['tableau des dépenses (v2).xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['photo 📷 été.jpg', 'image/jpeg'],
  ['sans-extension', 'application/octet-stream'],
];

export const file = (dice: Dice, createdAt: Micros): StoredFile => {
  const [filename, contentType] = dice.pick(KINDS);
  return {
    filename,
    contentType,
    size: dice.between(60, 1500),
    seed: dice.next(),
    createdAt,
    // DN's antivirus passes within minutes: a file that is not said otherwise has been seen.
    virusScan: 'safe',
  };
};

/** Up to three files, two of which may have the same name. */
export const files = (dice: Dice, createdAt: Micros): StoredFile[] => {
  const list = Array.from({ length: dice.pick([0, 1, 1, 1, 2, 3]) }, () => file(dice, createdAt));
  const [first] = list;
  return first && list.length > 1 && dice.chance(0.3)
    ? [...list, { ...first, seed: dice.next(), createdAt: createdAt + 1_000_000 }]
    : list;
};

/** The bytes of a file. */
export const contentOf = ({ size, seed }: Pick<StoredFile, 'size' | 'seed'>): Buffer =>
  Buffer.alloc(size, `Pièce fictive ${seed.toString(16)}\n`);

/** MD5 in base64, as DN gives it. */
export const checksumOf = (stored: Pick<StoredFile, 'size' | 'seed'>): string =>
  createHash('md5').update(contentOf(stored)).digest('base64');
