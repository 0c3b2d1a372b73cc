// A dossier as DN shows it. Champs, messages, avis… are made only when the document asks for them.

import { type Side, stableIdOf } from '../form/field';
import { ServerError } from '../graphql/errors';
import type { Execution, Source } from '../graphql/execute';
import { champById, champsOf } from '../world/answers';
import type { StoredAvis, StoredMessage, StoredTraitement } from '../world/changes';
import {
  avisOf,
  messagesOf,
  pendingCorrectionAt,
  readDossier,
  type StoredDossier,
  traitementsOf,
} from '../world/dossier';
import type { Groupe } from '../world/world';
import { type ChampContext, ChampSource } from './champ';
import { demarcheDescriptorSource } from './demarche-descriptor';
import { revisionSource } from './descriptor';
import { fileSource, generatedFile } from './file';
import { idNumber, typedId } from './ids';
import { etablissementSource } from './organisation';
import type { Session } from './session';

export const profile = (type: string, id: number, email: string): Source => ({
  id: typedId(type, id),
  email,
});

export const groupeSource = (groupe: Groupe): Source => ({
  id: typedId('GroupeInstructeur', groupe.id),
  number: groupe.id,
  label: groupe.label,
  closed: groupe.closed,
  instructeurs: groupe.instructeurs.map(({ id, email }) => profile('Instructeur', id, email)),
});

export const labelSource = ({ id, name, color }: { id: number; name: string; color: string }): Source => ({
  id: typedId('Label', id),
  name,
  color,
});

const demandeurSource = (session: Session, { index, demandeur }: StoredDossier): Source => {
  switch (demandeur.type) {
    case 'physique':
      return {
        __typename: 'PersonnePhysique',
        id: typedId('Individual', index),
        civilite: demandeur.person.civilite,
        nom: demandeur.person.nom,
        prenom: demandeur.person.prenom,
        email: demandeur.email,
        dateDeNaissance: demandeur.birth,
      };
    case 'morale':
      return etablissementSource(typedId('Etablissement', index), demandeur.etablissement);
    case 'morale_incomplete':
      // Without that fragment DN serves a PersonneMorale whose mandatory fields are null: the whole node is lost (facts §4).
      return session.fragments.has('PersonneMoraleIncomplete')
        ? {
            __typename: 'PersonneMoraleIncomplete',
            id: typedId('Etablissement', index),
            siret: demandeur.siret,
          }
        : {
            __typename: 'PersonneMorale',
            id: typedId('Etablissement', index),
            siret: demandeur.siret,
            siegeSocial: null,
            libelleNaf: null,
            address: null,
          };
  }
};

const messageSource = (session: Session, message: StoredMessage): Source => {
  const files = message.files.map((one) => fileSource(session, one));
  return {
    id: typedId('Commentaire', message.id),
    email: message.email,
    body: message.body,
    createdAt: message.createdAt,
    discardedAt: message.discardedAt,
    correction:
      message.correction === null
        ? null
        : { reason: message.correction.reason, dateResolution: message.correction.resolvedAt },
    attachments: files,
    attachment: files[0] ?? null,
  };
};

const avisSource = (session: Session, avis: StoredAvis): Source => {
  const claimant = profile('Instructeur', 1, avis.claimantEmail);
  const files = avis.files.map((one) => fileSource(session, one));
  return {
    id: typedId('Avis', avis.id),
    question: avis.question,
    questionLabel: avis.questionLabel,
    questionAnswer: avis.questionAnswer,
    reponse: avis.reponse,
    dateQuestion: avis.askedAt,
    dateReponse: avis.updatedAt,
    claimant,
    instructeur: claimant,
    expert: avis.expertEmail === null ? null : profile('Expert', avis.id, avis.expertEmail),
    attachments: files,
    attachment: files[0] ?? null,
  };
};

const traitementSource = (dossier: StoredDossier, one: StoredTraitement): Source => ({
  id: typedId('Traitement', one.id),
  event: one.event,
  state: one.state,
  dateTraitement: one.at,
  emailAgentTraitant: one.agentEmail,
  motivation: one.motivation,
  revision: () => revisionSource(dossier.revision),
});

type ById = { readonly id?: string };

const onlyId = <T extends { readonly id: number }>(
  items: readonly T[],
  id: string | undefined,
): readonly T[] => (id === undefined ? items : items.filter((one) => one.id === idNumber(id)));

/** Serves the champs of one side, after the faults that strike there. */
const champs =
  (session: Session, dossier: StoredDossier, side: Side) => (args: ById, execution: Execution) => {
    if (session.faults.poisoned.has(dossier.number)) throw new ServerError('poisoned dossier');
    if (session.faults.poisonedTimeout.has(dossier.number)) execution.expire();
    const { world } = session;
    const context: ChampContext = {
      session,
      number: dossier.number,
      scanned: world.changes(dossier.index)?.virusScanned === true,
      find: (number) => findDossier(session, number),
    };
    if (args.id === undefined) {
      return champsOf(world, dossier.index, side).map((one) => new ChampSource(one, context));
    }
    const one = champById(world, dossier.index, side, stableIdOf(args.id) ?? -1);
    return one === null ? [] : [new ChampSource(one, context)];
  };

/** Null when the administration does not see it. */
export const findDossier = (session: Session, number: number): Source | null => {
  const index = session.world.indexOf(number);
  return index !== null && session.world.table.visible(index) ? dossierSource(session, index) : null;
};

export const dossierSource = (session: Session, index: number): Source => {
  const { world } = session;
  const dossier = readDossier(world, index);
  const file = (one: StoredDossier['attestation']): Source | null =>
    one === null ? null : fileSource(session, one);
  const now = world.settings.clock.now() * 1000;
  return {
    id: typedId('Dossier', dossier.number),
    number: dossier.number,
    state: dossier.state,
    archived: dossier.archived,
    prefilled: dossier.prefilled,
    demarche: () => demarcheDescriptorSource(world, dossier.revision),
    revision: () => revisionSource(dossier.revision),
    dateDepot: dossier.deposeAt,
    datePassageEnConstruction: dossier.enConstructionAt,
    datePassageEnInstruction: dossier.enInstructionAt,
    dateTraitement: dossier.processedAt,
    dateDerniereModification: dossier.updatedAt,
    dateDerniereModificationChamps: dossier.champsAt,
    dateDerniereModificationChampsParInstructeur: null,
    dateDerniereModificationAnnotations: dossier.annotationsAt,
    dateDerniereCorrectionEnAttente: () =>
      dossier.state === 'en_construction' ? pendingCorrectionAt(messagesOf(world, dossier)) : null,
    dateExpiration: dossier.expiresAt,
    dateSuppressionParUsager: dossier.hiddenByUserAt,
    dateSuppressionParAdministration: dossier.hiddenByAdministrationAt,
    dateAccuseLectureAgreement: dossier.accuseLectureAt,
    datePrevisionnelleDecisionSVASVR: dossier.svaDay,
    dateTraitementSVASVR: dossier.svaAt,
    connectionUsager: dossier.connection,
    motivation: dossier.motivation,
    motivationAttachment: () => file(dossier.motivationFile),
    attestation: () => file(dossier.attestation),
    pdf: () => generatedFile(session, `dossier-${dossier.number}.pdf`, 'application/pdf', now),
    geojson: () => generatedFile(session, `dossier-${dossier.number}-features.json`, 'application/json', now),
    usager: dossier.usager.deleted
      ? { id: '<deleted>', email: dossier.usager.email }
      : profile('User', dossier.usager.id, dossier.usager.email),
    deposeParUnTiers: dossier.tiers,
    nomMandataire: dossier.mandataire.nom,
    prenomMandataire: dossier.mandataire.prenom,
    demandeur: () => demandeurSource(session, dossier),
    groupeInstructeur: () => groupeSource(dossier.groupe),
    instructeurs: () => dossier.followers.map(({ id, email }) => profile('Instructeur', id, email)),
    labels: () => dossier.labels.map(labelSource),
    champs: champs(session, dossier, 'champs'),
    annotations: champs(session, dossier, 'annotations'),
    messages: ({ id }: ById) =>
      onlyId(messagesOf(world, dossier), id).map((one) => messageSource(session, one)),
    avis: ({ id }: ById) => onlyId(avisOf(world, dossier), id).map((one) => avisSource(session, one)),
    traitements: () => traitementsOf(world, dossier).map((one) => traitementSource(dossier, one)),
  };
};
