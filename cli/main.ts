// From a command line to an exit code: configuration, database, command, and every failure in plain words.

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { withDotenvFile } from '../lib/env/dotenv-file';
import { readEnvironment } from '../lib/env/environment';
import { environmentFailure } from '../lib/env/environment-failure';
import { Failure } from '../lib/errors/failure';
import { openDatabase as holdDatabase } from '../scripts/database.mjs';
import { migrate } from '../scripts/migrate.mjs';
import { type Arguments, helpText, readArguments } from './arguments';
import { check } from './commands/check';
import { plan } from './commands/plan';
import { sync } from './commands/sync';
import { verify } from './commands/verify';
import { DEMO_ENV } from './demo-settings';
import { EXIT, type ExitCode } from './exit';
import { failureJson, failureText } from './failure-text';
import { type Output, type Session, withSession } from './session';

export async function main(given: readonly string[]): Promise<ExitCode> {
  let json = given.includes('--json');
  try {
    const args = readArguments(given);
    if (args.command === 'aide') {
      process.stdout.write(`${helpText()}\n`);
      return EXIT.clean;
    }
    json = args.json;
    return await run(args);
  } catch (error) {
    const failure = error instanceof Failure ? error : unexpected(error);
    if (json) process.stdout.write(`${JSON.stringify({ failure: failureJson(failure) })}\n`);
    else process.stderr.write(`${failureText(failure)}\n`);
    return EXIT.impossible;
  }
}

async function run(args: Exclude<Arguments, { command: 'aide' }>): Promise<ExitCode> {
  const { json, full, acceptClosed, acceptConversions } = args;
  const { identity, settings, source, destination, secrets } = configuration(args);
  const output: Output = {
    json,
    print: (text) => void process.stdout.write(`${text}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
  };
  const database = await holdDatabase(secrets.databaseUrl);
  try {
    if (await migrate(database.url)) output.say('Base de données mise à jour.');
    const access = {
      demarchesUrl: source.origin,
      demarchesToken: secrets.demarchesToken,
      demarche: identity.demarche,
      gristUrl: destination.base,
      gristKey: secrets.gristKey,
      document: destination.document,
    };
    const policy = { full, acceptClosed, acceptConversions, stepBudget: null };
    return await withSession({ access, settings, databaseUrl: database.url, output }, (session: Session) => {
      switch (args.command) {
        case 'check':
          return check(session);
        case 'plan':
          return plan(session, policy);
        case 'sync':
          return sync(session, policy);
        case 'verify':
          return verify(session);
      }
    });
  } finally {
    await database.close();
  }
}

/** Flags win over the environment, which wins over the file. */
function configuration(args: Exclude<Arguments, { command: 'aide' }>) {
  const file = args.demo ? DEMO_ENV : args.envFile;
  if (args.demo && !existsSync(DEMO_ENV)) {
    throw new Failure('CONFIG_INCOMPLETE', {
      detail:
        'La démonstration n’est pas lancée\u00a0: faites «\u00a0npm start\u00a0» dans un autre terminal.',
    });
  }
  const base = args.demo ? {} : process.env;
  const variables = { ...withDotenvFile(base, file), ...args.variables };
  const reading = readEnvironment(
    args.demo && process.env.DATABASE_URL !== undefined
      ? { ...variables, DATABASE_URL: process.env.DATABASE_URL }
      : variables,
  );
  if (!reading.ok) throw environmentFailure(reading.problems);
  return reading.environment;
}

/** What nobody foresaw is shown as a reference only; the error itself goes to standard error, for whoever looks. */
function unexpected(error: unknown): Failure {
  const reference = randomBytes(4).toString('hex');
  const kind = error instanceof Error ? error.name : typeof error;
  const where = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 6).join('\n') : '';
  // The message of an unforeseen error may quote a value: only its kind and its place are told.
  process.stderr.write(`[${reference}] ${kind}\n${where}\n`);
  return new Failure('ERREUR_INATTENDUE', { detail: `Référence\u00a0: ${reference}` });
}
