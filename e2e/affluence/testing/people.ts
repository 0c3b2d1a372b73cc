// People on their dashboard: each follows it live, opens a page every few seconds, and notes how long it took.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../lib/store/database';
import { type Newcomer, newcomer } from '../../site/testing/people';

export type People = {
  lookFor(ms: number): Promise<void>;
  /** Until this is over. */
  lookUntil(work: Promise<unknown>): Promise<void>;
  report(): readonly string[];
  forget(): void;
  leave(): Promise<void>;
};

/** Between two pages of one person, on average. */
const THINKING_MS = 5_000;

const PAGES = [
  ['Mes démarches', () => '/liaisons'],
  ['Mes démarches, une recherche', () => '/liaisons?recherche=D%C3%A9marche+17&tri=fraicheur'],
  ['Vue d’ensemble', (link: string) => `/liaisons/${link}`],
  ['Historique', (link: string) => `/liaisons/${link}/historique`],
] as const;

/** Each is a reader of every link: nobody's dashboard is longer. */
export async function gatherPeople(database: Database, site: string, count: number): Promise<People> {
  const links = await database.client.link.findMany({ select: { id: true } });
  const leaving = new AbortController();
  const took = new Map<string, number[]>();
  const errors = new Map<string, number>();
  let news = 0;
  let following = 0;

  const trouble = (what: string) => errors.set(what, (errors.get(what) ?? 0) + 1);
  const headersOf = ({ cookie }: Newcomer) => ({ cookie: `${cookie.name}=${cookie.value}` });

  const follow = async (person: Newcomer): Promise<void> => {
    const options = { headers: headersOf(person), signal: leaving.signal };
    try {
      const answer = await fetch(`${site}/api/liaisons/flux`, options);
      if (!answer.ok) return void trouble(`suivi : ${answer.status}`);
      following += 1;
      const decoder = new TextDecoder();
      for await (const part of answer.body ?? []) {
        news += decoder.decode(part, { stream: true }).split('data:').length - 1;
      }
      following -= 1;
    } catch (error) {
      if (!leaving.signal.aborted) trouble(`suivi : ${error instanceof Error ? error.name : 'erreur'}`);
    }
  };

  const look = async (person: Newcomer, turn: number): Promise<void> => {
    const page = PAGES[turn % PAGES.length];
    const link = links[Math.floor(Math.random() * links.length)];
    if (page === undefined || link === undefined) throw new Error('nothing to look at');
    const [name, path] = page;
    const started = performance.now();
    try {
      const answer = await fetch(`${site}${path(link.id)}`, {
        headers: headersOf(person),
        redirect: 'manual',
      });
      await answer.text();
      if (answer.status !== 200) return void trouble(`${name} : ${answer.status}`);
    } catch (error) {
      return void trouble(`${name} : ${error instanceof Error ? error.name : 'erreur'}`);
    }
    took.set(name, [...(took.get(name) ?? []), performance.now() - started]);
  };

  const people: Newcomer[] = [];
  for (let rank = 0; rank < count; rank += 1) {
    const person = await newcomer(database);
    await database.client.$executeRaw`
      INSERT INTO membership (link_id, user_id, role, created_at)
      SELECT id, ${person.userId}::uuid, 'lecteur', now() FROM link`;
    people.push(person);
  }
  const followers = people.map(follow);

  const lookWhile = async (goesOn: () => boolean): Promise<void> => {
    await Promise.all(
      people.map(async (person, rank) => {
        await sleep((rank / count) * THINKING_MS);
        for (let turn = rank; goesOn(); turn += 1) {
          await look(person, turn);
          await sleep(THINKING_MS * (0.5 + Math.random()));
        }
      }),
    );
  };

  return {
    lookFor: (ms) => {
      const end = performance.now() + ms;
      return lookWhile(() => performance.now() < end);
    },
    lookUntil: async (work) => {
      let over = false;
      const done = work.finally(() => {
        over = true;
      });
      await Promise.all([done, lookWhile(() => !over)]);
    },
    report: () => [
      ...[...took].sort().map(([name, times]) => `${name}\u00a0: ${spread(times)}`),
      `suivis en direct\u00a0: ${following}, ${news} nouvelles reçues`,
      `erreurs\u00a0: ${errors.size === 0 ? 'aucune' : [...errors].map(([what, times]) => `${what} (${times})`).join(', ')}`,
    ],
    forget: () => {
      took.clear();
      errors.clear();
      news = 0;
    },
    leave: async () => {
      leaving.abort();
      await Promise.all(followers);
    },
  };
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((left, right) => left - right);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN);
  return `médiane ${at(0.5)}\u00a0ms, 95\u00a0% sous ${at(0.95)}\u00a0ms, au pire ${at(1)}\u00a0ms (${sorted.length} pages)`;
}
