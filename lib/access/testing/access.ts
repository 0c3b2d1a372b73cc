// The use cases of the sign-in over a real database, with a clock and a post of the test's own.

import type { SiteEnvironment } from '../../env/site';
import type { Database } from '../../store/database';
import type { Access, Visitor } from '../access';
import type { Message } from '../mail/mailer';
import { openAccess } from '../open-access';

export type Sent = Message & { readonly to: string };

export type TestAccess = Access & {
  /** Every message, the last last. */
  readonly sent: Sent[];
  /** Moves the clock on. */
  wait(ms: number): void;
};

export const VISITOR: Visitor = {
  address: '203.0.113.9',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
};

export const SITE: SiteEnvironment = {
  demo: null,
  origin: 'https://site.exemple.gouv.fr',
  sessionSecret: 'un-secret-de-test-qui-ne-sert-nulle-part',
  databaseUrl: 'postgresql://ailleurs/base',
  contact: 'contact@exemple.gouv.fr',
  trustedProxies: 1,
  entry: { domains: ['exemple.gouv.fr'], sirets: ['11000201100044'] },
  proConnect: null,
  mail: null,
  instances: {
    demarches: ['https://demarche.numerique.gouv.fr'],
    grist: ['https://grist.numerique.gouv.fr'],
    fichiers: [],
    loopback: false,
  },
  metricsToken: null,
  publisher: { name: null, address: null, director: null, host: null, dataProtection: null },
  reach: { loopback: false, privateNetworks: false },
};

/** `site`: what differs from a site without ProConnect, open to exemple.gouv.fr. */
export function testAccess(database: Database, site: Partial<SiteEnvironment> = {}): TestAccess {
  let now = Date.UTC(2026, 10, 23, 9);
  const sent: Sent[] = [];
  const mailer = {
    send: async (to: string, message: Message) => {
      sent.push({ ...message, to });
    },
  };
  return {
    ...openAccess(database, { ...SITE, ...site }, { now: () => now }),
    mailer,
    sent,
    wait: (ms) => {
      now += ms;
    },
  };
}

/** The token of the link in the last message. */
export function lastToken({ sent }: TestAccess): string {
  const token = /jeton=([\w-]+)/.exec(sent.at(-1)?.text ?? '')?.[1];
  if (token === undefined) throw new Error('no link was sent');
  return token;
}
