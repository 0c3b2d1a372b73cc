// A dossier as DN gives it, into the one of the heart. What may be null may also be missing: nothing here throws.

import type { LightDossier } from '../../sync/light';
import type { Dossier } from '../../sync/model/dossier';
import { readChamps } from './champ';
import { readDemandeur } from './demandeur';
import { readAvis, readMessages, readTraitements } from './exchanges';
import { readFile } from './file';
import { flag, record, records, text, texts, whole } from './json';

/** Null when its number or its date of modification is missing: without them it can be neither kept nor ordered. */
export function readDossier(value: unknown, excluded: ReadonlySet<string>): Dossier | null {
  const found = record(value);
  const number = whole(found?.number);
  const derniereModification = text(found?.dateDerniereModification);
  if (found === null || number === null || derniereModification === null) return null;
  return {
    id: text(found.id) ?? '',
    number,
    state: text(found.state) ?? '',
    archived: flag(found.archived) ?? false,
    prefilled: flag(found.prefilled) ?? false,
    revisionId: text(record(record(found.demarche)?.revision)?.id),
    dates: {
      depot: text(found.dateDepot),
      passageEnConstruction: text(found.datePassageEnConstruction),
      passageEnInstruction: text(found.datePassageEnInstruction),
      traitement: text(found.dateTraitement),
      expiration: text(found.dateExpiration),
      derniereModification,
      derniereModificationChamps: text(found.dateDerniereModificationChamps),
      derniereModificationAnnotations: text(found.dateDerniereModificationAnnotations),
      derniereCorrectionEnAttente: text(found.dateDerniereCorrectionEnAttente),
      suppressionParUsager: text(found.dateSuppressionParUsager),
      suppressionParAdministration: text(found.dateSuppressionParAdministration),
      accuseLecture: text(found.dateAccuseLectureAgreement),
      previsionnelleDecisionSvaSvr: text(found.datePrevisionnelleDecisionSVASVR),
      traitementSvaSvr: text(found.dateTraitementSVASVR),
    },
    motivation: text(found.motivation),
    usagerEmail: text(record(found.usager)?.email),
    demandeur: readDemandeur(found.demandeur),
    mandataire: { prenom: text(found.prenomMandataire), nom: text(found.nomMandataire) },
    deposeParUnTiers: flag(found.deposeParUnTiers),
    connectionUsager: text(found.connectionUsager),
    groupe: readGroupe(found.groupeInstructeur),
    suiviPar: texts(records(found.instructeurs).map(({ email }) => email)),
    labels: readLabels(found.labels),
    attestation: readFile(found.attestation),
    motivationAttachment: readFile(found.motivationAttachment),
    champs: readChamps(found.champs, excluded),
    annotations: readChamps(found.annotations, excluded),
    avis: readAvis(found.avis),
    traitements: readTraitements(found.traitements),
    messages: readMessages(found.messages),
    pdfUrl: text(record(found.pdf)?.url),
  };
}

/** Of a census; null as for a whole dossier. */
export function readLightDossier(value: unknown): LightDossier | null {
  const found = record(value);
  const number = whole(found?.number);
  const derniereModification = text(found?.dateDerniereModification);
  if (found === null || number === null || derniereModification === null) return null;
  const attestation = readFile(found.attestation);
  return {
    number,
    state: text(found.state) ?? '',
    archived: flag(found.archived) ?? false,
    revisionId: text(record(record(found.demarche)?.revision)?.id),
    dates: {
      depot: text(found.dateDepot),
      expiration: text(found.dateExpiration),
      derniereModification,
    },
    groupe: readGroupe(found.groupeInstructeur),
    labels: readLabels(found.labels),
    usagerEmail: text(record(found.usager)?.email),
    demandeur: text(record(found.demandeur)?.__typename) ?? '',
    attestation,
  };
}

function readLabels(value: unknown): Dossier['labels'] {
  return records(value).flatMap((label) => {
    const id = text(label.id);
    return id === null ? [] : [{ id, name: text(label.name) ?? '', color: text(label.color) ?? '' }];
  });
}

function readGroupe(value: unknown): Dossier['groupe'] {
  const groupe = record(value);
  const number = whole(groupe?.number);
  return number === null ? null : { number, label: text(groupe?.label) ?? '' };
}
