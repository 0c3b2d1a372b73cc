// What the program tells its operator: one JSON line an event, on the standard output. Events have names, facts are codes,
// counts and identifiers, with the request or the run they come from (context.ts): never a value of a dossier, a secret, an
// address of a person, nor the words of an error.

import { type Logger, pino } from 'pino';
import { contextNow } from './context';

export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** A second belt: no fact has these names, and what has is not written. */
const FORBIDDEN = [
  ...['token', 'jeton', 'key', 'cle', 'secret', 'password', 'authorization', 'cookie'],
  ...['email', 'courriel', 'adresse', 'address', 'name', 'nom', 'valeur', 'value', 'body'],
];

/** Frames of a stack that are worth reading. */
const FRAMES = 12;

export type Log = {
  /** Something happened that is in order. */
  tell(event: string, facts?: Facts): void;
  /** Something is to be looked at. */
  warn(event: string, facts?: Facts): void;
  /** Something failed. Of the error, only its kind, its code and its place in the code. */
  fail(event: string, error: unknown, facts?: Facts): void;
};

/** `write`: where lines go, each with its end. */
export function openLog(write: (line: string) => void): Log {
  const logger: Logger = pino(
    {
      base: { service: 'one-trick-pony' },
      messageKey: 'evenement',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (niveau) => ({ niveau }) },
      mixin: contextNow,
      redact: { paths: FORBIDDEN, censor: '…' },
    },
    { write },
  );
  return {
    tell: (event, facts = {}) => logger.info(facts, event),
    warn: (event, facts = {}) => logger.warn(facts, event),
    fail: (event, error, facts = {}) => logger.error({ ...facts, ...errorFacts(error) }, event),
  };
}

/** Of the process. */
export const log: Log = openLog((line) => void process.stdout.write(line));

/** What may be told of an error that nobody foresaw: its message may quote anything. */
export function errorFacts(error: unknown): {
  readonly erreur: string;
  readonly code: string | null;
  readonly lieu: string;
} {
  if (!(error instanceof Error)) return { erreur: typeof error, code: null, lieu: '' };
  const code: unknown = 'code' in error ? error.code : null;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    erreur: error.name,
    code: typeof code === 'string' && /^[\w.-]{1,60}$/.test(code) ? code : null,
    lieu: frames
      .slice(0, FRAMES)
      .map((line) => line.trim())
      .join(' '),
  };
}
