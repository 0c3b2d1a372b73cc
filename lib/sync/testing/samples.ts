// Invented démarches and dossiers for the heart's tests.

import type { Demarche, Descriptor } from '../model/demarche';
import type { Champ, ChampValue, Dossier, Etablissement, FileRef, GeoArea } from '../model/dossier';

export function descriptor(
  id: string,
  typename: string,
  label: string,
  more: Partial<Descriptor> = {},
): Descriptor {
  return {
    id,
    typename: typename.endsWith('Descriptor') ? typename : `${typename}ChampDescriptor`,
    label,
    description: null,
    required: false,
    options: [],
    exposed: [],
    children: [],
    ...more,
  };
}

export function champ(descriptorId: string, value: ChampValue, text: string | null = null): Champ {
  return { descriptorId, label: descriptorId, typename: 'TextChamp', text, value };
}

export function demarche(champs: readonly Descriptor[], more: Partial<Demarche> = {}): Demarche {
  return {
    number: 123,
    title: 'Aide à la plantation de haies',
    state: 'publiee',
    activeRevisionId: 'Revision-1',
    form: { champs, annotations: [], origin: 'descriptors' },
    groupes: [],
    labels: [],
    dossiersCount: null,
    ...more,
  };
}

export function dossier(champs: readonly Champ[], more: Partial<Dossier> = {}): Dossier {
  return {
    id: 'Dossier-4001',
    number: 4001,
    state: 'en_construction',
    archived: false,
    prefilled: false,
    revisionId: 'Revision-1',
    dates: {
      depot: '2026-03-01T10:00:00+01:00',
      passageEnConstruction: '2026-03-01T10:00:00+01:00',
      passageEnInstruction: null,
      traitement: null,
      expiration: null,
      derniereModification: '2026-03-02T11:00:00+01:00',
      derniereModificationChamps: '2026-03-02T11:00:00+01:00',
      derniereModificationAnnotations: '2026-03-01T10:00:00+01:00',
      derniereCorrectionEnAttente: null,
      suppressionParUsager: null,
      suppressionParAdministration: null,
      accuseLecture: null,
      previsionnelleDecisionSvaSvr: null,
      traitementSvaSvr: null,
    },
    motivation: null,
    usagerEmail: 'usager@exemple.fr',
    demandeur: {
      type: 'physique',
      civilite: 'Mme',
      nom: 'Dupré',
      prenom: 'Anne',
      email: null,
      dateDeNaissance: null,
    },
    mandataire: { prenom: null, nom: null },
    deposeParUnTiers: false,
    connectionUsager: 'password',
    groupe: { number: 7, label: 'défaut' },
    suiviPar: [],
    labels: [],
    attestation: null,
    motivationAttachment: null,
    champs,
    annotations: [],
    avis: [],
    traitements: [],
    messages: [],
    pdfUrl: null,
    ...more,
  };
}

export function file(filename: string, more: Partial<FileRef> = {}): FileRef {
  return {
    filename,
    contentType: 'application/pdf',
    byteSize: 1234,
    checksum: 'q1w2e3r4t5y6u7i8o9p0aa==',
    createdAt: '2026-03-01T10:00:00+01:00',
    virusScan: 'safe',
    url: 'https://fichiers.exemple.fr/1?signature=a',
    ...more,
  };
}

export function area(id: string, more: Partial<GeoArea> = {}): GeoArea {
  return {
    id,
    source: 'selection_utilisateur',
    description: null,
    geometry: { type: 'Point', coordinates: [2.35, 48.85] },
    parcelle: null,
    ...more,
  };
}

export const ETABLISSEMENT: Etablissement = {
  siret: '41816609600051',
  siegeSocial: true,
  naf: '6202A',
  libelleNaf: 'Conseil',
  address: null,
  entreprise: null,
  association: null,
};
