// The configuration of the site, from the variables of the environment: all of it, or everything that is wrong with it.
// What a run of the command line needs is environment.ts.

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Problem } from './environment';
import { type Instances, OFFICIAL_FILE_ORIGINS } from './instances';
import {
  count,
  domains,
  identifiers,
  issuer,
  longSecret,
  mailbox,
  number,
  oneOf,
  origins,
  postgresUrl,
  secret,
  sirets,
  siteOrigin,
  smtpUrl,
  webAddress,
  words,
  yesOrNo,
} from './values';

export type SignatureAlgorithm = 'RS256' | 'ES256' | 'HS256';

export type ProConnectSettings = {
  /** Without final slash. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly pkce: boolean;
  /** Levels of which one is demanded; none is when empty. */
  readonly acr: readonly string[];
  readonly idTokenAlgorithm: SignatureAlgorithm;
  /** Null: ProConnect answers plain JSON, because no algorithm was registered. */
  readonly userinfoAlgorithm: SignatureAlgorithm | null;
};

export type MailSettings = { readonly smtpUrl: string; readonly sender: string };

export type SiteEnvironment = {
  /** Null on a site open to agents. */
  readonly demo: { readonly mailbox: string; readonly try: DemoAccess | null } | null;
  /** Origin at which people open the site. */
  readonly origin: string;
  /** Never logged, never shown. */
  readonly sessionSecret: string;
  readonly databaseUrl: string;
  readonly contact: string;
  readonly trustedProxies: number;
  readonly entry: EntryRule;
  readonly proConnect: ProConnectSettings | null;
  readonly mail: MailSettings | null;
  /** The only instances that links may be made with. */
  readonly instances: Instances;
  readonly publisher: Publisher;
  /** What opens the measures of the service; null: they are closed. */
  readonly metricsToken: string | null;
  readonly reach: ServiceReach;
};

/** What the demo offers to make a link by hand: worth nothing outside of its simulators. */
export type DemoAccess = {
  readonly token: string;
  readonly demarche: number;
  /** Address of a document. */
  readonly document: string;
  readonly key: string;
};

/** What links may lead to, beyond the Internet (`Reach` of lib/http). */
export type ServiceReach = { readonly loopback: boolean; readonly privateNetworks: boolean };

/** Who answers for the site, as the law wants it told; null where the operator has not said. */
export type Publisher = {
  readonly name: string | null;
  readonly address: string | null;
  readonly director: string | null;
  readonly host: string | null;
  /** Address of the data protection officer. */
  readonly dataProtection: string | null;
};

/** Who may come in without being invited: either condition is enough. */
export type EntryRule = {
  /** `exemple.fr`, `*.exemple.fr` (and what is below), `*` (everybody). */
  readonly domains: readonly string[];
  readonly sirets: readonly string[];
};

export type SiteReading =
  | { readonly ok: true; readonly site: SiteEnvironment }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const algorithm = oneOf('rs256', 'es256', 'hs256').transform(toAlgorithm);

const SCHEMA = z
  .object({
    MODE_DEMONSTRATION: yesOrNo,
    ADRESSE_SITE: siteOrigin,
    SECRET_SESSIONS: longSecret,
    DATABASE_URL: postgresUrl,
    CONTACT: mailbox,
    PROXYS_DE_CONFIANCE: count,
    ACCES_DOMAINES: domains,
    ACCES_SIRET: sirets,
    PROCONNECT_ISSUER: issuer,
    PROCONNECT_CLIENT_ID: secret,
    PROCONNECT_CLIENT_SECRET: secret,
    PROCONNECT_PKCE: yesOrNo,
    PROCONNECT_ACR: identifiers,
    PROCONNECT_ID_TOKEN_ALG: algorithm,
    PROCONNECT_USERINFO_ALG: oneOf('rs256', 'es256', 'hs256', 'aucun').transform((word) =>
      word === 'aucun' ? null : toAlgorithm(word),
    ),
    SMTP_URL: smtpUrl,
    COURRIEL_EXPEDITEUR: mailbox,
    BOITE_DEMONSTRATION: webAddress,
    INSTANCES_DN: origins,
    INSTANCES_GRIST: origins,
    INSTANCES_FICHIERS: origins,
    DEMONSTRATION_JETON: secret,
    DEMONSTRATION_DEMARCHE: number,
    DEMONSTRATION_DOCUMENT: webAddress,
    DEMONSTRATION_CLE: secret,
    RESEAUX_PRIVES: yesOrNo,
    METRIQUES_JETON: longSecret,
    EDITEUR_NOM: words,
    EDITEUR_ADRESSE: words,
    EDITEUR_DIRECTION: words,
    EDITEUR_HEBERGEUR: words,
    EDITEUR_DPO: mailbox,
  })
  .partial();

type Name = keyof typeof SCHEMA.shape;

/** What the demo uses where nothing is said: the simulators on their usual ports (simulators/main.ts). */
const DEMO: Partial<Record<Name, string>> = {
  ADRESSE_SITE: 'http://localhost:3000',
  CONTACT: 'contact@exemple.gouv.fr',
  ACCES_DOMAINES: '*',
  PROCONNECT_ISSUER: 'http://127.0.0.1:4152/api/v2',
  PROCONNECT_CLIENT_ID: 'one-trick-pony-demonstration',
  PROCONNECT_CLIENT_SECRET: 'secret-de-demonstration-sans-valeur',
  SMTP_URL: 'smtp://127.0.0.1:4153',
  COURRIEL_EXPEDITEUR: 'ne-pas-repondre@exemple.gouv.fr',
  BOITE_DEMONSTRATION: 'http://127.0.0.1:4154',
  INSTANCES_DN: 'http://127.0.0.1:4150',
  INSTANCES_GRIST: 'http://127.0.0.1:4151',
};

/** Where nothing is said: those of the State. */
const OFFICIAL = {
  demarches: 'https://demarche.numerique.gouv.fr',
  grist: 'https://grist.numerique.gouv.fr',
};

/**
 * Blanks around a value are dropped, an empty value is no value; every problem is found at once. In the demo nothing is
 * required but the database, which `npm start` gives; a missing secret is drawn, for the time of the process.
 */
export function readSite(variables: Readonly<Record<string, string | undefined>>): SiteReading {
  const demo = isDemo(variables);
  const given = Object.fromEntries(
    names().flatMap((name) => {
      const text = variables[name]?.trim() || (demo ? DEMO[name] : undefined);
      return text ? [[name, text]] : [];
    }),
  );
  if (demo) given.SECRET_SESSIONS ??= randomBytes(32).toString('base64url');
  const problems = lacking(given);
  const read = SCHEMA.safeParse(given);
  if (!read.success) {
    const invalid = read.error.issues.map((issue): Problem => {
      const variable = SCHEMA.keyof().parse(issue.path[0]);
      return { variable, kind: 'invalid', reason: issue.message, code: 'CONFIG_INVALIDE' };
    });
    return { ok: false, problems: [...problems, ...invalid] };
  }
  const values = read.data;
  const { ADRESSE_SITE: origin, SECRET_SESSIONS: sessionSecret, DATABASE_URL: databaseUrl } = values;
  const { CONTACT: contact } = values;
  if (problems.length > 0 || !origin || !sessionSecret || !databaseUrl || !contact)
    return { ok: false, problems };
  return {
    ok: true,
    site: {
      demo:
        demo && values.BOITE_DEMONSTRATION
          ? { mailbox: values.BOITE_DEMONSTRATION, try: toDemoAccess(values) }
          : null,
      ...{ origin, sessionSecret, databaseUrl, contact },
      trustedProxies: values.PROXYS_DE_CONFIANCE ?? 1,
      entry: { domains: values.ACCES_DOMAINES ?? [], sirets: values.ACCES_SIRET ?? [] },
      proConnect: toProConnect(values),
      mail:
        values.SMTP_URL && values.COURRIEL_EXPEDITEUR
          ? { smtpUrl: values.SMTP_URL, sender: values.COURRIEL_EXPEDITEUR }
          : null,
      instances: {
        demarches: listed(values.INSTANCES_DN, [OFFICIAL.demarches]),
        grist: listed(values.INSTANCES_GRIST, [OFFICIAL.grist]),
        fichiers: listed(values.INSTANCES_FICHIERS, OFFICIAL_FILE_ORIGINS),
        loopback: demo,
      },
      // The demo's other services are on this machine.
      reach: { loopback: demo, privateNetworks: values.RESEAUX_PRIVES ?? false },
      metricsToken: values.METRIQUES_JETON ?? null,
      publisher: {
        name: values.EDITEUR_NOM ?? null,
        address: values.EDITEUR_ADRESSE ?? null,
        director: values.EDITEUR_DIRECTION ?? null,
        host: values.EDITEUR_HEBERGEUR ?? null,
        dataProtection: values.EDITEUR_DPO ?? null,
      },
    },
  };
}

function listed(given: readonly string[] | undefined, official: readonly string[]): readonly string[] {
  return given === undefined || given.length === 0 ? official : given;
}

function toDemoAccess(values: z.output<typeof SCHEMA>): DemoAccess | null {
  const { DEMONSTRATION_JETON: token, DEMONSTRATION_DEMARCHE: demarche } = values;
  const { DEMONSTRATION_DOCUMENT: document, DEMONSTRATION_CLE: key } = values;
  if (!token || !demarche || !document || !key) return null;
  return { token, demarche, document, key };
}

function isDemo(variables: Readonly<Record<string, string | undefined>>): boolean {
  return yesOrNo.safeParse(variables.MODE_DEMONSTRATION?.trim() ?? '').data === true;
}

/** What is required, and what some of it requires of the rest. */
function lacking(given: Readonly<Record<string, string>>): Problem[] {
  const missing = (...wanted: readonly Name[]): Problem[] =>
    wanted.filter((name) => given[name] === undefined).map((variable) => ({ variable, kind: 'missing' }));
  const any = (...wanted: readonly Name[]) => wanted.some((name) => given[name] !== undefined);
  const proConnect = ['PROCONNECT_ISSUER', 'PROCONNECT_CLIENT_ID', 'PROCONNECT_CLIENT_SECRET'] as const;
  const mail = ['SMTP_URL', 'COURRIEL_EXPEDITEUR'] as const;
  return [
    ...missing('ADRESSE_SITE', 'SECRET_SESSIONS', 'CONTACT', 'DATABASE_URL'),
    // Nobody opens a site to the whole world by forgetting a line: that is written `*`.
    ...(any('ACCES_DOMAINES', 'ACCES_SIRET') ? [] : missing('ACCES_DOMAINES')),
    ...(any(...proConnect) || !any(...mail) ? missing(...proConnect) : []),
    ...(any(...mail) ? missing(...mail) : []),
  ];
}

function toProConnect(values: z.output<typeof SCHEMA>): ProConnectSettings | null {
  const { PROCONNECT_ISSUER, PROCONNECT_CLIENT_ID, PROCONNECT_CLIENT_SECRET } = values;
  if (!PROCONNECT_ISSUER || !PROCONNECT_CLIENT_ID || !PROCONNECT_CLIENT_SECRET) return null;
  const { PROCONNECT_USERINFO_ALG: userinfo } = values;
  return {
    issuer: PROCONNECT_ISSUER,
    clientId: PROCONNECT_CLIENT_ID,
    clientSecret: PROCONNECT_CLIENT_SECRET,
    pkce: values.PROCONNECT_PKCE ?? true,
    acr: values.PROCONNECT_ACR ?? [],
    idTokenAlgorithm: values.PROCONNECT_ID_TOKEN_ALG ?? 'RS256',
    userinfoAlgorithm: userinfo === undefined ? 'RS256' : userinfo,
  };
}

function toAlgorithm(word: 'rs256' | 'es256' | 'hs256'): SignatureAlgorithm {
  switch (word) {
    case 'rs256':
      return 'RS256';
    case 'es256':
      return 'ES256';
    case 'hs256':
      return 'HS256';
  }
}

function names(): readonly Name[] {
  return SCHEMA.keyof().options;
}
