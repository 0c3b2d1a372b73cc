// The two lists of deleted dossiers, and the ways to leave the list of the living (facts/demarches.md §3).

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DemarchesSimulator, startDemarches } from '../start';
import { data } from '../testing/ask';
import { type TestClock, testClock } from '../testing/time';
import { printInstant } from '../time/instant';

type Tombstone = {
  readonly id: string;
  readonly number: number;
  readonly dateSupression: string;
  readonly state: string;
  readonly reason: string;
};

const DAY = 86_400_000;
let clock: TestClock;
let dn: DemarchesSimulator;

beforeEach(async () => {
  clock = testClock();
  dn = await startDemarches({ preset: 'tiny', dossiers: 40, clock });
});
afterEach(() => dn.close());

const lists = async (since?: string): Promise<{ pending: Tombstone[]; deleted: Tombstone[] }> => {
  const args = since === undefined ? '' : `(deletedSince: "${since}")`;
  const fields = '{ nodes { id number dateSupression state reason } pageInfo { hasNextPage } }';
  const query = `{ demarche(number: ${dn.number}) { pending: pendingDeletedDossiers${args} ${fields} deleted: deletedDossiers${args} ${fields} } }`;
  type Lists = Record<'pending' | 'deleted', { nodes: Tombstone[] }>;
  const { demarche } = await data<{ demarche: Lists }>(dn, query);
  return { pending: demarche.pending.nodes, deleted: demarche.deleted.nodes };
};

const inState = (state: string): number => {
  const found = [...dn.truth()].find((one) => one.state === state);
  if (found === undefined) throw new Error(`no dossier ${state}`);
  return found.number;
};

const visible = (number: number): boolean => dn.control({ type: 'numbers' }).includes(number);
const now = (): string => printInstant(clock.now() * 1000);

test('hidden by its usager en construction: pending, then deleted with the date of the hiding', async () => {
  const number = inState('en_construction');
  const hiddenAt = now();
  dn.control({ type: 'hide', number, by: 'usager' });
  expect(visible(number)).toBe(false);
  expect(await lists()).toMatchObject({
    pending: [{ number, state: 'en_construction', reason: 'user_request', dateSupression: hiddenAt }],
    deleted: [],
  });
  clock.advance(15 * DAY);
  dn.control({ type: 'purge', number });
  expect(await lists()).toMatchObject({
    pending: [],
    deleted: [{ number, reason: 'user_request', dateSupression: hiddenAt }],
  });
  // So that polling the deleted ones since the last pass misses it (facts §0.7).
  expect((await lists(now())).deleted).toEqual([]);
});

test('hidden by its usager once finished: still listed, with the date', async () => {
  const number = inState('accepte');
  dn.control({ type: 'hide', number, by: 'usager' });
  expect(visible(number)).toBe(true);
  expect(dn.truthOf(number)?.dates.suppressionParUsager).toBe(now());
  expect((await lists()).pending).toEqual([]);
});

test('hidden by the administration: pending, restored with a new date of modification', async () => {
  const number = inState('accepte');
  dn.control({ type: 'hide', number, by: 'administration' });
  expect(visible(number)).toBe(false);
  expect((await lists(now())).pending).toMatchObject([{ number, reason: 'instructeur_request' }]);
  clock.advance(DAY);
  dn.control({ type: 'restore', number });
  expect((await lists()).pending).toEqual([]);
  expect(dn.truthOf(number)?.dates.derniereModification).toBe(now());
});

test('expired: in neither list, until it is purged', async () => {
  const number = inState('en_construction');
  dn.control({ type: 'expire', number });
  expect(visible(number)).toBe(false);
  expect(await lists()).toEqual({ pending: [], deleted: [] });
  dn.control({ type: 'purge', number });
  expect((await lists()).deleted).toMatchObject([{ number, reason: 'expired' }]);
});

test('gone without a trace: vanished, or purged from a démarche in test', async () => {
  const number = inState('en_construction');
  dn.control({ type: 'vanish', number });
  dn.control({ type: 'set_demarche_state', state: 'brouillon' });
  const other = inState('en_construction');
  dn.control({ type: 'purge', number: other });
  expect([visible(number), visible(other)]).toEqual([false, false]);
  expect(await lists()).toEqual({ pending: [], deleted: [] });
});

test('the same dossier has other ids in each list: only the number is a key', async () => {
  const number = inState('accepte');
  dn.control({ type: 'hide', number, by: 'administration' });
  const [pending] = (await lists()).pending;
  dn.control({ type: 'purge', number });
  const [deleted] = (await lists()).deleted;
  expect(deleted?.number).toBe(pending?.number);
  expect(deleted?.id).not.toBe(pending?.id);
});

test('the demonstration begins with some of each', async () => {
  await dn.close();
  dn = await startDemarches({ preset: 'demo', dossiers: 300, clock });
  const { pending, deleted } = await lists();
  expect(dn.control({ type: 'numbers' })).toHaveLength(300);
  expect(pending.length).toBeGreaterThan(2);
  expect(deleted.length).toBeGreaterThan(2);
  expect(pending.some(({ number }) => visible(number))).toBe(false);
});
