// A widget's session: a few minutes, one document, one person of that Grist, what they may do there. Signed, not kept: the
// iframe holds it in memory, and no cookie does.

import { z } from 'zod';
import { Failure } from '../../errors/failure';
import { readSigned, sign } from './signed';

/** `ecriture`: they may write rows in the document, proven by the document itself. */
export type WidgetRight = 'lecture' | 'ecriture';

export type WidgetSession = {
  /** Canonical origin of the Grist. */
  readonly grist: string;
  readonly document: string;
  /** Number of the person in that Grist. */
  readonly user: number;
  readonly right: WidgetRight;
  /** Epoch milliseconds. */
  readonly until: number;
};

/** Whoever loses their access to the document keeps what they see of its links for this long at most. */
export const SESSION_MS = 10 * 60_000;

const PURPOSE = 'session de widget';

const SHAPE: z.ZodType<WidgetSession> = z.strictObject({
  grist: z.string(),
  document: z.string(),
  user: z.int(),
  right: z.enum(['lecture', 'ecriture']),
  until: z.int(),
});

export function widgetSession(
  secret: string,
  proven: Omit<WidgetSession, 'until'>,
  now: number,
): { readonly session: string; readonly until: number } {
  const until = now + SESSION_MS;
  return { session: sign(secret, PURPOSE, { ...proven, until }), until };
}

/** Throws WIDGET_SESSION_FINIE, also for what was not signed here. */
export function readWidgetSession(secret: string, text: string, now: number): WidgetSession {
  const session = readSigned(secret, PURPOSE, SHAPE, text);
  if (session === null || session.until <= now) throw new Failure('WIDGET_SESSION_FINIE');
  return session;
}
