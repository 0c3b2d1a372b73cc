// Nothing of a dossier and no secret leaves by a side door: planted in both simulators, in what they answer when they fail
// and in an error of ours, they are looked for in the whole database, in what the process wrote and in the live lines.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHub } from '../lib/journal/hub';
import { eventStream } from '../lib/journal/stream';
import { readManagedLink } from '../lib/store/managed-links';
import { testDatabase } from '../lib/store/testing/database';
import { type DemarchesSimulator, startDemarches } from '../simulators/demarches/start';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { type Host, hosts } from './testing/hosts';
import { ended, KEYS, makeLink, quiet } from './testing/service';

const store = testDatabase();
const crew = hosts(store.url());
let demarches: DemarchesSimulator;
let grist: Simulator;
let host: Host;

beforeAll(async () => {
  [demarches, grist, host] = await Promise.all([
    startDemarches({ dossiers: 60, preset: 'demo' }),
    startGrist(),
    crew.start(),
  ]);
});
afterAll(async () => {
  await crew.end();
  await Promise.all([demarches.close(), grist.close()]);
});

const planted = (what: string) => `Temoin-${what}-${crypto.randomUUID()}`;

/** Every row of every table, but the sealed secrets' own bytes: what a dump of the database would show. */
async function wholeDatabase(): Promise<string> {
  const tables = await store.sql(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
  const rows = await Promise.all(
    tables.map(({ tablename }) => store.sql(`SELECT t::text AS row FROM "${tablename}" AS t`)),
  );
  return rows
    .flat()
    .map(({ row }) => String(row))
    .join('\n');
}

it('finds none of what was planted in the database, the outputs of the process and the live lines', async () => {
  const plants = {
    champ: planted('champ'),
    message: planted('message'),
    demandeur: planted('demandeur'),
    motivation: planted('motivation'),
    bug: planted('bug'),
    refusal: planted('refus'),
    outage: planted('panne'),
  };
  const champ = demarches.demarche().form.champs.find(({ typename }) => typename === 'TextChampDescriptor');
  const [number = 0, second = 0] = demarches.control({ type: 'numbers' });
  if (champ === undefined) throw new Error('the form has no text');
  demarches.control({ type: 'edit_champ', number, field: champ.id, value: plants.champ });
  demarches.control({ type: 'edit_champ', number: second, field: champ.id, value: plants.refusal });
  demarches.control({ type: 'change_usager', number, email: `${plants.demandeur}@exemple.fr` });
  demarches.control({ type: 'add_message', number, body: plants.message });
  demarches.control({ type: 'set_state', number, state: 'refuse', motivation: plants.motivation });
  // Démarche numérique quotes a value as it fails, then Grist does, of a row that it will not have.
  demarches.control({
    type: 'set_faults',
    rules: [
      { when: { champs: true, nth: 0 }, fault: { type: 'root_error', message: `bad ${plants.outage}` } },
    ],
  });
  const refusals = grist.fault({
    ...{ path: '/apply', body: plants.refusal, times: 50 },
    fault: {
      type: 'status',
      status: 400,
      when: 'before',
      body: { error: `[Sandbox] TypeError ${plants.refusal}` },
    },
  });
  const { id: docId } = grist.createDocument();
  const linkId = await makeLink(store.database(), {
    demarches,
    grist: { url: grist.url, key: grist.key, docId },
  });
  host.tell(`break restructure ${plants.bug}`);
  host.tell(`ask ${linkId}`);
  const runId = await host.hears('asked');

  const hub = openHub(store.database(), store.url());
  const left = new AbortController();
  const always = async () => true;
  const asked = { runId, after: 0, signal: left.signal, goesOn: always, mayRead: always };
  const stream = eventStream(hub, asked);
  const followed = new Response(stream).text();
  const row = await ended(store.database(), runId);
  const lines = await followed;
  left.abort();
  await hub.close();
  await quiet(store.database(), linkId);

  expect(row.added).toBeGreaterThan(0);
  expect(row.failed).toBeGreaterThan(0);
  expect(refusals.hits).toBeGreaterThan(0);
  const { document } = await readManagedLink(store.database(), linkId);
  const written = JSON.stringify(
    grist
      .document(document)
      .tables()
      .map(({ id }) => grist.document(document).rows(id)),
  );
  expect(written.includes(plants.champ), 'the plant reaches the document').toBe(true);

  const places = { database: await wholeDatabase(), outputs: host.output(), lines };
  expect(places.database.includes(linkId)).toBe(true);
  expect(places.outputs).toContain('TypeError');
  expect(places.lines).toContain(`Dossier ${second}`);
  const secrets = {
    ...{ ...plants, token: demarches.token, key: grist.key },
    seal: Buffer.from(KEYS.keys.get(KEYS.active) ?? []).toString('base64'),
  };
  for (const [place, text] of Object.entries(places)) {
    for (const [what, secret] of Object.entries(secrets)) {
      expect(text.includes(secret), `${what} in ${place}`).toBe(false);
    }
    for (const { usagerEmail } of demarches.truth()) {
      if (usagerEmail !== null) expect(text.includes(usagerEmail), `an address in ${place}`).toBe(false);
    }
  }
});
