// A table with three rows, where several cases begin.

import type { Bench } from './bench';

/** Table `T`: `n` is 1, 2, 3 and `t` is a, b, c. */
export async function threeRows(bench: Bench): Promise<void> {
  await bench.apply(
    [
      'AddTable',
      'T',
      [
        { id: 'n', type: 'Int' },
        { id: 't', type: 'Text' },
      ],
    ],
    ['BulkAddRecord', 'T', [null, null, null], { n: [1, 2, 3], t: ['a', 'b', 'c'] }],
  );
}
