// The dossiers table: one row a dossier, with everything that is not a field of the form.

import { choiceListCell } from '../cells/choice';
import { fits } from '../cells/codec';
import { instantCell } from '../cells/date';
import type { Demarche } from '../model/demarche';
import type { Demandeur, Dossier } from '../model/dossier';
import type { LayoutOptions } from '../model/options';
import type { Cells } from '../model/table';
import { labelWidget } from './colours';
import {
  boolColumn,
  cellColumn,
  choiceColumn,
  dateColumn,
  instantColumn,
  type Meta,
  metaKey,
  textColumn,
} from './meta';

/** DN's states in the words of its own screens. */
export const STATES: Readonly<Record<string, string>> = {
  en_construction: 'En construction',
  en_instruction: 'En instruction',
  accepte: 'Accepté',
  refuse: 'Refusé',
  sans_suite: 'Classé sans suite',
};

/** Whether the dossier is still in DN, and in the link's scope. */
export const PRESENCES = {
  live: 'présent',
  pending: 'en attente de suppression',
  deleted: 'supprimé',
  absent: 'introuvable',
  out_of_scope: 'hors périmètre',
} as const;
export type Presence = keyof typeof PRESENCES;

/** DN's reasons, in French, and ours for those it says nothing of; one of the future is kept as DN says it. */
const DELETION_REASONS: Readonly<Record<string, string>> = {
  user_request: 'demande de l’usager',
  manager_request: 'demande du support',
  user_removed: 'compte de l’usager supprimé',
  procedure_removed: 'démarche supprimée',
  expired: 'expiration',
  instructeur_request: 'demande de l’instructeur',
  user_expired: 'compte de l’usager expiré',
  absent: 'expiré, ou retiré sans que DN l’ait annoncé',
};

export const NUMBER_KEY = metaKey('number');

/** Columns of `Demarche_N_dossiers`, in order. */
export function dossierColumns(demarche: Demarche, options: LayoutOptions): readonly Meta<Dossier>[] {
  return [
    cellColumn('number', 'Numéro', 'Int', (dossier) => dossier.number, { aliases: ['dossier_number'] }),
    choiceColumn('state', 'Statut', Object.values(STATES), ({ state }) => STATES[state] ?? state),
    instantColumn('date_depot', 'Date de dépôt', ({ dates }) => dates.depot),
    textColumn('demandeur_nom', 'Nom du demandeur', ({ demandeur }) => demandeurFacts(demandeur).nom),
    textColumn(
      'demandeur_prenom',
      'Prénom du demandeur',
      ({ demandeur }) => demandeurFacts(demandeur).prenom,
    ),
    textColumn(
      'entreprise_raison_sociale',
      'Raison sociale',
      ({ demandeur }) => demandeurFacts(demandeur).raisonSociale,
    ),
    textColumn('groupe_instructeur_label', 'Groupe instructeur', ({ groupe }) => groupe?.label ?? null),
    {
      ...cellColumn<Dossier>('labels', 'Labels', 'ChoiceList', () => null, {
        widget: labelWidget(demarche.labels),
        aliases: [],
      }),
      read: ({ labels }) => choiceListCell(labels.map((label) => label.name).sort()),
    },
    {
      ...cellColumn<Dossier>('suivi_par', 'Suivi par', 'ChoiceList', () => null),
      // DN gives followers and labels in no order: in ours, or the same ones would look changed.
      read: ({ suiviPar }) => choiceListCell([...suiviPar].sort()),
    },
    instantColumn(
      'date_derniere_modification',
      'Dernière modification',
      ({ dates }) => dates.derniereModification,
    ),
    cellColumn(
      'lien_dn',
      'Lien vers DN',
      'Text',
      ({ number }, context) =>
        `Dossier ${number} ${context.sourceUrl}/procedures/${context.demarche}/dossiers/${number}`,
      { widget: { widget: 'HyperLink' } },
    ),
    choiceColumn('etat_dn', 'Présence dans DN', Object.values(PRESENCES), () => PRESENCES.live),
    instantColumn('date_suppression', 'Date de suppression', () => null),
    textColumn('raison_suppression', 'Raison de la suppression', () => null),
    instantColumn(
      'date_passage_en_construction',
      'Passage en construction',
      ({ dates }) => dates.passageEnConstruction,
    ),
    instantColumn(
      'date_passage_en_instruction',
      'Passage en instruction',
      ({ dates }) => dates.passageEnInstruction,
    ),
    instantColumn('date_traitement', 'Date de la décision', ({ dates }) => dates.traitement),
    textColumn('motivation', 'Motivation', ({ motivation }) => motivation),
    instantColumn('date_expiration', 'Date d’expiration', ({ dates }) => dates.expiration),
    instantColumn(
      'date_derniere_modification_champs',
      'Dernière modification des champs',
      ({ dates }) => dates.derniereModificationChamps,
    ),
    instantColumn(
      'date_derniere_modification_annotations',
      'Dernière modification des annotations',
      ({ dates }) => dates.derniereModificationAnnotations,
    ),
    instantColumn(
      'date_derniere_correction_en_attente',
      'Correction en attente depuis',
      ({ dates }) => dates.derniereCorrectionEnAttente,
    ),
    instantColumn('date_accuse_lecture', 'Accusé de lecture', ({ dates }) => dates.accuseLecture),
    dateColumn(
      'date_previsionnelle_decision_sva_svr',
      'Décision SVA/SVR prévue le',
      ({ dates }) => dates.previsionnelleDecisionSvaSvr,
    ),
    instantColumn(
      'date_traitement_sva_svr',
      'Décision SVA/SVR rendue le',
      ({ dates }) => dates.traitementSvaSvr,
    ),
    textColumn('usager_email', 'Adresse électronique de l’usager', ({ usagerEmail }) => usagerEmail),
    textColumn('demandeur_type', 'Type de demandeur', ({ demandeur }) => demandeurFacts(demandeur).type),
    textColumn(
      'demandeur_email',
      'Adresse électronique du demandeur',
      ({ demandeur }) => demandeurFacts(demandeur).email,
    ),
    textColumn('demandeur_siret', 'SIRET du demandeur', ({ demandeur }) => demandeurFacts(demandeur).siret),
    {
      ...cellColumn<Dossier>('depose_par_un_tiers', 'Déposé par un tiers', 'Choice', () => null, {
        widget: { choices: ['Oui', 'Non'] },
      }),
      read: ({ deposeParUnTiers: tiers }) => fits(tiers === null ? null : tiers ? 'Oui' : 'Non'),
    },
    textColumn('mandataire_prenom', 'Prénom du mandataire', ({ mandataire }) => mandataire.prenom),
    textColumn('mandataire_nom', 'Nom du mandataire', ({ mandataire }) => mandataire.nom),
    cellColumn(
      'groupe_instructeur_number',
      'Numéro du groupe instructeur',
      'Int',
      ({ groupe }) => groupe?.number ?? null,
    ),
    boolColumn('archived', 'Archivé', ({ archived }) => archived),
    boolColumn('prefilled', 'Prérempli', ({ prefilled }) => prefilled),
    boolColumn(
      'supprime_par_usager',
      'Supprimé par l’usager',
      ({ dates }) => dates.suppressionParUsager !== null,
    ),
    instantColumn(
      'date_suppression_par_usager',
      'Supprimé par l’usager le',
      ({ dates }) => dates.suppressionParUsager,
    ),
    instantColumn(
      'date_suppression_par_administration',
      'Supprimé par l’administration le',
      ({ dates }) => dates.suppressionParAdministration,
    ),
    textColumn('labels_json', 'Labels (JSON)', ({ labels }) =>
      labels.length === 0
        ? null
        : JSON.stringify(
            [...labels]
              .sort((left, right) => (left.id < right.id ? -1 : 1))
              .map(({ id, name, color }) => ({ id, name, color })),
          ),
    ),
    textColumn('attestation', 'Attestation', ({ attestation }) => attestation?.filename ?? null),
    ...(options.liensExpirants ? EXPIRING_LINKS : []),
    textColumn('state_code', 'Statut (code DN)', ({ state }) => state),
    textColumn('dossier_id', 'Identifiant DN', ({ id }) => id),
    textColumn('revision_id', 'Révision du formulaire', ({ revisionId }) => revisionId),
  ];
}

/** Signed links, valid for an hour: written along with other changes, never compared. */
const EXPIRING_LINKS: readonly Meta<Dossier>[] = [
  textColumn(
    'attestation_url',
    'Attestation (lien temporaire)',
    (dossier) => dossier.attestation?.url ?? null,
    {
      volatile: true,
    },
  ),
  textColumn('pdf_url', 'Dossier en PDF (lien temporaire)', ({ pdfUrl }) => pdfUrl, { volatile: true }),
];

/**
 * The cells that change when a dossier leaves DN or the scope. The rest of its row is kept as it was.
 *
 * @param date ISO instant, null when unknown or without meaning.
 */
export function presenceCells(presence: Presence, date: string | null, reason: string | null): Cells {
  return {
    [metaKey('etat_dn')]: PRESENCES[presence],
    [metaKey('date_suppression')]: instantCell(date).cell,
    [metaKey('raison_suppression')]: reason === null ? null : (DELETION_REASONS[reason] ?? reason),
  };
}

export const DEMANDEUR_TYPES = {
  physique: 'Personne physique',
  morale: 'Personne morale',
  morale_incomplete: 'Personne morale (en attente d’API Entreprise)',
  anonyme: 'Anonyme',
  inconnu: 'Autre',
} as const satisfies Record<Demandeur['type'], string>;

/** The few facts about a demandeur that a list of dossiers shows, whatever its type. */
function demandeurFacts(demandeur: Demandeur): {
  readonly type: string;
  readonly nom: string | null;
  readonly prenom: string | null;
  readonly email: string | null;
  readonly siret: string | null;
  readonly raisonSociale: string | null;
} {
  const type = DEMANDEUR_TYPES[demandeur.type];
  const none = { type, nom: null, prenom: null, email: null, siret: null, raisonSociale: null };
  switch (demandeur.type) {
    case 'physique':
      return { ...none, nom: demandeur.nom, prenom: demandeur.prenom, email: demandeur.email };
    case 'morale':
      return {
        ...none,
        siret: demandeur.etablissement.siret,
        raisonSociale: demandeur.etablissement.entreprise?.raisonSociale ?? null,
      };
    case 'morale_incomplete':
      return { ...none, siret: demandeur.siret };
    case 'anonyme':
      return { ...none, email: demandeur.email };
    case 'inconnu':
      return none;
  }
}
