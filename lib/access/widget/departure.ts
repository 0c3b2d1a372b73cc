// From a document to the site's wizard: a proof, good once, that somebody had that document open in Grist. It spares finding
// and pasting its address, and nothing else: the wizard asks for the key all the same.

import { z } from 'zod';
import { Failure } from '../../errors/failure';
import type { Access } from '../access';
import { hashOf, newToken } from '../secrets';
import type { WidgetSession } from './session';
import { readSigned, sign } from './signed';

export type Departure = { readonly grist: string; readonly document: string };

/** Time to sign in. */
export const DEPARTURE_MS = 30 * 60_000;

const PURPOSE = 'départ de widget';

const SHAPE = z.strictObject({
  grist: z.string(),
  document: z.string(),
  once: z.string(),
  until: z.int(),
});

export function departureProof(secret: string, { grist, document }: WidgetSession, now: number): string {
  return sign(secret, PURPOSE, { grist, document, once: newToken(), until: now + DEPARTURE_MS });
}

/** Uses it up. Throws WIDGET_DEPART_FINI for one that is too old, was used, or was not made here. */
export async function spendDeparture(access: Access, text: string): Promise<Departure> {
  const now = access.clock.now();
  const read = readSigned(access.site.sessionSecret, PURPOSE, SHAPE, text);
  if (read === null || read.until <= now) throw new Failure('WIDGET_DEPART_FINI');
  // Kept a day (lib/store/access-sweep.ts): longer than any of them lasts.
  const { count } = await access.rates.hit(
    `widget:depart:${hashOf(read.once)}`,
    DEPARTURE_MS * 4,
    new Date(now),
  );
  if (count > 1) throw new Failure('WIDGET_DEPART_FINI');
  return { grist: read.grist, document: read.document };
}
