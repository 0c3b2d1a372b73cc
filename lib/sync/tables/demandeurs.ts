// The demandeurs table: one row a dossier, the same columns whatever the type of demandeur (defect D10).

import { civiliteCell } from '../cells/choice';
import { DATE_WIDGET, dateCell } from '../cells/date';
import type { Address, Dossier, Entreprise, Etablissement } from '../model/dossier';
import { DEMANDEUR_TYPES } from './dossiers';
import { cellColumn, choiceColumn, dateColumn, type Meta, textColumn } from './meta';

export const DEMANDEUR_COLUMNS: readonly Meta<Dossier>[] = [
  choiceColumn(
    'type',
    'Type',
    Object.values(DEMANDEUR_TYPES),
    ({ demandeur }) => DEMANDEUR_TYPES[demandeur.type],
  ),
  textColumn('usager_email', 'Adresse électronique de l’usager', ({ usagerEmail }) => usagerEmail),
  {
    ...cellColumn<Dossier>('civilite', 'Civilité', 'Choice', () => null, {
      widget: { choices: ['M.', 'Mme'] },
    }),
    read: ({ demandeur }) => civiliteCell(demandeur.type === 'physique' ? demandeur.civilite : null),
  },
  textColumn('nom', 'Nom', ({ demandeur }) => (demandeur.type === 'physique' ? demandeur.nom : null)),
  textColumn('prenom', 'Prénom', ({ demandeur }) =>
    demandeur.type === 'physique' ? demandeur.prenom : null,
  ),
  {
    ...cellColumn<Dossier>('date_de_naissance', 'Date de naissance', 'Date', () => null, {
      widget: DATE_WIDGET,
    }),
    read: ({ demandeur }) => dateCell(demandeur.type === 'physique' ? demandeur.dateDeNaissance : null),
  },
  textColumn('email', 'Adresse électronique', ({ demandeur }) =>
    demandeur.type === 'physique' || demandeur.type === 'anonyme' ? demandeur.email : null,
  ),
  textColumn('prenom_mandataire', 'Prénom du mandataire', ({ mandataire }) => mandataire.prenom),
  textColumn('nom_mandataire', 'Nom du mandataire', ({ mandataire }) => mandataire.nom),
  textColumn('connection_usager', 'Mode de connexion de l’usager', (dossier) => dossier.connectionUsager),
  textColumn('siret', 'SIRET', (dossier) => {
    const { demandeur } = dossier;
    return demandeur.type === 'morale_incomplete' ? demandeur.siret : (etablissement(dossier)?.siret ?? null);
  }),
  choiceColumn('siege_social', 'Siège social', ['Oui', 'Non'], (dossier) => {
    const siege = etablissement(dossier)?.siegeSocial ?? null;
    return siege === null ? null : siege ? 'Oui' : 'Non';
  }),
  textColumn('naf', 'Code NAF', (dossier) => etablissement(dossier)?.naf ?? null),
  textColumn('libelle_naf', 'Activité', (dossier) => etablissement(dossier)?.libelleNaf ?? null),
  ...entrepriseColumns(),
  ...associationColumns(),
  ...addressColumns(),
];

function etablissement({ demandeur }: Dossier): Etablissement | null {
  return demandeur.type === 'morale' ? demandeur.etablissement : null;
}

function entrepriseColumns(): readonly Meta<Dossier>[] {
  const text = (name: string, label: string, read: (entreprise: Entreprise) => string | null) =>
    textColumn<Dossier>(name, label, (dossier) => {
      const entreprise = etablissement(dossier)?.entreprise ?? null;
      return entreprise === null ? null : read(entreprise);
    });
  return [
    text('siren', 'SIREN', ({ siren }) => siren),
    text('raison_sociale', 'Raison sociale', ({ raisonSociale }) => raisonSociale),
    text('nom_commercial', 'Nom commercial', ({ nomCommercial }) => nomCommercial),
    text('enseigne', 'Enseigne', ({ enseigne }) => enseigne),
    text('entreprise_nom', 'Nom de l’entrepreneur', ({ nom }) => nom),
    text('entreprise_prenom', 'Prénom de l’entrepreneur', ({ prenom }) => prenom),
    text('forme_juridique', 'Forme juridique', ({ formeJuridique }) => formeJuridique),
    text('forme_juridique_code', 'Code de la forme juridique', (entreprise) => entreprise.formeJuridiqueCode),
    text('capital_social', 'Capital social (euros)', ({ capitalSocial }) => capitalSocial),
    text('code_effectif_entreprise', 'Tranche d’effectif', ({ codeEffectif }) => codeEffectif),
    text('numero_tva_intracommunautaire', 'Numéro de TVA', ({ numeroTva }) => numeroTva),
    text('siret_siege_social', 'SIRET du siège', ({ siretSiegeSocial }) => siretSiegeSocial),
    text('etat_administratif', 'État administratif', ({ etatAdministratif }) => etatAdministratif),
    dateColumn<Dossier>(
      'date_creation',
      'Date de création',
      (dossier) => etablissement(dossier)?.entreprise?.dateCreation ?? null,
    ),
  ];
}

function associationColumns(): readonly Meta<Dossier>[] {
  const association = (dossier: Dossier) => etablissement(dossier)?.association ?? null;
  return [
    textColumn('rna', 'RNA', (dossier) => association(dossier)?.rna ?? null),
    textColumn('titre_association', 'Association', (dossier) => association(dossier)?.titre ?? null),
    textColumn(
      'objet_association',
      'Objet de l’association',
      (dossier) => association(dossier)?.objet ?? null,
    ),
    dateColumn(
      'date_creation_association',
      'Création de l’association',
      (dossier) => association(dossier)?.dateCreation ?? null,
    ),
    dateColumn(
      'date_declaration_association',
      'Déclaration de l’association',
      (dossier) => association(dossier)?.dateDeclaration ?? null,
    ),
    dateColumn(
      'date_publication_association',
      'Publication de l’association',
      (dossier) => association(dossier)?.datePublication ?? null,
    ),
  ];
}

function addressColumns(): readonly Meta<Dossier>[] {
  const text = (name: string, label: string, read: (address: Address) => string | null) =>
    textColumn<Dossier>(name, label, (dossier) => {
      const address = etablissement(dossier)?.address ?? null;
      return address === null ? null : read(address);
    });
  return [
    text('adresse_label', 'Adresse', ({ label }) => label),
    text('adresse_type', 'Type d’adresse', ({ type }) => type),
    text('street_address', 'Voie', ({ streetAddress }) => streetAddress),
    text('street_number', 'Numéro dans la voie', ({ streetNumber }) => streetNumber),
    text('street_name', 'Nom de la voie', ({ streetName }) => streetName),
    text('code_postal', 'Code postal', ({ postalCode }) => postalCode),
    text('ville', 'Commune', ({ cityName }) => cityName),
    text('code_insee_ville', 'Code INSEE', ({ cityCode }) => cityCode),
    text('departement', 'Département', ({ departmentName }) => departmentName),
    text('code_departement', 'Code du département', ({ departmentCode }) => departmentCode),
    text('region', 'Région', ({ regionName }) => regionName),
    text('code_region', 'Code de la région', ({ regionCode }) => regionCode),
    text('pays', 'Pays', ({ countryName }) => countryName),
  ];
}
