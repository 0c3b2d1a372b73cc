// Which files of dossiers are copied, in what order and together with which: the rules of the copy, without its requests.

import type { FileRef } from './model/dossier';

const HOUR_MS = 3_600_000;

/** A file that the antivirus has not seen by then is told. */
const SCAN_LIFE_MS = 24 * HOUR_MS;

/**
 * What DN's antivirus says of a file at `now` (epoch ms): `safe`, or `pending` until it has passed; anything else is not
 * safe, nor is one that has been pending for a day.
 */
export function scanOf({ virusScan, createdAt }: FileRef, now: number): 'safe' | 'waiting' | 'unsafe' {
  if (virusScan === 'safe') return 'safe';
  const isOld = now - Date.parse(createdAt) > SCAN_LIFE_MS;
  return virusScan === 'pending' && !isOld ? 'waiting' : 'unsafe';
}

type Sized = { readonly bytes: number };

/** Of one request to Grist: fifty files of 200 kB are four times faster together (facts/grist.md §7). */
const GROUP_FILES = 40;
const GROUP_BYTES = 32_000_000;

/** In their order; a file larger than a group goes alone. */
export function* groupsOf<T extends Sized>(items: readonly T[]): Iterable<readonly T[]> {
  let group: T[] = [];
  let size = 0;
  for (const item of items) {
    if (group.length > 0 && (group.length === GROUP_FILES || size + item.bytes > GROUP_BYTES)) {
      yield group;
      group = [];
      size = 0;
    }
    group.push(item);
    size += item.bytes;
  }
  if (group.length > 0) yield group;
}

/** The first ones, as many as `room` (bytes) holds: the order of the files is kept, even when a later one would fit. */
export function withinRoom<T extends Sized>(items: readonly T[], room: number): readonly T[] {
  let left = room;
  const end = items.findIndex(({ bytes }) => {
    left -= bytes;
    return left < 0;
  });
  return end < 0 ? items : items.slice(0, end);
}
