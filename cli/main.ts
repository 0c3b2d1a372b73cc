// From a command line to an exit code: configuration, database, command, and every failure in plain words.

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { withDotenvFile } from '../lib/env/dotenv-file';
import { readEnvironment } from '../lib/env/environment';
import { environmentFailure } from '../lib/env/environment-failure';
import { Failure } from '../lib/errors/failure';
import { guarded } from '../lib/store/store-failure';
import { SYSTEM_CLOCK } from '../lib/wiring';
import { openDatabase as holdDatabase } from '../scripts/database.mjs';
import { migrate } from '../scripts/migrate.mjs';
import { type Arguments, helpText, readArguments } from './arguments';
import { check } from './commands/check';
import { drift } from './commands/drift';
import { plan } from './commands/plan';
import { sync } from './commands/sync';
import { verify } from './commands/verify';
import { DEMO_ENV } from './demo-settings';
import { EXIT, type ExitCode } from './exit';
import { failureJson, failureText } from './failure-text';
import { type Output, type Session, withSession } from './session';

/** What a command takes from its process, and gives to it; tests bring their own. */
export type Terminal = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The report: standard output. */
  print(text: string): void;
  /** Everything else, progress included: standard error, no line end added. */
  tell(text: string): void;
  readonly isInteractive: boolean;
  readonly columns: number;
};

export const PROCESS_TERMINAL: Terminal = {
  environment: process.env,
  print: (text) => void process.stdout.write(`${text}\n`),
  tell: (text) => void process.stderr.write(text),
  isInteractive: process.stderr.isTTY === true,
  columns: process.stderr.columns ?? 80,
};

export async function main(
  given: readonly string[],
  terminal: Terminal = PROCESS_TERMINAL,
): Promise<ExitCode> {
  try {
    const args = readArguments(given);
    if (args.command === 'aide') {
      terminal.print(helpText());
      return EXIT.clean;
    }
    return await run(args, terminal);
  } catch (error) {
    const failure = error instanceof Failure ? error : unexpected(error, terminal);
    if (given.includes('--json')) terminal.print(JSON.stringify({ failure: failureJson(failure) }));
    else terminal.tell(`${failureText(failure)}\n`);
    return EXIT.impossible;
  }
}

async function run(args: Exclude<Arguments, { command: 'aide' }>, terminal: Terminal): Promise<ExitCode> {
  const { json, full, census, acceptClosed, acceptConversions } = args;
  const configured = configuration(args, terminal.environment);
  const { identity, settings, source, destination, fileOrigins, secrets } = configured;
  const output: Output = {
    json,
    print: terminal.print,
    say: (text) => terminal.tell(`${text}\n`),
    screen: {
      write: terminal.tell,
      isTerminal: terminal.isInteractive,
      columns: terminal.columns,
      now: SYSTEM_CLOCK.now,
    },
  };
  const database = await holdDatabase(secrets.databaseUrl);
  try {
    if (await guarded(() => migrate(database.url))) output.say('Base de données mise à jour.');
    const access = {
      demarchesUrl: source.origin,
      demarchesToken: secrets.demarchesToken,
      demarche: identity.demarche,
      gristUrl: destination.base,
      gristKey: secrets.gristKey,
      document: destination.document,
    };
    const upkeep = census ? 'now' : 'due';
    const policy = { full, upkeep, acceptClosed, acceptConversions, stepBudget: null, prove: true } as const;
    const given = { access, settings, fileOrigins, databaseUrl: database.url, output };
    return await withSession(given, (session: Session) => {
      switch (args.command) {
        case 'check':
          return check(session);
        case 'plan':
          return plan(session, policy);
        case 'sync':
          return sync(session, policy);
        case 'verify':
          return verify(session, args);
        case 'drift':
          return drift(session, args.drift);
      }
    });
  } finally {
    await database.close();
  }
}

/** Flags win over the environment, which wins over the file. */
function configuration(args: Exclude<Arguments, { command: 'aide' }>, environment: Terminal['environment']) {
  const file = args.demo ? DEMO_ENV : args.envFile;
  if (args.demo && !existsSync(DEMO_ENV)) {
    throw new Failure('CONFIG_INCOMPLETE', {
      detail:
        'La démonstration n’est pas lancée\u00a0: faites «\u00a0npm start\u00a0» dans un autre terminal.',
    });
  }
  const base = args.demo ? {} : environment;
  const variables = { ...withDotenvFile(base, file), ...args.variables };
  const reading = readEnvironment(
    args.demo ? { ...variables, DATABASE_URL: environment.DATABASE_URL } : variables,
  );
  if (!reading.ok) throw environmentFailure(reading.problems);
  return reading.environment;
}

/** What nobody foresaw is shown as a reference only; the error itself goes to standard error, for whoever looks. */
function unexpected(error: unknown, terminal: Terminal): Failure {
  const reference = randomBytes(4).toString('hex');
  const kind = error instanceof Error ? error.name : typeof error;
  const where = error instanceof Error ? placeOf(error.stack ?? '') : '';
  // The message of an unforeseen error may quote a value: only its kind and its place are told.
  terminal.tell(`[${reference}] ${kind}\n${where}\n`);
  return new Failure('ERREUR_INATTENDUE', { detail: `Référence\u00a0: ${reference}` });
}

/** The calls only: the lines before them are the message's, which may hold anything. */
function placeOf(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 5)
    .join('\n');
}
