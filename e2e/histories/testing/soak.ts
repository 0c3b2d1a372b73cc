// The soak: random histories for as long as one likes, until one breaks a promise. `npm run soak -- --minutes 30`, or
// `-- --histories 2000 --from 5000`, or `-- --seed 123`, or `-- --history 'HISTORY_SEED=… steps: …'`.

import { parseArgs } from 'node:util';
import { drawHistory, type History, readHistory, spell } from './history';
import { AVOIDED_STEPS } from './known-bugs';
import { play } from './play';
import { shorten } from './shorten';

/** Well past those of `npm test`. */
const FROM = 100_000;
const MINUTES = 30;
const TOLD_EVERY = 100;
const SHORTENING = 150;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    histories: { type: 'string' },
    from: { type: 'string' },
    seed: { type: 'string' },
    history: { type: 'string' },
    shorten: { type: 'string' },
  },
});

const whole = (name: keyof typeof values, usual: number): number => {
  const given = values[name];
  if (given === undefined) return usual;
  if (!/^\d+$/.test(given)) throw new Error(`--${name} : un nombre entier, et non « ${given} »`);
  return Number(given);
};

process.exitCode = await soak();

/** 0 when every promise held, 1 at the first that did not. */
async function soak(): Promise<number> {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const most = whole('histories', Number.POSITIVE_INFINITY);
  const minutes = values.histories === undefined ? whole('minutes', MINUTES) : whole('minutes', Infinity);
  let played = 0;
  for (const history of histories()) {
    if (played >= most || seconds() >= minutes * 60) break;
    if (!(await holds(history))) return 1;
    played += 1;
    if (played % TOLD_EVERY === 0) {
      console.log(`${played} histoires en ${seconds()} s, toutes tenues (graine ${history.seed})`);
    }
  }
  console.log(`${played} histoires en ${seconds()} s, toutes tenues.`);
  return 0;
}

function* histories(): Generator<History> {
  if (values.history !== undefined) return yield readHistory(values.history);
  if (values.seed !== undefined) return yield drawHistory(whole('seed', 1), AVOIDED_STEPS);
  for (let seed = whole('from', FROM); ; seed += 1) yield drawHistory(seed, AVOIDED_STEPS);
}

async function holds(history: History): Promise<boolean> {
  const { broken, outcomes } = await playOrTell(history);
  if (broken.length === 0) return true;
  console.log(`Promesse non tenue :\n${spell(history)}\n${outcomes.join(' ')}`);
  for (const one of broken) console.log(`  ${one}`);
  const shortest = await shorten(history, whole('shorten', SHORTENING));
  console.log(`Au plus court :\n${spell(shortest)}`);
  for (const one of (await playOrTell(shortest)).broken) console.log(`  ${one}`);
  return false;
}

/** What is thrown on the way is a promise broken too. */
async function playOrTell(history: History): Promise<Awaited<ReturnType<typeof play>>> {
  try {
    return await play(history);
  } catch (error) {
    return {
      broken: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
      outcomes: [],
    };
  }
}
