// Puts the sign-in together: one database, one site.

import type { SiteEnvironment } from '../env/site';
import { openAuditLog } from '../store/access-audit';
import { openPeople } from '../store/access-people';
import { openRates } from '../store/access-rates';
import { openInvitations, openRights } from '../store/access-rights';
import { openSessions } from '../store/access-sessions';
import { sweepAccess } from '../store/access-sweep';
import { openMailedLinks } from '../store/access-tokens';
import type { Database } from '../store/database';
import { openSharing } from '../store/sharing';
import type { Access } from './access';
import { openMailer } from './mail/mailer';

export function openAccess(database: Database, site: SiteEnvironment, clock: { now(): number }): Access {
  return {
    site,
    clock,
    people: openPeople(database),
    sessions: openSessions(database),
    mailedLinks: openMailedLinks(database),
    rates: openRates(database),
    audit: openAuditLog(database),
    rights: openRights(database),
    invitations: openInvitations(database),
    sharing: openSharing(database),
    mailer: site.mail === null ? null : openMailer(site.mail),
    sweep: (now) => sweepAccess(database, now),
  };
}
