// What the hub tells of every run, to those who follow many of them.

import { expect, it, vi } from 'vitest';
import { serviceOf } from '../links/testing';
import { appendEvents } from '../store/event-rows';
import { testDatabase } from '../store/testing/database';
import { openHub } from './hub';

const store = testDatabase();

const line = (sentence: string) => ({ at: new Date(), type: 'information' as const, sentence, data: {} });

it('tells of the runs that tell something, until one stops listening', async () => {
  const { service, link, run } = serviceOf(store);
  const { runId } = await run(await link());
  const hub = openHub(service.database, store.url());
  await vi.waitFor(() => expect(hub.state().listening).toBe(true));
  const told: string[] = [];
  const stop = hub.onNotice((id) => told.push(id));
  await appendEvents(service.database, runId, [line('Une.')]);
  await vi.waitFor(() => expect(told).toEqual([runId]));
  stop();
  const other: string[] = [];
  hub.onNotice((id) => other.push(id));
  await appendEvents(service.database, runId, [line('Deux.')]);
  await vi.waitFor(() => expect(other).toEqual([runId]));
  expect(told).toEqual([runId]);
  await hub.close();
});
