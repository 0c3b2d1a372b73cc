// The configuration: what is accepted, what is refused and how, and that no value is ever quoted back.

import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, EVERYTHING } from '../sync/model/options';
import { DEFAULT_POLICIES } from '../sync/model/policies';
import { readEnvironment } from './environment';
import { environmentFailure } from './environment-failure';
import { VARIABLES } from './variables';

const COMPLETE = {
  DEMARCHES_API_TOKEN: 'jeton-invente-123',
  DEMARCHE_NUMBER: '12345',
  GRIST_BASE_URL: 'https://grist.example.fr',
  GRIST_API_KEY: 'cle-inventee-456',
  GRIST_DOC_ID: 'tcJksqzZHRUtTFtccwGhQL',
};

function read(changes: Readonly<Record<string, string | undefined>> = {}) {
  const reading = readEnvironment({ ...COMPLETE, ...changes });
  if (!reading.ok) throw environmentFailure(reading.problems);
  return reading.environment;
}

function problems(changes: Readonly<Record<string, string | undefined>>) {
  const reading = readEnvironment({ ...COMPLETE, ...changes });
  return reading.ok ? [] : reading.problems;
}

describe('a complete environment', () => {
  it('gives the identity, the secrets, and the defaults for all the rest', () => {
    expect(read()).toEqual({
      identity: {
        sourceUrl: 'https://demarche.numerique.gouv.fr',
        demarche: 12345,
        destinationUrl: 'https://grist.example.fr',
        document: 'tcJksqzZHRUtTFtccwGhQL',
      },
      settings: { scope: EVERYTHING, options: DEFAULT_OPTIONS, policies: DEFAULT_POLICIES },
      source: {
        origin: 'https://demarche.numerique.gouv.fr',
        graphql: 'https://demarche.numerique.gouv.fr/api/v2/graphql',
      },
      destination: {
        origin: 'https://grist.example.fr',
        base: 'https://grist.example.fr',
        document: 'tcJksqzZHRUtTFtccwGhQL',
      },
      fileOrigins: ['https://static.demarche.numerique.gouv.fr', 'https://static.demarches-simplifiees.fr'],
      secrets: { demarchesToken: 'jeton-invente-123', gristKey: 'cle-inventee-456', databaseUrl: null },
    });
  });

  it.each([
    [
      'the browser’s address',
      { GRIST_BASE_URL: 'https://grist.example.fr/o/docs/tcJksqzZHRUt/Nom', GRIST_DOC_ID: '' },
    ],
    ['blanks around', { DEMARCHE_NUMBER: ' 12345 ', GRIST_API_KEY: '\tcle-inventee-456\n' }],
    ['a token with its scheme', { DEMARCHES_API_TOKEN: 'Bearer jeton-invente-123' }],
    ['an instance on this very machine', { DEMARCHES_API_URL: 'http://127.0.0.1:4321/api/v2/graphql' }],
  ])('may have %s', (_what, changes) => {
    const { identity, secrets } = read(changes);
    expect(identity.demarche).toBe(12345);
    expect(identity.document).toMatch(/^tcJksqzZHRUt/);
    expect(secrets).toMatchObject({ demarchesToken: 'jeton-invente-123', gristKey: 'cle-inventee-456' });
  });

  const scopes: readonly [Record<string, string>, object][] = [
    [{ DATE_DEPOT_DEBUT: '2024-02-29' }, { depotDebut: '2024-02-29' }],
    [{ DATE_DEPOT_FIN: '31/12/2026' }, { depotFin: '2026-12-31' }],
    [{ STATUTS_DOSSIERS: 'accepte' }, { statuts: ['accepte'] }],
    [
      { STATUTS_DOSSIERS: 'En construction, Accepté ,CLASSÉ SANS SUITE; refuse, accepte' },
      { statuts: ['en_construction', 'accepte', 'sans_suite', 'refuse'] },
    ],
    [{ GROUPES_INSTRUCTEURS: '101, 102,101' }, { groupes: [101, 102] }],
    [{ GROUPES_INSTRUCTEURS: ' , ' }, { groupes: [] }],
    [{ DOSSIERS_ARCHIVES: 'Exclus' }, { archives: 'exclus' }],
  ];
  it.each(scopes)('reads the scope of %j', (changes, scope) => {
    expect(read(changes).settings.scope).toEqual({ ...EVERYTHING, ...scope });
  });

  const options: readonly [string, keyof typeof DEFAULT_OPTIONS][] = [
    ['UNE_SEULE_TABLE', 'uneSeuleTable'],
    ['AVEC_DEMANDEURS', 'demandeurs'],
    ['AVEC_INSTRUCTEURS', 'instructeurs'],
    ['AVEC_AVIS', 'avis'],
    ['AVEC_TRAITEMENTS', 'traitements'],
    ['AVEC_MESSAGES', 'messages'],
    ['AVEC_PIECES', 'pieces'],
    ['AVEC_ZONES', 'zones'],
    ['ETABLISSEMENT_DETAILLE', 'etablissementDetaille'],
    ['LIENS_EXPIRANTS', 'liensExpirants'],
  ];
  it.each(options)('reads %s', (name, option) => {
    const asked = (text: string) => read({ [name]: text }).settings.options;
    expect(asked('Oui')).toEqual({ ...DEFAULT_OPTIONS, [option]: true });
    expect(asked('0')).toEqual({ ...DEFAULT_OPTIONS, [option]: false });
  });

  const policies: readonly [string, string, object][] = [
    ['DOSSIERS_PARTIS', 'Archiver', { departures: 'archiver' }],
    ['DOSSIERS_HORS_PERIMETRE', 'supprimer', { outOfScope: 'supprimer' }],
    ['CHANGEMENTS_DU_FORMULAIRE', 'demander', { formChanges: 'demander' }],
    ['LIBELLES', 'garder', { labels: 'garder' }],
    ['OPTIONS_DES_CHOIX', 'identiques', { choices: 'identiques' }],
    ['TYPE_CHANGE_SANS_PERTE', 'nouvelle colonne', { losslessRetype: 'nouvelle_colonne' }],
    ['TYPE_CHANGE_AVEC_PERTE', 'convertir', { lossyRetype: 'convertir' }],
    ['CHAMPS_RETIRES', 'masquer', { removedFields: 'masquer' }],
    ['COLONNES_SUPPRIMEES', 'Recréer', { missing: 'recreer' }],
    ['COLONNES_RETYPEES', 'rétablir', { retyped: 'retablir' }],
    ['CELLULES_MODIFIEES', 'au changement', { editedCells: 'au_changement' }],
  ];
  it.each(policies)('reads %s', (name, text, changed) => {
    expect(read({ [name]: text }).settings.policies).toEqual({ ...DEFAULT_POLICIES, ...changed });
  });

  it('reads the fields whose files are copied, and their ceiling', () => {
    const { settings } = read({ COPIER_FICHIERS: 'Q2hhbXAtMTIz', PLAFOND_FICHIERS: '2,5 Go' });
    expect(settings.options.fichiersCopies).toEqual(['Q2hhbXAtMTIz']);
    expect(settings.filesCeiling).toBe(2_500_000_000);
    expect(read({}).settings).not.toHaveProperty('filesCeiling');
  });

  it('reads the excluded fields', () => {
    expect(read({ EXCLURE_CHAMPS: 'Q2hhbXAtMTIz, Q2hhbXAtNDU2' }).settings.options.exclus).toEqual([
      'Q2hhbXAtMTIz',
      'Q2hhbXAtNDU2',
    ]);
  });
});

describe('an environment that cannot work', () => {
  it('tells everything that is missing, at once', () => {
    const reading = readEnvironment({});
    if (reading.ok) throw new Error('nothing was given');
    expect(reading.problems.map(({ variable, kind }) => [variable, kind])).toEqual(
      ['DEMARCHES_API_TOKEN', 'DEMARCHE_NUMBER', 'GRIST_BASE_URL', 'GRIST_API_KEY', 'GRIST_DOC_ID'].map(
        (name) => [name, 'missing'],
      ),
    );
    const failure = environmentFailure(reading.problems);
    expect(failure.code).toBe('CONFIG_INCOMPLETE');
    expect(failure.detail?.split('\n')).toHaveLength(5);
    expect(failure.detail).toContain(
      'DEMARCHE_NUMBER (numéro de la démarche à synchroniser)\u00a0: manque. Exemple',
    );
  });

  it('tells that only the document is missing when the address is that of a site', () => {
    expect(problems({ GRIST_DOC_ID: undefined })).toEqual([{ variable: 'GRIST_DOC_ID', kind: 'missing' }]);
    expect(problems({ GRIST_DOC_ID: undefined, GRIST_BASE_URL: 'http://grist.example.fr' })).toMatchObject([
      { variable: 'GRIST_BASE_URL', kind: 'invalid', code: 'GRIST_URL_NON_AUTORISEE' },
    ]);
  });

  const refused: readonly [string, string, string][] = [
    ['DEMARCHE_NUMBER', 'douze', 'DEMARCHE_NUMERO_INVALIDE'],
    ['DEMARCHE_NUMBER', '12.5', 'DEMARCHE_NUMERO_INVALIDE'],
    ['DEMARCHE_NUMBER', '-3', 'DEMARCHE_NUMERO_INVALIDE'],
    ['PLAFOND_FICHIERS', '2', 'CONFIG_INVALIDE'],
    ['PLAFOND_FICHIERS', '5000 Go', 'CONFIG_INVALIDE'],
    ['DEMARCHE_NUMBER', '0', 'DEMARCHE_NUMERO_INVALIDE'],
    ['DEMARCHE_NUMBER', '99999999999', 'DEMARCHE_NUMERO_INVALIDE'],
    ['DEMARCHES_API_URL', 'http://demarche.example.fr', 'DS_URL_INVALIDE'],
    ['DEMARCHES_API_URL', 'pas une adresse', 'DS_URL_INVALIDE'],
    ['DEMARCHES_API_TOKEN', 'deux mots', 'CONFIG_INVALIDE'],
    ['GRIST_API_KEY', 'clé-accentuée', 'CONFIG_INVALIDE'],
    ['GRIST_BASE_URL', 'https://utilisateur:motdepasse@grist.example.fr', 'GRIST_URL_INVALIDE'],
    ['DATABASE_URL', 'mysql://localhost/base', 'CONFIG_INVALIDE'],
    ['DATABASE_URL', 'localhost:5432', 'CONFIG_INVALIDE'],
    ['DATE_DEPOT_DEBUT', '30/02/2026', 'CONFIG_INVALIDE'],
    ['DATE_DEPOT_DEBUT', '2026-13-01', 'CONFIG_INVALIDE'],
    ['DATE_DEPOT_DEBUT', 'hier', 'CONFIG_INVALIDE'],
    ['DATE_DEPOT_FIN', '1/1/2026', 'CONFIG_INVALIDE'],
    ['STATUTS_DOSSIERS', 'accepte, brouillon', 'CONFIG_INVALIDE'],
    ['GROUPES_INSTRUCTEURS', '101, Paris', 'CONFIG_INVALIDE'],
    ['DOSSIERS_ARCHIVES', 'oui', 'CONFIG_INVALIDE'],
    ['AVEC_AVIS', 'peut-être', 'CONFIG_INVALIDE'],
  ];
  it.each(refused)('refuses %s=%s', (variable, value, code) => {
    const found = problems({ [variable]: value });
    expect(found).toMatchObject([{ variable, kind: 'invalid', code }]);
    const failure = environmentFailure(found);
    expect(failure.code).toBe(code);
    expect(failure.detail).toContain(`• ${variable} (`);
  });

  it('tells an end before its beginning', () => {
    expect(problems({ DATE_DEPOT_DEBUT: '2026-02-01', DATE_DEPOT_FIN: '31/01/2026' })).toMatchObject([
      { variable: 'DATE_DEPOT_FIN', kind: 'invalid' },
    ]);
    expect(problems({ DATE_DEPOT_DEBUT: '2026-02-01', DATE_DEPOT_FIN: '01/02/2026' })).toEqual([]);
  });

  it('tells missing and wrong values together, under the code that covers both', () => {
    const found = problems({ GRIST_API_KEY: '  ', DEMARCHE_NUMBER: 'x', AVEC_AVIS: 'x' });
    expect(found.map(({ variable }) => variable).sort()).toEqual([
      'AVEC_AVIS',
      'DEMARCHE_NUMBER',
      'GRIST_API_KEY',
    ]);
    expect(environmentFailure(found).code).toBe('CONFIG_INVALIDE');
  });

  it('never quotes a value, wherever a secret was put', () => {
    const secret = 'S3cret é S3cret';
    for (const { name } of VARIABLES) {
      const failure = environmentFailure(problems({ [name]: secret }));
      expect(JSON.stringify([failure.message, failure.detail, failure.facts])).not.toContain('S3cret');
    }
  });
});
