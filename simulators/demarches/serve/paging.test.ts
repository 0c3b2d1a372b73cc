// Pages of dossiers over HTTP: order, cursors, filters, and what a client is not told (facts/demarches.md §3).

import { afterEach, describe, expect, test } from 'vitest';
import type { DemarchesOptions } from '../options';
import { type DemarchesSimulator, startDemarches } from '../start';
import { ask, data } from '../testing/ask';
import { testClock } from '../testing/time';

type Page = {
  readonly nodes: readonly ({
    readonly number: number;
    readonly dateDerniereModification: string;
    readonly state: string;
  } | null)[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly endCursor: string | null;
  };
};

let dn: DemarchesSimulator;
afterEach(() => dn.close());

const start = async (options: DemarchesOptions = {}): Promise<void> => {
  dn = await startDemarches({
    preset: 'tiny',
    dossiers: 250,
    rateLimit: null,
    clock: testClock(),
    ...options,
  });
};

/** `args` as written in the document. */
const page = async (args: string): Promise<Page> => {
  const query = `{ demarche(number: ${dn.number}) { dossiers${args} { nodes { number state dateDerniereModification } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`;
  return (await data<{ demarche: { dossiers: Page } }>(dn, query)).demarche.dossiers;
};

const numbers = ({ nodes }: Page): (number | undefined)[] => nodes.map((node) => node?.number);

const scan = async (args: string, between: (position: number) => void = () => {}): Promise<number[]> => {
  const seen: number[] = [];
  let after = '';
  for (let position = 0; ; position += 1) {
    const found = await page(`(${args} ${after})`);
    for (const node of found.nodes) if (node) seen.push(node.number);
    if (!found.pageInfo.hasNextPage) return seen;
    after = `after: "${found.pageInfo.endCursor}"`;
    between(position);
  }
};

const all = () => dn.control({ type: 'numbers' });

describe('order', () => {
  test('by deposit, 100 at most and by default, complete', async () => {
    await start();
    expect((await page('')).nodes).toHaveLength(100);
    expect((await page('(first: 1000)')).nodes).toHaveLength(100);
    expect(await scan('first: 37')).toEqual(all());
  });

  test('updatedSince switches to the order of modification', async () => {
    await start();
    const byUpdate = await scan('first: 60, updatedSince: "1970-01-01T00:00:00Z"');
    expect([...byUpdate].sort()).toEqual([...all()].sort());
    expect(byUpdate).not.toEqual(all());
    const dates = byUpdate.map((number) => Date.parse(dn.truthOf(number)?.dates.derniereModification ?? ''));
    expect(dates).toEqual([...dates].sort((left, right) => left - right));
  });

  test('what is modified during a scan comes back at its end, and nothing is skipped', async () => {
    await start();
    const [first = 0] = numbers(await page('(first: 1, updatedSince: "1970-01-01T00:00:00Z")'));
    const seen = await scan('first: 50, updatedSince: "1970-01-01T00:00:00Z"', (position) => {
      if (position === 1) dn.control({ type: 'touch', number: first });
    });
    expect(seen).toHaveLength(251);
    expect(seen.at(-1)).toBe(first);
    expect(new Set(seen)).toEqual(new Set(all()));
  });

  test('shared microseconds are told apart by the id', async () => {
    await start({ dossiers: 12 });
    dn.control({ type: 'batch', commands: all().map((number) => ({ type: 'touch', number })) });
    expect(await scan('first: 5, updatedSince: "1970-01-01T00:00:00Z"')).toEqual(all());
  });

  test('cursors are an exact instant and a number, in urlsafe base64', async () => {
    await start();
    const { pageInfo, nodes } = await page('(first: 3)');
    const text = Buffer.from(pageInfo.endCursor ?? '', 'base64url').toString();
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}000Z;\d+$/);
    expect(text.endsWith(`;${nodes[2]?.number}`)).toBe(true);
  });
});

describe('filters', () => {
  test('updatedSince includes its bound, is truncated like everything shown, and hides createdSince', async () => {
    await start();
    const shown = await page('(first: 100, updatedSince: "1970-01-01T00:00:00Z")');
    const limit = shown.nodes[50]?.dateDerniereModification;
    const kept = await page(`(first: 100, updatedSince: "${limit}", createdSince: "2099-01-01")`);
    expect(numbers(kept)[0]).toBe(shown.nodes[50]?.number);
  });

  test('createdSince keeps what was deposited since', async () => {
    await start();
    const middle = all()[120] ?? 0;
    const since = dn.truthOf(middle)?.dates.depot;
    expect(await scan(`createdSince: "${since}"`)).toEqual(all().slice(120));
  });

  test('one state, archived or not', async () => {
    await start();
    const accepted = await scan('state: accepte');
    expect(accepted.length).toBeGreaterThan(5);
    expect(accepted.every((number) => dn.truthOf(number)?.state === 'accepte')).toBe(true);
    const archived = await scan('archived: true');
    expect(archived.length + (await scan('archived: false')).length).toBe(250);
    expect(archived.every((number) => dn.truthOf(number)?.archived)).toBe(true);
  });

  test('revisions compare their creation', async () => {
    await start({ preset: 'small', dossiers: 120 });
    const query = `{ demarche(number: ${dn.number}) { revisions { id } } }`;
    const { demarche } = await data<{ demarche: { revisions: { id: string }[] } }>(dn, query);
    const [first, second, third] = demarche.revisions.map(({ id }) => id);
    const on = async (id: string | undefined) => (await scan(`revision: "${id}"`)).length;
    const counts = [await on(first), await on(second), await on(third)] as const;
    expect(counts.every((count) => count > 0)).toBe(true);
    expect(await scan(`minRevision: "${second}"`)).toHaveLength(counts[1] + counts[2]);
    expect(await scan(`maxRevision: "${second}"`)).toHaveLength(counts[0] + counts[1]);
  });

  test('a groupe instructeur lists its own, and loses without a word what leaves it', async () => {
    await start();
    const [number = 0] = all();
    const group = dn.truthOf(number)?.groupe?.number ?? 0;
    const listed = async () => {
      const query = `{ groupeInstructeur(number: ${group}) { dossiers(first: 1) { nodes { number } } deletedDossiers { nodes { number } } } }`;
      return (await data<{ groupeInstructeur: unknown }>(dn, query)).groupeInstructeur;
    };
    expect(await listed()).toMatchObject({ dossiers: { nodes: [{ number }] } });
    dn.control({ type: 'move_group', number, group: group === 61 ? 62 : 61 });
    expect(await listed()).not.toMatchObject({ dossiers: { nodes: [{ number }] } });
  });
});

describe('what a page says of its neighbours', () => {
  test('an empty page has no cursor', async () => {
    await start();
    expect(await page('(updatedSince: "2099-01-01T00:00:00Z")')).toMatchObject({
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    });
  });

  test('last and before walk backwards, and lie about the other side', async () => {
    await start();
    const end = await page('(last: 2)');
    expect(numbers(end)).toEqual(all().slice(-2));
    expect(end.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const { pageInfo } = await page('(first: 10)');
    const before = await page(`(last: 3, before: "${pageInfo.endCursor}")`);
    expect(numbers(before)).toEqual(all().slice(6, 9));
    expect(before.pageInfo.hasNextPage).toBe(true);
    const after = await page(`(first: 3, after: "${pageInfo.endCursor}")`);
    expect(after.pageInfo.hasPreviousPage).toBe(true);
  });

  test.each([
    ['(first: 1, last: 1)', 'bad_request'],
    ['(after: "x", before: "y")', 'bad_request'],
    ['(first: -1)', 'bad_request'],
    ['(last: 1, order: DESC)', 'bad_request'],
    ['(after: "bm9uc2Vuc2U")', undefined],
  ])('%s is refused', async (args, code) => {
    await start();
    const { data: found, errors } = (
      await ask(dn, `{ demarche(number: ${dn.number}) { dossiers${args} { nodes { id } } } }`)
    ).json();
    expect(found).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions?.code).toBe(code);
    if (code === undefined) expect(errors?.[0]?.message).toMatch(/^Invalid input: "/);
  });
});
