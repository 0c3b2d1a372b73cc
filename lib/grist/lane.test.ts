import { expect, it } from 'vitest';
import { LANE_WIDTH, laneOf, lanesInUse } from './lane';

/** Works that end only when told, and what was seen of them. */
function controlled() {
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const work = (n: number) => () => {
    begun.push(n);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  return { ends, begun, work };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

it('lets two requests in, then one for each that ends, in order', async () => {
  const { ends, begun, work } = controlled();
  const lane = laneOf('https://a.example', 'doc');
  const runs = [1, 2, 3, 4].map((n) => lane.run(work(n)));
  await turn();
  expect(begun).toEqual([1, 2]);
  ends[1]?.();
  await turn();
  expect(begun).toEqual([1, 2, 3]);
  ends[0]?.();
  await turn();
  expect(begun).toEqual([1, 2, 3, 4]);
  ends[2]?.();
  ends[3]?.();
  await Promise.all(runs);
  expect(lanesInUse()).toBe(0);
});

it('is shared by two adapters of one document, not by two documents', async () => {
  const { ends, begun, work } = controlled();
  const runs = [
    ...[1, 2].map((n) => laneOf('https://a.example', 'doc').run(work(n))),
    laneOf('https://a.example', 'doc').run(work(3)),
    laneOf('https://a.example', 'other').run(work(4)),
    laneOf('https://b.example', 'doc').run(work(5)),
  ];
  await turn();
  expect(begun).toEqual([1, 2, 4, 5]);
  expect(begun.filter((n) => n <= 3)).toHaveLength(LANE_WIDTH);
  while (begun.length < 5 || ends.length > 0) {
    for (const end of ends.splice(0)) end();
    await turn();
  }
  await Promise.all(runs);
  expect(lanesInUse()).toBe(0);
});

it('frees the place of a work that failed', async () => {
  const lane = laneOf('https://a.example', 'doc');
  await expect(lane.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(lanesInUse()).toBe(0);
});
