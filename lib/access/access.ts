// What the use cases of the sign-in work with: the site's settings, what is remembered, the clock and the post.

import type { SiteEnvironment } from '../env/site';
import type { AuditLog } from '../store/access-audit';
import type { People } from '../store/access-people';
import type { Rates } from '../store/access-rates';
import type { Invitations, Rights } from '../store/access-rights';
import type { Sessions } from '../store/access-sessions';
import type { MailedLinks } from '../store/access-tokens';
import type { Sharing } from '../store/sharing';
import type { Mailer } from './mail/mailer';

export type Access = {
  readonly site: SiteEnvironment;
  readonly clock: { now(): number };
  readonly people: People;
  readonly sessions: Sessions;
  readonly mailedLinks: MailedLinks;
  readonly rates: Rates;
  readonly audit: AuditLog;
  readonly rights: Rights;
  readonly invitations: Invitations;
  readonly sharing: Sharing;
  /** Null: nobody signs in by e-mail, and no message leaves. */
  readonly mailer: Mailer | null;
  /** Removes what is over. */
  sweep(now: Date): Promise<void>;
};

/** Who asks, before we know who they are. */
export type Visitor = {
  /** Null when the proxies do not say. */
  readonly address: string | null;
  readonly userAgent: string | null;
};

export function instant({ clock }: Access): Date {
  return new Date(clock.now());
}
