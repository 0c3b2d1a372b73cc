import { describe, expect, test } from 'vitest';
import type { Demandeur } from '../../sync/model/dossier';
import { readDemandeur } from './demandeur';
import { readDossier } from './dossier';

const MINIMAL = { number: 7, dateDerniereModification: '2026-11-23T10:00:00+01:00' };
const read = (more: object = {}) => readDossier({ ...MINIMAL, ...more }, new Set());

describe('readDossier', () => {
  test('everything else missing: a dossier of nulls and empty lists', () => {
    const dossier = read();
    expect(dossier).toMatchObject({
      number: 7,
      state: '',
      archived: false,
      usagerEmail: null,
      demandeur: { type: 'inconnu', typename: '' },
      groupe: null,
      revisionId: null,
      suiviPar: [],
      labels: [],
      champs: [],
      avis: [],
      messages: [],
      traitements: [],
      pdfUrl: null,
    });
    expect(dossier?.dates.derniereModification).toBe(MINIMAL.dateDerniereModification);
    expect(dossier?.dates.depot).toBeNull();
  });

  test('every sub-object null changes nothing (defect R4)', () => {
    const nulls = Object.fromEntries(
      [
        'usager',
        'demarche',
        'groupeInstructeur',
        'instructeurs',
        'labels',
        'demandeur',
        'attestation',
        'motivationAttachment',
        'pdf',
        'champs',
        'annotations',
        'avis',
        'traitements',
        'messages',
      ].map((name) => [name, null]),
    );
    expect(read(nulls)).toEqual(read());
    expect(
      read({ demarche: { revision: null }, instructeurs: [null], labels: [null], avis: [null] }),
    ).toEqual(read());
  });

  test.each([
    [null],
    ['x'],
    [{}],
    [{ number: 7 }],
    [{ ...MINIMAL, number: null }],
    [{ ...MINIMAL, number: 1.5 }],
  ])('%o is not a dossier', (raw) => {
    expect(readDossier(raw, new Set())).toBeNull();
  });

  test('an unknown state or label colour is kept as it is', () => {
    expect(
      read({ state: 'en_pause', labels: [{ id: 'L', name: 'Urgent', color: 'infrared' }] }),
    ).toMatchObject({
      state: 'en_pause',
      labels: [{ id: 'L', name: 'Urgent', color: 'infrared' }],
    });
  });

  test('an avis without expert nor claimant, a message taken back (defect R4)', () => {
    const dossier = read({
      avis: [{ id: 'A', question: 'Alors ?', expert: null, claimant: null, reponse: '', attachments: null }],
      messages: [
        { id: 'M', body: '', discardedAt: '2026-01-01T00:00:00Z', correction: null, attachments: [] },
      ],
      traitements: [{ id: 'T', event: 'depose', dateTraitement: null }],
    });
    expect(dossier?.avis[0]).toMatchObject({
      id: 'A',
      expertEmail: null,
      claimantEmail: null,
      reponse: null,
    });
    expect(dossier?.messages[0]).toMatchObject({ id: 'M', body: null, correction: null });
    expect(dossier?.traitements[0]).toMatchObject({ id: 'T', event: 'depose', date: null });
  });
});

describe('readDemandeur', () => {
  test.each<[unknown, Demandeur]>([
    [
      { __typename: 'PersonnePhysique', civilite: 'M', nom: 'Durand', prenom: '', email: null },
      { type: 'physique', civilite: 'M', nom: 'Durand', prenom: null, email: null, dateDeNaissance: null },
    ],
    [
      { __typename: 'PersonneMoraleIncomplete', siret: '13002526500013' },
      { type: 'morale_incomplete', siret: '13002526500013' },
    ],
    [
      { __typename: 'PersonneMorale', siret: null },
      { type: 'inconnu', typename: 'PersonneMorale' },
    ],
    [
      { __typename: 'Anonymous', anonymousEmail: 'x@example.org' },
      { type: 'anonyme', email: 'x@example.org' },
    ],
    [{ __typename: 'Extraterrestre' }, { type: 'inconnu', typename: 'Extraterrestre' }],
    [null, { type: 'inconnu', typename: '' }],
  ])('%o', (raw, expected) => {
    expect(readDemandeur(raw)).toEqual(expected);
  });

  test('a PersonneMorale without address nor entreprise', () => {
    expect(
      readDemandeur({ __typename: 'PersonneMorale', siret: '13002526500013', address: null }),
    ).toMatchObject({
      type: 'morale',
      etablissement: { siret: '13002526500013', address: null, entreprise: null },
    });
  });
});
