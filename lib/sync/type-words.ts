// Types as people say them: those of a form's fields, and those of Grist's columns.

import type { ColumnSpec } from './model/table';

/** By GraphQL type of the descriptor, without its `ChampDescriptor` ending: the words of Démarche numérique's editor. */
const FIELDS: Readonly<Record<string, string>> = {
  Text: 'texte court',
  Textarea: 'texte long',
  Email: 'adresse électronique',
  Phone: 'téléphone',
  Formatted: 'texte à format imposé',
  AnnuaireEducation: 'établissement scolaire',
  Cnaf: 'données de la CNAF',
  Dgfip: 'données des impôts',
  Mesri: 'données d’étudiant',
  PoleEmploi: 'données de France Travail',
  COJO: 'accréditation',
  EngagementJuridique: 'engagement juridique',
  AAH: 'allocation aux adultes handicapés',
  AEEH: 'allocation d’éducation de l’enfant handicapé',
  ARS: 'allocation de rentrée scolaire',
  EtudiantBoursier: 'étudiant boursier',
  PreRempli: 'champ prérempli',
  QuotientFamilial: 'quotient familial',
  Iban: 'IBAN',
  Referentiel: 'référentiel',
  Number: 'nombre',
  IntegerNumber: 'nombre entier',
  DecimalNumber: 'nombre décimal',
  Checkbox: 'case à cocher',
  YesNo: 'oui ou non',
  Civilite: 'civilité',
  Date: 'date',
  Datetime: 'date et heure',
  DropDownList: 'choix simple',
  MultipleDropDownList: 'choix multiple',
  LinkedDropDownList: 'deux choix liés',
  Pays: 'pays',
  Region: 'région',
  Departement: 'département',
  Epci: 'intercommunalité',
  Commune: 'commune',
  Address: 'adresse',
  Siret: 'SIRET',
  RNA: 'association (RNA)',
  RNF: 'fondation (RNF)',
  Carte: 'carte',
  PieceJustificative: 'pièce justificative',
  TitreIdentite: 'titre d’identité',
  DossierLink: 'lien vers un dossier',
  Repetition: 'bloc répétable',
};

/** A type of the future is « champ ». */
export function typeWords(descriptorTypename: string): string {
  return FIELDS[descriptorTypename.replace(/ChampDescriptor$/, '')] ?? 'champ';
}

export function columnTypeWords({ type, lookup }: Pick<ColumnSpec, 'type' | 'lookup'>): string {
  if (lookup !== null) return 'formule';
  if (typeof type !== 'string') return 'référence';
  switch (type) {
    case 'Text':
      return 'texte';
    case 'Int':
    case 'Numeric':
      return 'nombre';
    case 'Bool':
      return 'case à cocher';
    case 'Choice':
      return 'choix';
    case 'ChoiceList':
      return 'choix multiple';
    case 'Date':
      return 'date';
    case 'DateTime:Europe/Paris':
      return 'date et heure';
    case 'Attachments':
      return 'fichiers';
  }
}
