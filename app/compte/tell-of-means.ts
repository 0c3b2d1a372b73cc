// Tells the owner of an account, by e-mail, that its means of signing in have changed.

import { after } from 'next/server';
import { meansMessage } from '../../lib/access/mail/means-message';
import { access, site } from '../../lib/access/service';
import { log } from '../../lib/log/log';
import type { SignInMeans } from '../../lib/store/access-people';

/** Sent after the answer. Where no mail relay is configured, nobody is told. */
export function tellOfMeans(email: string, kind: 'added' | 'removed', means: SignInMeans): void {
  after(async () => {
    const { mailer } = await access();
    const accountUrl = `${site().origin}/compte`;
    await mailer?.send(email, meansMessage({ kind, means, accountUrl })).catch((error: unknown) => {
      log.fail('avis-de-moyens-non-envoye', error);
    });
  });
}
