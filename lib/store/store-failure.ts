// What Postgres, its driver or Prisma say when something is wrong, as an entry of the catalogue.

import type { FailureCode } from '../errors/catalogue';
import { Failure } from '../errors/failure';

/**
 * The Failure that stands for this error, or the error itself when it is not one to be expected: a defect of ours must
 * show as what it is.
 */
export function storeFailure(error: unknown): unknown {
  if (error instanceof Failure) return error;
  const { sqlState, kind, prismaCode, message } = clues(error);
  const code =
    byState(sqlState) ??
    KINDS.get(kind) ??
    PRISMA_CODES.get(prismaCode) ??
    (SYSTEM_CODES.has(prismaCode) ? 'BASE_INJOIGNABLE' : byMessage(message));
  if (code === null) return error;
  return new Failure(code, { facts: { reason: sqlState || kind || prismaCode || 'driver' }, cause: error });
}

/** Runs some work on the database; what goes wrong comes out as `storeFailure` says. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeFailure(error);
  }
}

type Clues = {
  /** SQLSTATE of Postgres, e.g. `53100`; empty when the server said nothing. */
  readonly sqlState: string;
  /** How Prisma's driver adapter names the error, e.g. `DatabaseNotReachable`. */
  readonly kind: string;
  /** E.g. `P2028`. */
  readonly prismaCode: string;
  readonly message: string;
};

function clues(error: unknown): Clues {
  const cause =
    property(property(property(error, 'meta'), 'driverAdapterError'), 'cause') ?? property(error, 'cause');
  return {
    // Of Prisma's adapter, or of the driver itself, whose errors have a severity.
    sqlState:
      text(property(cause, 'originalCode')) ||
      (property(error, 'severity') === undefined ? '' : text(property(error, 'code'))),
    kind: text(property(cause, 'kind')),
    prismaCode: text(property(error, 'code')),
    message: text(property(error, 'message')),
  };
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Postgres, appendix A of its manual: the first two characters are the class. */
function byState(state: string): FailureCode | null {
  const exact = STATES.get(state);
  if (exact) return exact;
  return CLASSES.get(state.slice(0, 2)) ?? null;
}

const STATES: ReadonlyMap<string, FailureCode> = new Map([
  ['57P01', 'BASE_INJOIGNABLE'], // being shut down
  ['57P02', 'BASE_INJOIGNABLE'],
  ['57P03', 'BASE_INJOIGNABLE'], // starting up
  ['3D000', 'BASE_REFUSEE'],
  ['42501', 'BASE_REFUSEE'],
  ['42P01', 'BASE_MIGRATIONS'],
  ['42703', 'BASE_MIGRATIONS'],
  ['42704', 'BASE_MIGRATIONS'],
  ['53100', 'BASE_DISQUE_PLEIN'],
  ['55P03', 'BASE_SURCHARGEE'], // lock_timeout
  ['57014', 'BASE_SURCHARGEE'], // statement_timeout
  ['25P03', 'BASE_SURCHARGEE'], // idle_in_transaction_session_timeout
  ['40001', 'BASE_SURCHARGEE'],
  ['40P01', 'BASE_SURCHARGEE'], // deadlock
]);

const CLASSES: ReadonlyMap<string, FailureCode> = new Map([
  ['08', 'BASE_INJOIGNABLE'],
  ['28', 'BASE_REFUSEE'],
  ['53', 'BASE_SURCHARGEE'],
]);

const KINDS: ReadonlyMap<string, FailureCode> = new Map([
  ['DatabaseNotReachable', 'BASE_INJOIGNABLE'],
  ['ConnectionClosed', 'BASE_INJOIGNABLE'],
  ['SocketTimeout', 'BASE_INJOIGNABLE'],
  ['TlsConnectionError', 'BASE_INJOIGNABLE'],
]);

const PRISMA_CODES: ReadonlyMap<string, FailureCode> = new Map([
  ['P1001', 'BASE_INJOIGNABLE'],
  ['P1002', 'BASE_INJOIGNABLE'],
  ['P1017', 'BASE_INJOIGNABLE'],
  ['P2021', 'BASE_MIGRATIONS'],
  ['P2022', 'BASE_MIGRATIONS'],
  ['P2024', 'BASE_SURCHARGEE'],
  ['P2028', 'BASE_SURCHARGEE'], // no connection in time for a transaction, or the transaction lasted too long
  ['P2034', 'BASE_SURCHARGEE'],
]);

/** Codes of the system's calls, as the driver lets them through. */
const SYSTEM_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
]);

/** The driver's own errors carry no code. */
function byMessage(message: string): FailureCode | null {
  if (/^(Connection terminated|Client has encountered a connection error)/.test(message))
    return 'BASE_INJOIGNABLE';
  if (message.startsWith('timeout exceeded when trying to connect')) return 'BASE_SURCHARGEE';
  return null;
}
