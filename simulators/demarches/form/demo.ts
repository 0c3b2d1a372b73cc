// The demonstration's form: every type of field, awkward labels, three blocks, and how it changed over three revisions.

import type { Variant } from '../schema/variant';
import type { FormEdit } from './edit';
import { descriptorId, type FieldSpec } from './field';

/** Stable ids that later revisions speak of. */
const TITLE = 501;
const AMOUNT = 502;
const SURFACE = 503;
const AGREMENT = 504;
const HELPED = 505;
const STATUS = 506;
const SUMMARY = 507;

const LONG_LABEL =
  'Décrivez précisément les conditions dans lesquelles le projet sera conduit, les moyens humains et matériels qui y seront consacrés, le calendrier prévu, et les suites envisagées au-delà de la période aidée';

const identity = (variant: Variant): FieldSpec =>
  variant === '2026-01'
    ? { type: 'titre_identite', label: 'Pièce d’identité' }
    : { type: 'piece_justificative', label: 'Pièce d’identité', nature: 'TITRE_IDENTITE' };

/** Types that came or went between the two variants: DN shows nothing of their data. */
const fleeting = (variant: Variant): FieldSpec[] =>
  variant === '2026-01'
    ? [
        { type: 'cnaf', label: 'Données de la CNAF' },
        { type: 'dgfip', label: 'Données de la DGFiP' },
        { type: 'mesri', label: 'Données du MESRI' },
        { type: 'pole_emploi', label: 'Données de Pôle emploi' },
      ]
    : [
        { type: 'quotient_familial', label: 'Quotient familial' },
        { type: 'etudiant_boursier', label: 'Étudiant boursier' },
        { type: 'aah', label: 'Allocation aux adultes handicapés' },
        { type: 'aeeh', label: 'Allocation d’éducation de l’enfant handicapé' },
        { type: 'ars', label: 'Allocation de rentrée scolaire' },
        { type: 'pre_rempli', label: 'Référence du partenaire' },
      ];

const places: FieldSpec = {
  type: 'repetition',
  label: 'Lieux',
  children: [
    { type: 'header_section', label: 'Le lieu', level: 2 },
    { type: 'text', label: 'Nom du lieu' },
    { type: 'carte', label: 'Emprise' },
    { type: 'siret', label: 'SIRET de l’exploitant' },
    { type: 'piece_justificative', label: 'Photos' },
    { type: 'dossier_link', label: 'Dossier lié' },
    { type: 'communes', label: 'Commune' },
    { type: 'yes_no', label: 'Accessible ?' },
  ],
};

const spending: FieldSpec = {
  type: 'repetition',
  label: '2. Dépenses',
  required: true,
  children: [
    { type: 'text', label: '1. Intitulé' },
    { type: 'decimal_number', label: 'Montant' },
    { type: 'text', label: 'Détail' },
    { type: 'text', label: 'Détail' },
    { type: 'drop_down_list', label: 'Nature', options: ['Achat', 'Location, entretien', 'Salaires'] },
    { type: 'date', label: 'Date de la dépense' },
  ],
};

/** The first revision. */
export const demoChamps = (variant: Variant): FieldSpec[] => [
  { type: 'header_section', label: 'Le projet' },
  {
    type: 'explication',
    label: 'Comment remplir',
    description: 'Prenez votre temps : le dossier s’enregistre seul.',
  },
  { type: 'text', label: 'Titre', required: true, stableId: TITLE, description: 'En quelques mots.' },
  { type: 'text', label: 'Résumé', stableId: SUMMARY },
  { type: 'text', label: 'Ancien numéro d’agrément', stableId: AGREMENT },
  { type: 'text', label: 'ID' },
  { type: 'text', label: 'Or' },
  { type: 'text', label: 'Global' },
  { type: 'text', label: 'Œuvre' },
  { type: 'text', label: '🎭🎪' },
  { type: 'textarea', label: LONG_LABEL },
  { type: 'text', label: 'Nom' },
  { type: 'text', label: 'Nom' },
  { type: 'header_section', label: 'Contact', level: 2 },
  { type: 'civilite', label: 'Civilité du contact' },
  { type: 'email', label: 'Courriel' },
  { type: 'phone', label: 'Téléphone' },
  { type: 'iban', label: 'IBAN' },
  { type: 'formatted', label: 'Référence interne' },
  { type: 'annuaire_education', label: 'Établissement scolaire' },
  { type: 'cojo', label: 'Accréditation' },
  { type: 'referentiel', label: 'Équipement', exposed: ['Capacité', 'Classement'] },
  { type: 'integer_number', label: 'Effectif' },
  { type: 'number', label: 'Nombre de participants' },
  { type: 'integer_number', label: 'Montant demandé (€)', stableId: AMOUNT },
  { type: 'text', label: 'Surface (m²)', stableId: SURFACE },
  { type: 'checkbox', label: 'J’atteste l’exactitude des informations', required: true },
  { type: 'yes_no', label: 'Le projet est-il déjà aidé ?', stableId: HELPED },
  { type: 'text', label: 'Par qui ?', shownWhen: HELPED },
  { type: 'piece_justificative', label: 'Notification de l’aide', shownWhen: HELPED },
  { type: 'date', label: 'Date de début' },
  { type: 'datetime', label: 'Rendez-vous souhaité' },
  {
    type: 'drop_down_list',
    label: 'Statut',
    stableId: STATUS,
    options: ['Association', 'Commune, communauté de communes', 'Entreprise'],
    otherOption: true,
  },
  {
    type: 'drop_down_list',
    label: 'Fédération',
    advanced: true,
    options: ['Sport', 'Culture, patrimoine', 'Jeunesse'],
  },
  {
    type: 'multiple_drop_down_list',
    label: 'Publics',
    options: ['Enfants', 'Adultes', 'Seniors, retraités', 'Tous'],
  },
  {
    type: 'multiple_drop_down_list',
    label: 'Équipements',
    advanced: true,
    options: ['Gymnase', 'Piscine', 'Stade'],
  },
  {
    type: 'linked_drop_down_list',
    label: 'Thème',
    options: ['--Culture--', 'Danse', 'Théâtre, mime', '--Sport--', 'Judo', '--Autre--'],
  },
  { type: 'pays', label: 'Pays partenaire' },
  { type: 'regions', label: 'Région' },
  { type: 'departements', label: 'Département' },
  { type: 'epci', label: 'Intercommunalité' },
  { type: 'communes', label: 'Commune' },
  { type: 'address', label: 'Adresse du projet' },
  { type: 'siret', label: 'Partenaire' },
  { type: 'rna', label: 'Association partenaire' },
  { type: 'rnf', label: 'Fondation partenaire' },
  { type: 'carte', label: 'Périmètre' },
  { type: 'piece_justificative', label: 'Budget' },
  { type: 'piece_justificative', label: 'Contribution du tribunal', nature: 'RIB' },
  identity(variant),
  { type: 'dossier_link', label: 'Demande précédente' },
  ...fleeting(variant),
  places,
  spending,
];

export const demoAnnotations: readonly FieldSpec[] = [
  { type: 'header_section', label: 'Instruction' },
  { type: 'textarea', label: 'Avis du service' },
  { type: 'text', label: 'Nom' },
  { type: 'integer_number', label: 'Note sur 20' },
  { type: 'decimal_number', label: 'Montant accordé (€)' },
  { type: 'yes_no', label: 'Visite faite ?' },
  { type: 'checkbox', label: 'Dossier complet' },
  { type: 'drop_down_list', label: 'Priorité', options: ['Haute', 'Basse'] },
  { type: 'multiple_drop_down_list', label: 'Suites', options: ['Relance', 'Courrier, appel'] },
  { type: 'date', label: 'Date de la commission' },
  { type: 'engagement_juridique', label: 'Engagement juridique' },
  { type: 'piece_justificative', label: 'Arrêté' },
  {
    type: 'repetition',
    label: 'Visites',
    children: [
      { type: 'date', label: 'Date de la visite' },
      { type: 'textarea', label: 'Compte rendu' },
      { type: 'piece_justificative', label: 'Photos' },
    ],
  },
];

const id = descriptorId;

/** What each later revision changed: finished dossiers stay on the revision they were decided under. */
export const DEMO_REVISIONS: readonly (readonly FormEdit[])[] = [
  [
    { type: 'rename_field', field: id(TITLE), label: 'Intitulé du projet' },
    { type: 'remove_field', field: id(AGREMENT) },
    { type: 'retype_field', field: id(AMOUNT), to: 'decimal_number' },
    { type: 'retype_field', field: id(SUMMARY), to: 'textarea' },
  ],
  [
    { type: 'retype_field', field: id(SURFACE), to: 'integer_number' },
    {
      type: 'set_options',
      field: id(STATUS),
      options: ['Association', 'Commune, communauté de communes', 'Entreprise', 'Établissement public'],
    },
    {
      type: 'add_field',
      side: 'champs',
      spec: { type: 'text', label: 'Référent sûreté', stableId: 508 },
      after: id(TITLE),
    },
    { type: 'move_field', field: id(HELPED), after: id(SUMMARY) },
  ],
];
