// How the form of the take-over names what is chosen for each column, and how it is read again.

import type { Choices } from '../../../../../lib/run/original';
import type { Taken } from '../../../../../lib/sync/model/takeover';

const START = 'colonne ';

/** More columns than a document of Grist holds in all its tables. */
const MOST = 100_000;

export function choiceName(table: string, column: string): string {
  return `${START}${table} ${column}`;
}

/** What is no choice is none: the settlement then keeps what no formula notices. */
export function readChoices(form: FormData): Choices {
  return new Map(
    [...form.entries()]
      .slice(0, MOST)
      .flatMap(([name, value]): readonly (readonly [string, Taken])[] =>
        name.startsWith(START) && isTaken(value) ? [[name.slice(START.length), value]] : [],
      ),
  );
}

function isTaken(value: unknown): value is Taken {
  return value === 'reprise' || value === 'convertie' || value === 'gardee' || value === 'a_cote';
}
