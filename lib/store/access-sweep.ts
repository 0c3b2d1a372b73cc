// Removes what is over: sessions, links, invitations and counts that can serve nobody any more.

import type { Database } from './database';
import { guarded } from './store-failure';

/** The longest window of a count, and how long it is kept after that. */
const COUNTS_MS = 24 * 3_600_000;

export async function sweepAccess({ client }: Database, now: Date): Promise<void> {
  const over = { expiresAt: { lte: now } };
  await guarded(() =>
    client.$transaction([
      client.session.deleteMany({ where: over }),
      client.verificationToken.deleteMany({ where: over }),
      client.invitation.deleteMany({ where: over }),
      client.pendingMembership.deleteMany({ where: over }),
      client.rateCount.deleteMany({ where: { openedAt: { lt: new Date(now.getTime() - COUNTS_MS) } } }),
    ]),
  );
}
