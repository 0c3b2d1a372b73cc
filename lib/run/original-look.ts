// What a conversion of the original's columns would meet: how many values their new type could not hold, and of which
// shape they are. Values are looked at one by one and none is kept.

import { dateSeconds, instantSeconds } from '../sync/cells/date';
import type { BoundTable, Cell } from '../sync/model/table';
import type { OriginalSurvey, OriginalTable } from '../sync/original/survey';
import type { Destination } from './ports';

export type ConversionLook = {
  /** Cells that are not empty. */
  readonly filled: number;
  /** Those that would stay as texts, shown in red by Grist, until Démarche numérique is read. */
  readonly misfits: number;
  /** At most three, letters as `a`, digits as `9`: `99/99/9999`. */
  readonly shapes: readonly string[];
};

const MOST_SHAPES = 3;

/** By `<table> <column>`, for the columns that may be converted. Grist: one scan a table that has some. */
export async function lookAtConversions(
  destination: Destination,
  { tables }: OriginalSurvey,
): Promise<ReadonlyMap<string, ConversionLook>> {
  const looks = new Map<string, ConversionLook>();
  for (const table of tables) {
    const asked = table.columns.filter(({ choices }) => choices.includes('convertie'));
    if (asked.length === 0) continue;
    const seen = asked.map((column) => ({ column, filled: 0, misfits: 0, shapes: new Set<string>() }));
    for await (const rows of destination.scan(
      boundOf(table),
      asked.map(({ column }) => column),
    )) {
      for (const { cells } of rows) {
        for (const one of seen) {
          const cell = cells[one.column.column] ?? null;
          if (cell === null || cell === '') continue;
          one.filled += 1;
          if (wouldHold(one.column.wanted, cell)) continue;
          one.misfits += 1;
          if (one.shapes.size < MOST_SHAPES) one.shapes.add(shapeOfText(String(cell)));
        }
      }
    }
    for (const { column, filled, misfits, shapes } of seen) {
      looks.set(`${table.key} ${column.column}`, { filled, misfits, shapes: [...shapes] });
    }
  }
  return looks;
}

function boundOf({ key, ref, id, columns }: OriginalTable): BoundTable {
  return {
    ...{ key, ref, id, keyColumns: [], dossierColumn: null },
    columns: columns.map(({ column, ref: columnRef, id: columnId, type }) => ({
      ...{ key: column, ref: columnRef, id: columnId, type },
    })),
  };
}

/** Would Grist's own conversion understand it? Source: facts/grist.md §4. */
export function wouldHold(wanted: string, cell: Cell): boolean {
  if (typeof cell !== 'string') return true;
  const text = cell.trim();
  switch (wanted.split(':', 1)[0]) {
    case 'Int':
      return /^[+-]?\d{1,10}$/.test(text) && Math.abs(Number(text)) < 2 ** 31;
    case 'Numeric':
      return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text);
    case 'Bool':
      return /^(true|false|0|1)$/i.test(text);
    case 'Date':
      return dateSeconds(text.slice(0, 10)) !== null;
    case 'DateTime':
      return instantSeconds(text) !== null || dateSeconds(text) !== null;
    default:
      return true;
  }
}

const LONGEST = 24;

/** What a text looks like, with nothing of what it says: letters and digits are replaced, and the end is cut. */
export function shapeOfText(text: string): string {
  const plain = text
    .trim()
    .replace(/\p{L}/gu, (letter) => (/\p{Lu}/u.test(letter) ? 'A' : 'a'))
    .replace(/\p{N}/gu, '9')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '?');
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST - 1).trimEnd()}…`;
}
