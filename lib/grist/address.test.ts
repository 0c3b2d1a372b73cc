import { describe, expect, it } from 'vitest';
import { Failure } from '../errors/failure';
import { readDocumentAddress } from './address';

const ID = 'tcJksqzZHRUtTFtccwGhQL';
const SHORT = 'tcJksqzZHRUt';

describe('readDocumentAddress accepts', () => {
  const cases: readonly [what: string, url: string, document: string | null, base: string, id: string][] = [
    ['a site and an id', 'https://grist.example.fr', ID, 'https://grist.example.fr', ID],
    ['a site with a final slash', 'https://grist.example.fr/', ID, 'https://grist.example.fr', ID],
    ['a site without scheme', 'grist.example.fr', ID, 'https://grist.example.fr', ID],
    ['a site with its API path', 'https://grist.example.fr/api', ID, 'https://grist.example.fr', ID],
    ['a team site', 'https://grist.example.fr/o/equipe/', ID, 'https://grist.example.fr/o/equipe', ID],
    [
      'a team site, its API',
      'https://grist.example.fr/o/docs/api/',
      ID,
      'https://grist.example.fr/o/docs',
      ID,
    ],
    ['a home page', 'https://grist.example.fr/o/docs/ws/12/', ID, 'https://grist.example.fr/o/docs', ID],
    ['a port', 'https://grist.example.fr:8443/', ID, 'https://grist.example.fr:8443', ID],
    ['capitals in the host', 'HTTPS://Grist.Example.FR', ID, 'https://grist.example.fr', ID],
    ['spaces around', `  https://grist.example.fr \n`, ` ${ID} `, 'https://grist.example.fr', ID],
    [
      'the browser’s address',
      `https://grist.example.fr/o/docs/${SHORT}/Mes-dossiers/p/3`,
      null,
      'https://grist.example.fr/o/docs',
      SHORT,
    ],
    [
      'the same without a team',
      `https://docs.example.fr/${SHORT}/Mes-dossiers`,
      null,
      'https://docs.example.fr',
      SHORT,
    ],
    ['the long form', `https://docs.example.fr/doc/${ID}/p/2`, null, 'https://docs.example.fr', ID],
    ['a chosen short id', 'https://docs.example.fr/doc/mon-doc', null, 'https://docs.example.fr', 'mon-doc'],
    [
      'a page anchor and a query',
      `https://docs.example.fr/doc/${ID}?embed=true#a1.s2.r3`,
      null,
      'https://docs.example.fr',
      ID,
    ],
    ['a mode', `https://docs.example.fr/${SHORT}/Nom/m/fork`, null, 'https://docs.example.fr', SHORT],
    ['an API address', `https://docs.example.fr/api/docs/${ID}/tables`, null, 'https://docs.example.fr', ID],
    [
      'a team’s API address',
      `https://docs.example.fr/o/equipe/api/docs/${ID}`,
      null,
      'https://docs.example.fr/o/equipe',
      ID,
    ],
    ['a share', 'https://docs.example.fr/s/abCDef123', null, 'https://docs.example.fr', 's.abCDef123'],
    [
      'a fork',
      `https://docs.example.fr/${ID}~forkfork~5/Nom`,
      null,
      'https://docs.example.fr',
      `${ID}~forkfork~5`,
    ],
    [
      'a short id in the address, the whole one beside',
      `https://docs.example.fr/${SHORT}/Nom`,
      ID,
      'https://docs.example.fr',
      ID,
    ],
    [
      'the whole id in the address, the short one beside',
      `https://docs.example.fr/doc/${ID}`,
      SHORT,
      'https://docs.example.fr',
      ID,
    ],
    ['only the document’s address', '', `https://docs.example.fr/doc/${ID}`, 'https://docs.example.fr', ID],
    [
      'an address in both fields',
      'https://docs.example.fr',
      `https://docs.example.fr/${SHORT}/Nom`,
      'https://docs.example.fr',
      SHORT,
    ],
    ['http on this machine', 'http://127.0.0.1:8484', ID, 'http://127.0.0.1:8484', ID],
    ['http on localhost', `http://localhost:8484/doc/${ID}`, null, 'http://localhost:8484', ID],
    ['http on ::1', 'http://[::1]:8484', ID, 'http://[::1]:8484', ID],
    [
      'a percent sign that encodes nothing',
      `https://docs.example.fr/${SHORT}/100%-fini`,
      null,
      'https://docs.example.fr',
      SHORT,
    ],
  ];
  it.each(cases)('%s', (_, url, document, base, id) => {
    const address = readDocumentAddress({ url, document });
    expect(address).toEqual({ origin: new URL(base).origin, base, document: id });
  });
});

describe('readDocumentAddress refuses', () => {
  const cases: readonly [what: string, url: string, document: string | null, code: string][] = [
    ['nothing', '', null, 'GRIST_URL_INVALIDE'],
    ['something that is no address', 'https://', ID, 'GRIST_URL_INVALIDE'],
    ['a site alone', 'https://grist.example.fr/o/docs/', null, 'GRIST_URL_INVALIDE'],
    ['a page of the site', 'https://grist.example.fr/o/docs/p/trash', null, 'GRIST_URL_INVALIDE'],
    ['a page whose name is long', 'https://grist.example.fr/forgot-password', null, 'GRIST_URL_INVALIDE'],
    ['a form', 'https://grist.example.fr/forms/abCDef123/4', null, 'GRIST_URL_INVALIDE'],
    ['a team’s form', 'https://grist.example.fr/o/docs/forms/abCDef123/4', null, 'GRIST_URL_INVALIDE'],
    ['two documents', `https://grist.example.fr/doc/${ID}`, 'autreautreautreautre12', 'GRIST_URL_INVALIDE'],
    ['two sites', 'https://grist.example.fr', `https://autre.example.fr/doc/${ID}`, 'GRIST_URL_INVALIDE'],
    [
      'the site’s address as a document',
      'https://grist.example.fr',
      'https://grist.example.fr/',
      'GRIST_URL_INVALIDE',
    ],
    ['an id with a slash', 'https://grist.example.fr', 'abc/../def', 'GRIST_URL_INVALIDE'],
    ['a snapshot', `https://grist.example.fr/${ID}~v=12_34/Nom`, null, 'GRIST_URL_INVALIDE'],
    ['a document not saved yet', 'https://grist.example.fr/doc/new', null, 'GRIST_URL_INVALIDE'],
    ['a password', 'https://moi:secret@grist.example.fr', ID, 'GRIST_URL_INVALIDE'],
    ['http', 'http://grist.example.fr', ID, 'GRIST_URL_NON_AUTORISEE'],
    [
      'http on a name that begins like this machine',
      'http://127.0.0.1.example.fr',
      ID,
      'GRIST_URL_NON_AUTORISEE',
    ],
    ['a file', 'file:///etc/passwd', ID, 'GRIST_URL_INVALIDE'],
    ['another protocol', 'ftp://grist.example.fr', ID, 'GRIST_URL_NON_AUTORISEE'],
  ];
  it.each(cases)('%s', (_, url, document, code) => {
    let failure: unknown = null;
    try {
      readDocumentAddress({ url, document });
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(Failure);
    expect(failure instanceof Failure && failure.code).toBe(code);
    expect(String(failure)).not.toContain('secret');
  });
});
