// The champs of one dossier: the form of its own revision, with the answers that its seed and its changes give.

import { answer } from '../content/answer';
import { readAs } from '../content/cast';
import { Dice, fold } from '../content/dice';
import type { Stored } from '../content/stored';
import { descriptorId, type Field, type Side } from '../form/field';
import type { Micros } from '../time/instant';
import { FOREIGN_NUMBERS, type World } from './world';

export type StoredChamp = {
  readonly field: Field;
  /** DN's typed id: the descriptor's, followed by the row's inside a block. */
  readonly id: string;
  /** ULID of the row that holds it; null outside blocks. */
  readonly row: string | null;
  readonly stored: Stored;
  readonly updatedAt: Micros;
  /** Null but for a block. */
  readonly rows: readonly StoredRow[] | null;
};

export type StoredRow = { readonly ulid: string; readonly champs: readonly StoredChamp[] };

const ROWS = 21;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID: 48 bits of time, 80 of chance. */
export const ulid = (milliseconds: number, dice: Dice): string => {
  let time = '';
  for (let rest = milliseconds, digit = 0; digit < 10; digit += 1) {
    time = CROCKFORD.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  let chance = '';
  while (chance.length < 16) chance += CROCKFORD.charAt(dice.below(32));
  return time + chance;
};

/** Ids of the rows that a block has, oldest first. */
export const rowIds = (world: World, index: number, block: Field): string[] => {
  const dice = new Dice(fold(world.seed, index, block.stableId, ROWS));
  const count = block.required ? dice.pick([1, 1, 2, 3]) : dice.pick([0, 0, 1, 2, 4]);
  const start = Math.floor(world.table.deposeAt(index) / 1000);
  const generated = Array.from({ length: count }, (_, rank) => ulid(start + rank * 1000, dice));
  const changes = world.changes(index)?.rows.get(block.stableId);
  if (changes === undefined) return generated;
  return [...generated, ...changes.added].filter((id) => !changes.removed.has(id)).sort();
};

/** Key of an answer among the changes of a dossier. */
export const champKey = (stableId: number, row: string | null): string =>
  row === null ? String(stableId) : `${stableId}|${row}`;

const rowHash = (row: string): number => {
  let hash = 0;
  for (let at = 10; at < row.length; at += 1) hash = (Math.imul(hash, 31) + row.charCodeAt(at)) | 0;
  return hash;
};

const linkable = (world: World, index: number) => (dice: Dice) =>
  // Itself or an earlier one: dossiers added later must not change what an answer was.
  dice.chance(0.2) ? FOREIGN_NUMBERS[0] + dice.below(1000) : world.numberOf(dice.below(index + 1));

/** What DN keeps for one field of one dossier, read as the field's type in the dossier's own revision. */
export const answerOf = (
  world: World,
  index: number,
  field: Field,
  row: string | null,
): { stored: Stored; at: Micros } => {
  const changed = world.changes(index)?.answers.get(champKey(field.stableId, row));
  if (changed !== undefined) return { stored: readAs(changed.stored, field), at: changed.at };
  const dice = new Dice(fold(world.seed, index, field.stableId, row === null ? 0 : rowHash(row)));
  const at = world.table.deposeAt(index);
  // A mandatory block begins with an empty row; others have some too.
  if (row !== null && rowHash(row) % 5 === 0 && !blankRowKeeps(field)) {
    return { stored: readAs(BLANK, field), at };
  }
  const generated = answer(field, dice, {
    variant: world.settings.variant,
    at,
    areaId: 1_000_000 + index * 1000 + (field.stableId % 100) * 10 + (row === null ? 0 : 5),
    linkable: linkable(world, index),
  });
  return { stored: field.type === field.born.type ? generated : readAs(generated, field), at };
};

const BLANK: Stored = { kind: 'text', value: '' };
const blankRowKeeps = (field: Field): boolean =>
  field.type === 'header_section' || field.type === 'explication';

const NOTHING: Stored = { kind: 'none', value: null };

const champOf = (world: World, index: number, field: Field, row: string | null): StoredChamp => {
  const id = row === null ? descriptorId(field.stableId) : rowChampId(field.stableId, row);
  if (field.type !== 'repetition') {
    const { stored, at } = answerOf(world, index, field, row);
    return { field, id, row, stored, updatedAt: at, rows: null };
  }
  const rows = rowIds(world, index, field).map((one) => ({
    ulid: one,
    champs: field.children.map((child) => champOf(world, index, child, one)),
  }));
  return { field, id, row, stored: NOTHING, updatedAt: world.table.deposeAt(index), rows };
};

/** `Champ-<stable id>|<ULID>`, as DN types the ids of champs inside rows. */
export const rowChampId = (stableId: number, row: string): string =>
  Buffer.from(`Champ-${stableId}|${row}`).toString('base64');

const shown = (world: World, index: number, fields: readonly Field[], field: Field): boolean => {
  if (field.shownWhen === null) return true;
  const condition = fields.find(({ stableId }) => stableId === field.shownWhen);
  if (condition === undefined) return true;
  const { stored } = answerOf(world, index, condition, null);
  return (stored.kind === 'yes_no' || stored.kind === 'checkbox') && stored.value === true;
};

/** The champs or annotations of a dossier; those that a condition hides are absent (facts §4). */
export const champsOf = (world: World, index: number, side: Side): StoredChamp[] => {
  const fields = world.revisionOf(index).form[side];
  const champs: StoredChamp[] = [];
  for (const field of fields)
    if (shown(world, index, fields, field)) champs.push(champOf(world, index, field, null));
  return champs;
};

/** One champ by stable id, hidden or not: DN ignores conditions when a champ is asked by id (facts §11). */
export const champById = (world: World, index: number, side: Side, stableId: number): StoredChamp | null => {
  const field = world.revisionOf(index).form[side].find((one) => one.stableId === stableId);
  return field === undefined ? null : champOf(world, index, field, null);
};
