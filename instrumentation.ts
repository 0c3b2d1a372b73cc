// Before the first request: is the site's configuration one that can work? And what is told of a page that failed.

import type { Instrumentation } from 'next';

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') await import('./instrumentation.node');
}

/** The reference that the page shows (`digest`), with the kind and the place of the error; its words may quote anything. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { log } = await import('./lib/log/log');
  const digest: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'digest') : null;
  log.fail('page-en-erreur', error, {
    demande: [request.headers['x-request-id']].flat()[0] ?? null,
    reference: typeof digest === 'string' ? digest : null,
    page: context.routePath,
    methode: request.method,
  });
};
