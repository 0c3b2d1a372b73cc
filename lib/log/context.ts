// What each line of the log says of where it comes from: the request it answers, the run it carries.

import { AsyncLocalStorage } from 'node:async_hooks';

export type Context = {
  /** Of a request to the site: the one of its answer's `X-Request-Id`. */
  readonly demande?: string;
  /** Of a run and its link. */
  readonly execution?: string;
  readonly liaison?: string;
};

/** One for the process: Next bundles pages, routes and the start apart, each with its own copy of this file. */
const shared = globalThis as { otpLogContext?: AsyncLocalStorage<Context> };
shared.otpLogContext ??= new AsyncLocalStorage<Context>();
const storage = shared.otpLogContext;

/** Everything that `work` logs, and whatever it starts, says so. */
export function inContext<Result>(context: Context, work: () => Result): Result {
  return storage.run({ ...storage.getStore(), ...context }, work);
}

/** The same for the rest of what runs now, where there is no function to wrap. Forgets the context of before. */
export function enterContext(context: Context): void {
  storage.enterWith(context);
}

export function contextNow(): Context {
  return storage.getStore() ?? {};
}
