// A dossier of the contract, made from what is stored and not from what GraphQL answers: an oracle for tests.

import type { Avis, Demandeur, Dossier, FileRef, Message } from '../../../lib/sync/model/dossier';
import { revisionId } from '../serve/descriptor';
import { typedId } from '../serve/ids';
import { type Micros, printInstant } from '../time/instant';
import { champsOf } from '../world/answers';
import type { StoredAvis, StoredMessage } from '../world/changes';
import {
  avisOf,
  messagesOf,
  pendingCorrectionAt,
  readDossier,
  type StoredDossier,
  traitementsOf,
} from '../world/dossier';
import type { World } from '../world/world';
import { truthOfChamp, truthOfFile } from './champ';
import { truthOfEtablissement } from './etablissement';

const instant = (at: Micros | null): string | null => (at === null ? null : printInstant(at));
const blank = (text: string | null): string | null => (text === '' ? null : text);
const file = (one: StoredDossier['attestation']): FileRef | null => (one === null ? null : truthOfFile(one));

const demandeur = ({ demandeur: one }: StoredDossier): Demandeur => {
  switch (one.type) {
    case 'physique':
      return {
        type: 'physique',
        civilite: one.person.civilite,
        nom: one.person.nom,
        prenom: one.person.prenom,
        email: one.email,
        dateDeNaissance: one.birth,
      };
    case 'morale':
      return { type: 'morale', etablissement: truthOfEtablissement(one.etablissement) };
    case 'morale_incomplete':
      return { type: 'morale_incomplete', siret: one.siret };
  }
};

const avis = (one: StoredAvis): Avis => ({
  id: typedId('Avis', one.id),
  question: blank(one.question),
  questionLabel: one.questionLabel,
  questionAnswer: one.questionAnswer,
  reponse: blank(one.reponse),
  dateQuestion: printInstant(one.askedAt),
  dateReponse: printInstant(one.updatedAt),
  claimantEmail: one.claimantEmail,
  expertEmail: one.expertEmail,
  attachments: one.files.map((attached) => truthOfFile(attached)),
});

const message = (one: StoredMessage): Message => ({
  id: typedId('Commentaire', one.id),
  email: one.email,
  body: blank(one.body),
  createdAt: printInstant(one.createdAt),
  discardedAt: instant(one.discardedAt),
  correction:
    one.correction === null
      ? null
      : { reason: one.correction.reason, dateResolution: instant(one.correction.resolvedAt) },
  attachments: one.files.map((attached) => truthOfFile(attached)),
});

export const truthOf = (world: World, index: number): Dossier => {
  const dossier = readDossier(world, index);
  const scanned = world.changes(index)?.virusScanned === true;
  const messages = messagesOf(world, dossier);
  const recent = world.settings.variant === '2026-08';
  return {
    id: typedId('Dossier', dossier.number),
    number: dossier.number,
    state: dossier.state,
    archived: dossier.archived,
    prefilled: dossier.prefilled,
    revisionId: revisionId(dossier.revision),
    dates: {
      depot: printInstant(dossier.deposeAt),
      passageEnConstruction: printInstant(dossier.enConstructionAt),
      passageEnInstruction: instant(dossier.enInstructionAt),
      traitement: instant(dossier.processedAt),
      expiration: instant(dossier.expiresAt),
      derniereModification: printInstant(dossier.updatedAt),
      derniereModificationChamps: printInstant(dossier.champsAt),
      derniereModificationAnnotations: printInstant(dossier.annotationsAt),
      derniereCorrectionEnAttente:
        dossier.state === 'en_construction' ? instant(pendingCorrectionAt(messages)) : null,
      suppressionParUsager: instant(dossier.hiddenByUserAt),
      suppressionParAdministration: instant(dossier.hiddenByAdministrationAt),
      accuseLecture: recent ? instant(dossier.accuseLectureAt) : null,
      previsionnelleDecisionSvaSvr: dossier.svaDay,
      traitementSvaSvr: instant(dossier.svaAt),
    },
    motivation: blank(dossier.motivation),
    usagerEmail: dossier.usager.email,
    demandeur: demandeur(dossier),
    mandataire: dossier.mandataire,
    deposeParUnTiers: dossier.tiers,
    connectionUsager: dossier.connection,
    groupe: { number: dossier.groupe.id, label: dossier.groupe.label },
    suiviPar: dossier.followers.map(({ email }) => email),
    labels: dossier.labels.map(({ id, name, color }) => ({ id: typedId('Label', id), name, color })),
    attestation: file(dossier.attestation),
    motivationAttachment: file(dossier.motivationFile),
    champs: champsOf(world, index, 'champs').map((one) => truthOfChamp(one, scanned)),
    annotations: champsOf(world, index, 'annotations').map((one) => truthOfChamp(one, scanned)),
    avis: avisOf(world, dossier).map(avis),
    traitements: traitementsOf(world, dossier).map((one) => ({
      id: typedId('Traitement', one.id),
      event: one.event,
      date: printInstant(one.at),
      agentEmail: one.agentEmail,
      motivation: blank(one.motivation),
    })),
    messages: messages.map(message),
    pdfUrl: null,
  };
};
