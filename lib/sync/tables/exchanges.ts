// Avis, traitements, messages and instructeurs: what people say and do about a dossier.

import type { Avis, Message, Traitement } from '../model/dossier';
import { cellColumn, choiceColumn, instantColumn, type Meta, textColumn } from './meta';

export const AVIS_COLUMNS: readonly Meta<Avis>[] = [
  textColumn('question', 'Question', ({ question }) => question),
  textColumn('reponse', 'Réponse', ({ reponse }) => reponse),
  textColumn('expert_email', 'Expert', ({ expertEmail }) => expertEmail),
  textColumn('claimant_email', 'Demandé par', ({ claimantEmail }) => claimantEmail, {
    aliases: ['instructeur_email'],
  }),
  instantColumn('date_question', 'Demandé le', ({ dateQuestion }) => dateQuestion),
  // DN always fills dateReponse (it is the row's own date): without an answer it means nothing.
  instantColumn('date_reponse', 'Répondu le', (avis) =>
    avis.reponse === null && avis.questionAnswer === null ? null : avis.dateReponse,
  ),
  textColumn('question_label', 'Question fermée', ({ questionLabel }) => questionLabel),
  choiceColumn('question_answer', 'Réponse à la question fermée', ['Oui', 'Non'], ({ questionAnswer }) =>
    questionAnswer === null ? null : questionAnswer ? 'Oui' : 'Non',
  ),
  cellColumn('pieces', 'Nombre de pièces', 'Int', ({ attachments }) => attachments.length),
  textColumn('avis_id', 'Identifiant DN', ({ id }) => id),
];

const EVENTS: Readonly<Record<string, string>> = {
  depose: 'Déposé',
  depose_correction_usager: 'Correction déposée par l’usager',
  depose_correction_instructeur: 'Correction demandée par l’instructeur',
  passe_en_instruction: 'Passé en instruction',
  passe_en_instruction_automatiquement: 'Passé en instruction automatiquement',
  repasse_en_construction: 'Repassé en construction',
  repasse_en_instruction: 'Repassé en instruction',
  accepte: 'Accepté',
  accepte_automatiquement: 'Accepté automatiquement',
  refuse: 'Refusé',
  refuse_automatiquement: 'Refusé automatiquement',
  classe_sans_suite: 'Classé sans suite',
};

export const TRAITEMENT_COLUMNS: readonly Meta<Traitement>[] = [
  choiceColumn('evenement', 'Événement', Object.values(EVENTS), ({ event }) => EVENTS[event] ?? event),
  instantColumn('date', 'Date', ({ date }) => date),
  textColumn('agent_email', 'Agent', ({ agentEmail }) => agentEmail),
  textColumn('motivation', 'Motivation', ({ motivation }) => motivation),
  textColumn('evenement_code', 'Événement (code DN)', ({ event }) => event),
  textColumn('traitement_id', 'Identifiant DN', ({ id }) => id),
];

const CORRECTION_REASONS: Readonly<Record<string, string>> = {
  incorrect: 'Incorrect',
  incomplete: 'Incomplet',
  outdated: 'Périmé',
};

export const MESSAGE_COLUMNS: readonly Meta<Message>[] = [
  textColumn('email', 'Auteur', ({ email }) => email),
  textColumn('body', 'Message', ({ body }) => body),
  instantColumn('created_at', 'Envoyé le', ({ createdAt }) => createdAt),
  instantColumn('discarded_at', 'Supprimé le', ({ discardedAt }) => discardedAt),
  choiceColumn('correction', 'Correction demandée', Object.values(CORRECTION_REASONS), ({ correction }) =>
    correction === null ? null : (CORRECTION_REASONS[correction.reason] ?? correction.reason),
  ),
  instantColumn(
    'correction_resolue_le',
    'Correction faite le',
    ({ correction }) => correction?.dateResolution ?? null,
  ),
  cellColumn('pieces', 'Nombre de pièces', 'Int', ({ attachments }) => attachments.length),
  textColumn('message_id', 'Identifiant DN', ({ id }) => id),
];

/** One row a (groupe instructeur, instructeur). */
export type InstructeurRow = {
  readonly groupe: { readonly id: string; readonly number: number; readonly label: string };
  readonly instructeur: { readonly id: string; readonly email: string };
};

export const INSTRUCTEUR_COLUMNS: readonly Meta<InstructeurRow>[] = [
  textColumn('groupe_instructeur_label', 'Groupe instructeur', ({ groupe }) => groupe.label),
  textColumn('instructeur_email', 'Instructeur', ({ instructeur }) => instructeur.email),
  cellColumn(
    'groupe_instructeur_number',
    'Numéro du groupe instructeur',
    'Int',
    ({ groupe }) => groupe.number,
  ),
  textColumn('groupe_instructeur_id', 'Identifiant DN du groupe', ({ groupe }) => groupe.id),
  textColumn('instructeur_id', 'Identifiant DN de l’instructeur', ({ instructeur }) => instructeur.id),
];
