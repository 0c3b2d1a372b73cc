// The kept order against a plain sort, after any series of touches and additions.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UpdatedOrder } from './order';

test('stays sorted by date, then by index, whatever is touched or added', () => {
  const step = fc.record({ index: fc.nat(30), at: fc.nat(8), add: fc.boolean() });
  fc.assert(
    fc.property(fc.array(fc.nat(8), { maxLength: 20 }), fc.array(step, { maxLength: 40 }), (start, steps) => {
      const times = [...start];
      const order = new UpdatedOrder(times.length, (index) => times[index] ?? 0);
      for (const { index, at, add } of steps) {
        if (add || times.length === 0) {
          times.push(at);
          order.add(times.length - 1);
        } else {
          const touched = index % times.length;
          order.remove(touched);
          times[touched] = at;
          order.add(touched);
        }
      }
      const expected = times.map((at, index) => ({ at, index }));
      expected.sort((left, right) => left.at - right.at || left.index - right.index);
      expect(Array.from({ length: order.length }, (_, position) => order.at(position))).toEqual(
        expected.map(({ index }) => index),
      );
    }),
  );
});
