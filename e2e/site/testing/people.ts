// People for the tests of the site who have signed in already: the journeys of the sign-in are tested elsewhere, and the
// messages that one network may ask for are counted.

import type { Page } from '@playwright/test';
import { hashOf, newToken } from '../../../lib/access/secrets';
import { openPeople } from '../../../lib/store/access-people';
import { openSessions } from '../../../lib/store/access-sessions';
import type { Database } from '../../../lib/store/database';
import { mailbox } from './site';

export type Newcomer = {
  readonly userId: string;
  readonly email: string;
  /** What their browser holds. */
  readonly cookie: { readonly name: string; readonly value: string };
};

/** Somebody new, with a session of an hour, or of `forMs`. */
export async function newcomer(database: Database, email = mailbox(), forMs = 3_600_000): Promise<Newcomer> {
  const at = new Date();
  const nothing = { identityProvider: null, givenName: null, usualName: null, siret: null };
  const { person, accountId } = await openPeople(database).create(
    { means: 'courriel', subject: email, email, ...nothing },
    at,
  );
  const token = newToken();
  await openSessions(database).begin({
    ...{ tokenHash: hashOf(token), userId: person.id, accountId, device: 'Essai', idToken: null },
    ...{ at, expiresAt: new Date(at.getTime() + forMs) },
  });
  return { userId: person.id, email, cookie: { name: 'otp-session', value: token } };
}

/** Somebody new at this browser. */
export async function arrive(page: Page, database: Database): Promise<Newcomer> {
  const person = await newcomer(database);
  await page.context().addCookies([{ ...person.cookie, url: process.env.OTP_SITE ?? '' }]);
  return person;
}
