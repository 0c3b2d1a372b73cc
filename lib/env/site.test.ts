// The configuration of the site: what it needs, what it refuses, and what the demo does without.

import { describe, expect, it } from 'vitest';
import { environmentFailure } from './environment-failure';
import { OFFICIAL_FILE_ORIGINS } from './instances';
import { readSite } from './site';

const DATABASE_URL = 'postgresql://u:m@localhost:5432/b';

const PRODUCTION = {
  ADRESSE_SITE: 'https://site.exemple.gouv.fr',
  SECRET_SESSIONS: 'q'.repeat(43),
  CONTACT: 'contact@exemple.gouv.fr',
  DATABASE_URL,
  ACCES_DOMAINES: 'exemple.gouv.fr, *.Exemple.fr @dép.exemple.fr'.replace(' @', ', @'),
  SMTP_URL: 'smtp://relais.exemple.fr:25',
  COURRIEL_EXPEDITEUR: 'site@exemple.gouv.fr',
};

const PROCONNECT = {
  PROCONNECT_ISSUER: 'https://auth.exemple.gouv.fr/api/v2/',
  PROCONNECT_CLIENT_ID: 'site',
  PROCONNECT_CLIENT_SECRET: 'secret',
};

function problems(variables: Record<string, string>): readonly string[] {
  const reading = readSite(variables);
  if (reading.ok) throw new Error('it was accepted');
  return reading.problems.map(({ variable, kind }) => `${variable} ${kind}`);
}

function accepted(variables: Record<string, string>) {
  const reading = readSite(variables);
  if (!reading.ok) throw new Error(environmentFailure(reading.problems).message);
  return reading.site;
}

describe('the site’s configuration', () => {
  it('is read whole, without ProConnect', () => {
    expect(accepted(PRODUCTION)).toEqual({
      demo: null,
      origin: 'https://site.exemple.gouv.fr',
      sessionSecret: 'q'.repeat(43),
      databaseUrl: DATABASE_URL,
      contact: 'contact@exemple.gouv.fr',
      trustedProxies: 1,
      entry: { domains: ['exemple.gouv.fr', '*.exemple.fr', 'xn--dp-bja.exemple.fr'], sirets: [] },
      proConnect: null,
      mail: { smtpUrl: 'smtp://relais.exemple.fr:25', sender: 'site@exemple.gouv.fr' },
      instances: {
        demarches: ['https://demarche.numerique.gouv.fr'],
        grist: ['https://grist.numerique.gouv.fr'],
        fichiers: OFFICIAL_FILE_ORIGINS,
        loopback: false,
      },
      metricsToken: null,
      publisher: { name: null, address: null, director: null, host: null, dataProtection: null },
      reach: { loopback: false, privateNetworks: false },
    });
  });

  it('reaches this machine in the demo only, and private networks when the operator says so', () => {
    expect(accepted({ ...PRODUCTION, RESEAUX_PRIVES: 'oui' }).reach).toEqual({
      loopback: false,
      privateNetworks: true,
    });
    expect(accepted({ DATABASE_URL, MODE_DEMONSTRATION: 'oui' }).reach).toEqual({
      loopback: true,
      privateNetworks: false,
    });
  });

  it('tells who publishes it', () => {
    const { publisher } = accepted({
      ...PRODUCTION,
      EDITEUR_NOM: 'Préfecture',
      EDITEUR_DPO: 'dpo@exemple.gouv.fr',
    });
    expect(publisher).toMatchObject({
      name: 'Préfecture',
      dataProtection: 'dpo@exemple.gouv.fr',
      host: null,
    });
  });

  it('has ProConnect signed by RS256 with PKCE, unless told otherwise', () => {
    expect(accepted({ ...PRODUCTION, ...PROCONNECT }).proConnect).toEqual({
      issuer: 'https://auth.exemple.gouv.fr/api/v2',
      clientId: 'site',
      clientSecret: 'secret',
      pkce: true,
      acr: [],
      idTokenAlgorithm: 'RS256',
      userinfoAlgorithm: 'RS256',
    });
    const told = {
      PROCONNECT_PKCE: 'non',
      PROCONNECT_ACR: 'eidas2, eidas3',
      PROCONNECT_ID_TOKEN_ALG: 'es256',
      PROCONNECT_USERINFO_ALG: 'aucun',
    };
    expect(accepted({ ...PRODUCTION, ...PROCONNECT, ...told }).proConnect).toMatchObject({
      pkce: false,
      acr: ['eidas2', 'eidas3'],
      idTokenAlgorithm: 'ES256',
      userinfoAlgorithm: null,
    });
  });

  it('needs nothing but the database in the demo, where the secret changes with the process', () => {
    const demo = { MODE_DEMONSTRATION: 'oui', DATABASE_URL };
    const site = accepted(demo);
    expect(site).toMatchObject({
      demo: { mailbox: 'http://127.0.0.1:4154' },
      origin: 'http://localhost:3000',
      entry: { domains: ['*'] },
      proConnect: { issuer: 'http://127.0.0.1:4152/api/v2' },
      mail: { smtpUrl: 'smtp://127.0.0.1:4153' },
    });
    expect(site.sessionSecret).toHaveLength(43);
    expect(accepted(demo).sessionSecret).not.toBe(site.sessionSecret);
  });

  it.each([
    [
      'everything',
      {},
      [
        'ADRESSE_SITE',
        'SECRET_SESSIONS',
        'CONTACT',
        'DATABASE_URL',
        'ACCES_DOMAINES',
        'PROCONNECT_ISSUER',
        'PROCONNECT_CLIENT_ID',
        'PROCONNECT_CLIENT_SECRET',
      ],
    ],
    [
      'a half of ProConnect',
      { ...PRODUCTION, PROCONNECT_ISSUER: PROCONNECT.PROCONNECT_ISSUER },
      ['PROCONNECT_CLIENT_ID', 'PROCONNECT_CLIENT_SECRET'],
    ],
    ['the sender', { ...PRODUCTION, COURRIEL_EXPEDITEUR: '' }, ['COURRIEL_EXPEDITEUR']],
    ['who may come in', { ...PRODUCTION, ACCES_DOMAINES: '' }, ['ACCES_DOMAINES']],
  ])('says that it lacks %s', (_what, variables, names) => {
    expect(problems(variables)).toEqual(names.map((name) => `${name} missing`));
  });

  it.each([
    ['ADRESSE_SITE', 'http://site.exemple.gouv.fr'],
    ['ADRESSE_SITE', 'https://site.exemple.gouv.fr/chemin'],
    ['ADRESSE_SITE', 'site.exemple.gouv.fr'],
    ['SECRET_SESSIONS', 'trop-court'],
    ['CONTACT', 'contact'],
    ['ACCES_DOMAINES', 'exemple'],
    ['ACCES_SIRET', '123'],
    ['SMTP_URL', 'relais.exemple.fr'],
    ['PROXYS_DE_CONFIANCE', 'un'],
    ['INSTANCES_DN', 'http://dn.exemple.fr'],
    ['INSTANCES_GRIST', 'https://grist.exemple.fr/o/equipe'],
    ['INSTANCES_FICHIERS', 'http://fichiers.exemple.fr'],
    ['PROCONNECT_USERINFO_ALG', 'none'],
    ['PROCONNECT_ISSUER', 'http://auth.exemple.gouv.fr/api/v2'],
    ['MODE_DEMONSTRATION', 'peut-être'],
  ])('refuses %s=%s', (name, value) => {
    const reading = readSite({ ...PRODUCTION, ...PROCONNECT, [name]: value });
    if (reading.ok) throw new Error('it was accepted');
    expect(reading.problems).toMatchObject([{ variable: name, kind: 'invalid' }]);
  });

  it('never quotes a value', () => {
    const reading = readSite({ ...PRODUCTION, SECRET_SESSIONS: 'S3cret', SMTP_URL: 'S3cret' });
    if (reading.ok) throw new Error('it was accepted');
    expect(environmentFailure(reading.problems).message).not.toContain('S3cret');
  });

  it('lists the instances that links may be made with', () => {
    const given = {
      INSTANCES_DN: 'https://dn.exemple.fr/, https://demarche.numerique.gouv.fr',
      INSTANCES_GRIST: 'https://GRIST.exemple.fr',
      INSTANCES_FICHIERS: 'https://fichiers.exemple.fr',
    };
    expect(accepted({ ...PRODUCTION, ...given })).toMatchObject({
      instances: {
        demarches: ['https://dn.exemple.fr', 'https://demarche.numerique.gouv.fr'],
        grist: ['https://grist.exemple.fr'],
        fichiers: ['https://fichiers.exemple.fr'],
        loopback: false,
      },
    });
    expect(accepted({ MODE_DEMONSTRATION: 'oui', DATABASE_URL }).instances).toEqual({
      demarches: ['http://127.0.0.1:4150'],
      grist: ['http://127.0.0.1:4151'],
      fichiers: OFFICIAL_FILE_ORIGINS,
      loopback: true,
    });
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:3100', 'http://[::1]:3000'])(
    'accepts %s, which never leaves the machine',
    (origin) => {
      expect(accepted({ ...PRODUCTION, ADRESSE_SITE: origin }).origin).toBe(origin);
    },
  );
});
