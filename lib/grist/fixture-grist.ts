// For the tests of this folder: an adapter opened on a server that the test writes itself, both closed when it ends.

import { onTestFinished } from 'vitest';
import { type FixtureHandler, type FixtureServer, serve } from '../http/fixture-server';
import { type GristDestination, type GristOptions, openGrist } from './open';

/** Key of every test; no failure may ever hold it. */
export const KEY = 'cle-tres-secrete';

export type Scripted = { readonly grist: GristDestination; readonly server: FixtureServer };

/** Waits are not waited for: their lengths are noted in `waits`. */
export async function scripted(
  handler: FixtureHandler,
  options: Partial<GristOptions> = {},
  waits: number[] = [],
): Promise<Scripted> {
  const server = await serve(handler);
  const grist = opened(server.origin, 'doc', options, waits);
  onTestFinished(() => server.close());
  return { grist, server };
}

export function opened(
  url: string,
  document: string,
  options: Partial<GristOptions> = {},
  waits: number[] = [],
): GristDestination {
  const grist = openGrist({
    url,
    key: KEY,
    document,
    random: () => 1,
    sleep: async (ms) => {
      waits.push(ms);
    },
    ...options,
  });
  onTestFinished(() => grist.close());
  return grist;
}
