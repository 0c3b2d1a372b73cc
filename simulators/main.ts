// Entry of `npm run simulators`: starts the simulated DN, Grist, ProConnect and mail relay, prints one JSON line when all
// are ready, and stops them with itself.
//
// --only NAME[,NAME]         these only: demarches, grist, proconnect, mail
// --NAME-X                   flag --X of that simulator (--demarches-port 4100, --proconnect-site http://localhost:3000…)
// --latency MS               DN and Grist
// any other flag             the simulated DN (--dossiers, --seed, --preset, --variant, --faults…: demarches/flags.ts)

import { type Started, startChild } from './ready';

type Name = 'demarches' | 'grist' | 'proconnect' | 'mail';

const NAMES: readonly Name[] = ['demarches', 'grist', 'proconnect', 'mail'];

/** Those that take `--latency`. */
const SLOWED: readonly Name[] = ['demarches', 'grist'];

/** Usual ports; each simulator takes a free one when its own is taken. */
const PORTS: Readonly<Record<Name, string>> = {
  demarches: '4150',
  grist: '4151',
  proconnect: '4152',
  mail: '4153',
};

/** Of the mailbox's pages. */
const MAIL_PAGES_PORT = '4154';

/** Flags of each simulator. Throws, in French, on an argument without value. */
const distribute = (args: readonly string[]): { wanted: readonly Name[]; flags: Record<Name, string[]> } => {
  const flags: Record<Name, string[]> = { demarches: [], grist: [], proconnect: [], mail: [] };
  let only: readonly string[] = NAMES;
  const given = args.flatMap((one) =>
    /^--[^=]+=/.test(one) ? [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)] : [one],
  );
  for (let at = 0; at < given.length; at += 2) {
    const flag = given[at] ?? '';
    const value = given[at + 1];
    if (!flag.startsWith('--') || value === undefined)
      throw new Error(`« ${flag} » : option inconnue ou sans valeur`);
    const [, owner, rest] = /^--(demarches|grist|proconnect|mail)-(.+)$/.exec(flag) ?? [];
    if (flag === '--only') only = value.split(',');
    else if (owner !== undefined) flags[owner as Name].push(`--${rest}`, value);
    else if (flag === '--latency') for (const name of SLOWED) flags[name].push(flag, value);
    else flags.demarches.push(flag, value);
  }
  const unknown = only.find((one) => !NAMES.some((name) => name === one));
  if (unknown !== undefined) throw new Error(`--only attend ${NAMES.join(', ')}, pas « ${unknown} »`);
  for (const name of NAMES) if (!flags[name].includes('--port')) flags[name].unshift('--port', PORTS[name]);
  if (!flags.mail.includes('--pages-port')) flags.mail.push('--pages-port', MAIL_PAGES_PORT);
  return { wanted: NAMES.filter((name) => only.includes(name)), flags };
};

const main = async (): Promise<void> => {
  const { wanted, flags } = distribute(process.argv.slice(2));
  const attempts = await Promise.allSettled(
    wanted.map((name) => startChild(`./${name}/main.ts`, flags[name])),
  );
  const started = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
  const failed = attempts.find((attempt) => attempt.status === 'rejected');
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await Promise.all(started.map((one: Started) => one.stop()));
    process.exit(code);
  };
  if (failed !== undefined) {
    process.stderr.write(
      `${String(failed.reason instanceof Error ? failed.reason.message : failed.reason)}\n`,
    );
    return stop(2);
  }
  process.once('SIGINT', () => void stop(0));
  process.once('SIGTERM', () => void stop(0));
  process.once('disconnect', () => void stop(0));
  for (const one of started) one.process.once('exit', () => void stop(1));
  const ready = Object.fromEntries(wanted.map((name, position) => [name, started[position]?.ready]));
  process.stdout.write(`${JSON.stringify(ready)}\n`);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
