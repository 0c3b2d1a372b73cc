// How long 500 due links take to be planned (issue 4: under two seconds).

import { planRuns } from '../lib/links/runs/plan';
import { fillLinks } from './service-data';
import { median, timed, withServiceDatabase } from './service-database';

const LINKS = 500;
const ROUNDS = 5;
const START = Date.parse('2026-03-02T23:00:00Z');
const DAY = 24 * 60 * 60_000;

export const planning = (say: (text: string) => void): Promise<void> =>
  withServiceDatabase(async (database) => {
    await fillLinks(database, LINKS, new Date(START));
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // Links of a document are apart by up to half an hour: all of them are due an hour later.
      const service = { database, clock: { now: () => START + round * DAY + DAY / 24 } };
      const { ms, value } = await timed(() => planRuns(service));
      const requested = value.filter(({ status }) => status === 'requested').length;
      if (requested !== LINKS) throw new Error(`${requested} runs were asked for instead of ${LINKS}`);
      rounds.push(ms);
      await database.client
        .$executeRaw`UPDATE run SET status = 'reussi', ended_at = requested_at WHERE ended_at IS NULL`;
    }
    const words = rounds.map((ms) => `${Math.round(ms)}\u00a0ms`).join(', ');
    say(`${LINKS} liaisons dues planifiées\u00a0: ${words} (médiane ${Math.round(median(rounds))}\u00a0ms)`);
  });
