// The load under which the service endures, the same all along: links that are due each minute, dossiers that change, people who
// come, look, follow and leave, files that are copied, and every other minute a document that cannot be written for a while, so that
// alerts leave.

import { setTimeout as sleep } from 'node:timers/promises';
import { makeLink } from '../../../inngest/testing/service';
import { readSettings } from '../../../lib/links/settings';
import { openRights } from '../../../lib/store/access-rights';
import type { Database } from '../../../lib/store/database';
import { updateLink } from '../../../lib/store/managed-links';
import { copyableFields } from '../../../lib/sync/copyable';
import { type DemarchesSimulator, startDemarches } from '../../../simulators/demarches/start';
import type { DocumentControl } from '../../../simulators/grist/gestures';
import { type Simulator, startGrist } from '../../../simulators/grist/start';
import { type Newcomer, newcomer } from '../../site/testing/people';

const LINKS_BY_DEMARCHE = 5;
const DOSSIERS = 100;
/** Dossiers that change each minute in a démarche. */
const CHANGED = 5;
const MINUTE_MS = 60_000;

export type LoadPlan = { readonly links: number; readonly visitors: number; readonly lastsMs: number };

export type Setting = {
  readonly demarches: readonly DemarchesSimulator[];
  readonly grist: Simulator;
  readonly links: readonly { readonly id: string; readonly document: DocumentControl }[];
  readonly people: readonly Newcomer[];
  close(): Promise<void>;
};

export async function setLoad(database: Database, plan: LoadPlan): Promise<Setting> {
  const grist = await startGrist({ seed: 1 });
  const demarches: DemarchesSimulator[] = [];
  const links: { id: string; document: DocumentControl }[] = [];
  for (let rank = 0; rank < plan.links; rank += 1) {
    if (rank % LINKS_BY_DEMARCHE === 0) {
      const number = 2_000 + rank;
      demarches.push(
        await startDemarches({ preset: 'small', seed: rank + 1, number, dossiers: DOSSIERS, latencyMs: 20 }),
      );
    }
    const demarche = demarches.at(-1);
    if (demarche === undefined) throw new Error('a link without a démarche');
    const document = grist.createDocument({ name: `Document ${rank + 1}` });
    const token = demarche.control({ type: 'issue_token' });
    const id = await makeLink(database, {
      demarches: { origin: demarche.origin, number: demarche.number, token },
      grist: { url: grist.url, key: grist.key, docId: document.id },
    });
    if (rank % 2 === 0) {
      const settings = readSettings(null);
      const fichiersCopies = fieldsOfFiles(demarche);
      await updateLink(database, id, {
        settings: { ...settings, options: { ...settings.options, fichiersCopies } },
      });
    }
    links.push({ id, document });
  }
  const people: Newcomer[] = [];
  for (let rank = 0; rank < plan.visitors; rank += 1) {
    const person = await newcomer(database, `agent.${rank}@exemple.gouv.fr`, plan.lastsMs * 2);
    for (const { id } of links)
      await openRights(database).give(id, person.userId, 'proprietaire', new Date());
    people.push(person);
  }
  await database.client.link.updateMany({ data: { schedule: { kind: 'quart_heure' } } });
  return {
    ...{ demarches, grist, links, people },
    close: async () => {
      await Promise.all([grist.close(), ...demarches.map((one) => one.close())]);
    },
  };
}

const fieldsOfFiles = (demarche: DemarchesSimulator): readonly string[] =>
  copyableFields(demarche.demarche().form).map(({ id }) => id);

/** What was done, by name. */
export type Done = Map<string, number>;

/** Until `signal`: resolves once everybody has left. */
export async function keepLoad(
  database: Database,
  setting: Setting,
  site: string,
  signal: AbortSignal,
): Promise<Done> {
  const done: Done = new Map();
  const count = (name: string) => done.set(name, (done.get(name) ?? 0) + 1);
  await Promise.all([
    everyMinute(signal, () => makeDue(database, setting, count)),
    everyMinute(signal, (minute) => breakAndMend(setting, minute, count)),
    ...setting.people.map((person, rank) => visit(setting, site, person, rank, { signal, count })),
  ]);
  return done;
}

async function everyMinute(
  signal: AbortSignal,
  work: (minute: number) => Promise<void> | void,
): Promise<void> {
  for (let minute = 0; !signal.aborted; minute += 1) {
    await work(minute);
    await pause(MINUTE_MS, signal);
  }
}

/** All are due at once, as at midnight; of the dossiers that changed, one has a new file. */
async function makeDue(
  database: Database,
  { demarches }: Setting,
  count: (name: string) => void,
): Promise<void> {
  for (const demarche of demarches) {
    const numbers = demarche.control({ type: 'numbers' });
    const first = Math.floor(Math.random() * numbers.length);
    for (const number of numbers.slice(first, first + CHANGED)) demarche.control({ type: 'touch', number });
    const { champs } = demarche.demarche().form;
    const copied = new Set(fieldsOfFiles(demarche));
    const [number = 0, field = ''] = [numbers[first], champs.find(({ id }) => copied.has(id))?.id];
    demarche.control({
      ...{ type: 'set_files', number, field, names: ['plan.pdf'], sizes: [100_000], virusScan: 'safe' },
    });
  }
  await database.client.link.updateMany({ data: { nextDueAt: new Date() } });
  count('Échéances de toutes les liaisons');
}

/** One document after the other cannot be written for a minute: a failure is told, then a recovery. */
function breakAndMend({ grist, links }: Setting, minute: number, count: (name: string) => void): void {
  const { email } = grist.people.owner;
  const document = links[Math.floor(minute / 2) % links.length]?.document;
  document?.share(email, minute % 2 === 0 ? 'viewers' : 'owners');
  if (minute % 2 === 0) count('Documents fermés à l’écriture, puis rouverts');
}

/** Comes, looks at three pages, follows the dashboard for a while, leaves; again and again. */
async function visit(
  { links }: Setting,
  site: string,
  { cookie }: Newcomer,
  rank: number,
  { signal, count }: { readonly signal: AbortSignal; readonly count: (name: string) => void },
): Promise<void> {
  const headers = { cookie: `${cookie.name}=${cookie.value}` };
  for (let time = 0; !signal.aborted; time += 1) {
    const link = links[(rank + time) % links.length]?.id ?? '';
    for (const path of ['/liaisons', `/liaisons/${link}`, `/liaisons/${link}/historique`]) {
      try {
        const answer = await fetch(`${site}${path}`, { headers, signal, redirect: 'manual' });
        await answer.text();
        count(`Pages, ${answer.status}`);
      } catch (error) {
        if (!signal.aborted) count(`Pages, ${error instanceof Error ? error.name : 'erreur'}`);
      }
    }
    await follow(`${site}/api/liaisons/flux`, headers, 5_000 + Math.floor(Math.random() * 30_000), {
      signal,
      count,
    });
    await pause(Math.random() * 5_000, signal);
  }
}

async function follow(
  url: string,
  headers: Readonly<Record<string, string>>,
  forMs: number,
  { signal, count }: { readonly signal: AbortSignal; readonly count: (name: string) => void },
): Promise<void> {
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  const timer = setTimeout(leave, forMs);
  signal.addEventListener('abort', leave, { once: true });
  try {
    const answer = await fetch(url, { headers, signal: leaving.signal });
    count(`Suivis en direct, ${answer.status}`);
    for await (const _ of answer.body ?? []) count('Nouvelles reçues en direct');
  } catch (error) {
    if (!leaving.signal.aborted) count(`Suivis en direct, ${error instanceof Error ? error.name : 'erreur'}`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
