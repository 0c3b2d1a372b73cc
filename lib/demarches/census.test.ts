// The census over the simulated DN, by real HTTP: it must say of each dossier what a whole reading says.

import { afterEach, describe, expect, test } from 'vitest';
import type { DemarchesOptions as SimulatorOptions } from '../../simulators/demarches/options';
import { startDemarches } from '../../simulators/demarches/start';
import { fingerprintLight, type LightDossier, lightOf } from '../sync/light';
import type { Dossier } from '../sync/model/dossier';
import { openTestSource, readAll } from './fixture-source';
import type { DemarchesSource } from './source';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(options: SimulatorOptions) {
  const dn = await startDemarches({ rateLimit: null, ...options });
  closers.push(() => dn.close());
  const { source, waits } = openTestSource(dn);
  closers.push(() => source.close());
  return { dn, source, waits };
}

async function listAll(source: DemarchesSource) {
  const dossiers: LightDossier[] = [];
  let after: string | null = null;
  let pages = 0;
  for (;;) {
    const page = await source.census(after);
    pages += 1;
    dossiers.push(...page.dossiers);
    after = page.endCursor ?? after;
    if (!page.hasNextPage) return { dossiers, pages };
  }
}

const prints = (dossiers: readonly LightDossier[]) =>
  new Map(dossiers.map((light) => [light.number, fingerprintLight(light)]));

describe.each(['2026-01', '2026-08'] as const)('on the schema of %s', (variant) => {
  test('says the same as a whole reading of every kind of dossier, in ⌈N/100⌉ requests', async () => {
    const { dn, source } = await open({ preset: 'demo', dossiers: 250, variant, seed: 7 });
    const { dossiers } = await readAll(source);
    expect(new Set(dossiers.map(({ demandeur }) => demandeur.type)).size).toBeGreaterThan(2);
    dn.control({ type: 'reset_stats' });
    const census = await listAll(source);
    expect(census.pages).toBe(3);
    expect(dn.stats().requests).toBe(3);
    expect([...prints(census.dossiers)].sort()).toEqual([...prints(dossiers.map(lightOf))].sort());
  });

  test('sees every change that DN makes without moving a date, and only in its dossier', async () => {
    const { dn, source } = await open({ preset: 'demo', dossiers: 60, variant, seed: 7 });
    const changed: number[] = [];
    const pick = (is: (dossier: Dossier) => boolean) => {
      const found = [...dn.truth()].find((one) => !changed.includes(one.number) && is(one));
      changed.push(found?.number ?? 0);
      return found?.number ?? 0;
    };
    const incomplete = pick(({ demandeur }) => demandeur.type === 'morale_incomplete');
    const attested = pick(({ state, attestation }) => state === 'accepte' && attestation === null);
    const expiring = pick(({ dates }) => dates.expiration !== null);
    const label = pick(({ labels }) => labels.length === 0);
    const email = pick(() => true);
    expect(changed).not.toContain(0);
    const before = prints((await listAll(source)).dossiers);
    const dates = new Map([...dn.truth()].map((one) => [one.number, one.dates.derniereModification]));
    dn.control({ type: 'set_labels', number: label, labels: [31, 33], bump: false });
    dn.control({ type: 'change_usager', number: email, email: 'nouvelle@exemple.fr' });
    dn.control({ type: 'set_expiration', number: expiring, at: '2028-01-01T00:00:00Z' });
    dn.control({ type: 'complete_etablissement', number: incomplete });
    dn.control({ type: 'generate_attestation', number: attested });
    const after = prints((await listAll(source)).dossiers);
    const moved = [...after].filter(([number, print]) => before.get(number) !== print);
    expect(moved.map(([number]) => number).sort()).toEqual([...changed].sort());
    for (const one of dn.truth()) expect(one.dates.derniereModification).toBe(dates.get(one.number));
  });

  test('sees a group and a label renamed, and a rebase', async () => {
    const { dn, source } = await open({ preset: 'demo', dossiers: 60, variant, seed: 7 });
    const group = [...dn.truth()][0]?.groupe?.number ?? 0;
    const groupOf = [...dn.truth()].filter(({ groupe }) => groupe?.number === group).length;
    const moved = async (act: () => void) => {
      const before = prints((await listAll(source)).dossiers);
      act();
      return [...prints((await listAll(source)).dossiers)].filter(
        ([key, print]) => before.get(key) !== print,
      );
    };
    expect(await moved(() => dn.control({ type: 'rename_group', group, label: 'Autre nom' }))).toHaveLength(
      groupOf,
    );
    const labelled = [...dn.truth()].filter(({ labels }) =>
      labels.some(({ name }) => name === 'Urgent'),
    ).length;
    expect(labelled).toBeGreaterThan(0);
    expect(await moved(() => dn.control({ type: 'rename_label', label: 32, name: 'Pressé' }))).toHaveLength(
      labelled,
    );
    dn.control({ type: 'publish' });
    const unfinished = [...dn.truth()].filter(({ state }) => state.startsWith('en_')).length;
    expect(await moved(() => void dn.control({ type: 'rebase', count: 2 }))).toHaveLength(2);
    expect(await moved(() => void dn.control({ type: 'rebase' }))).toHaveLength(unfinished - 2);
  });
});

test('a dossier expired, hidden or vanished is not listed; a restored one is', async () => {
  const { dn, source } = await open({ preset: 'tiny', dossiers: 5 });
  const [a = 0, b = 0, c = 0] = [...dn.truth()].map(({ number }) => number);
  dn.control({ type: 'expire', number: a });
  dn.control({ type: 'vanish', number: b });
  dn.control({ type: 'hide', number: c, by: 'administration' });
  const listed = async () => (await listAll(source)).dossiers.map(({ number }) => number);
  expect(await listed()).toHaveLength(2);
  dn.control({ type: 'restore', number: c });
  expect(await listed()).toContain(c);
});

test('asks for less at once when DN struggles, and gives up with DN’s reason', async () => {
  const { dn, source, waits } = await open({ preset: 'tiny', dossiers: 90 });
  const when = { operation: 'Recensement', firstAbove: 50 };
  dn.control({ type: 'set_faults', rules: [{ when, fault: { type: 'timeout', afterNodes: 10 } }] });
  const census = await listAll(source);
  expect(census).toMatchObject({ pages: 2 });
  expect(new Set(census.dossiers.map(({ number }) => number)).size).toBe(90);
  expect(waits).toHaveLength(1);
  const always = { operation: 'Recensement' };
  dn.control({ type: 'set_faults', rules: [{ when: always, fault: { type: 'status', status: 500 } }] });
  await expect(source.census(null)).rejects.toMatchObject({ code: 'DS_ERREUR_INTERNE' });
});

test('passes over a node that DN cannot give', async () => {
  const { dn, source } = await open({ preset: 'tiny', dossiers: 5 });
  const when = { operation: 'Recensement' };
  dn.control({ type: 'set_faults', rules: [{ when, fault: { type: 'null_node', position: 2 } }] });
  expect((await source.census(null)).dossiers).toHaveLength(4);
  expect(source.oddities()).not.toEqual([]);
});
