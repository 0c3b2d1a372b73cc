// The question that tells which of our fields an instance has: only the types that our documents go through.

/** Every type whose fields or possible types matter to a document of ours (a test keeps the list complete). */
export const INSTANCE_TYPES = [
  'Query',
  'Demarche',
  'DemarcheDescriptor',
  'Revision',
  'GroupeInstructeur',
  'Profile',
  'Label',
  'ChampDescriptor',
  'DropDownListChampDescriptor',
  'MultipleDropDownListChampDescriptor',
  'LinkedDropDownListChampDescriptor',
  'RepetitionChampDescriptor',
  'DossierConnection',
  'PageInfo',
  'Dossier',
  'Demandeur',
  'PersonnePhysique',
  'PersonneMorale',
  'PersonneMoraleIncomplete',
  'Anonymous',
  'Entreprise',
  'Association',
  'Address',
  'Champ',
  'TextChamp',
  'Column',
  'CheckboxChamp',
  'YesNoChamp',
  'DateChamp',
  'DatetimeChamp',
  'DecimalNumberChamp',
  'IntegerNumberChamp',
  'CiviliteChamp',
  'DropDownListChamp',
  'MultipleDropDownListChamp',
  'LinkedDropDownListChamp',
  'PieceJustificativeChamp',
  'TitreIdentiteChamp',
  'AddressChamp',
  'CommuneChamp',
  'DepartementChamp',
  'RegionChamp',
  'PaysChamp',
  'EpciChamp',
  'SiretChamp',
  'RNAChamp',
  'RNFChamp',
  'CarteChamp',
  'RepetitionChamp',
  'HeaderSectionChamp',
  'ExplicationChamp',
  'Row',
  'Commune',
  'Departement',
  'Region',
  'Pays',
  'Epci',
  'RNA',
  'RNF',
  'GeoArea',
  'GeoJSON',
  'ParcelleCadastrale',
  'Rpg',
  'File',
  'Avis',
  'Traitement',
  'Message',
  'Correction',
  'DeletedDossierConnection',
  'DeletedDossier',
] as const;

/** One request, one alias a type. Depth 7. */
export const INTROSPECTION_DOCUMENT = `
query Schema {
${INSTANCE_TYPES.map((name, rank) => `  t${rank}: __type(name: "${name}") { ...TypeConnu }`).join('\n')}
}

fragment TypeConnu on __Type {
  name
  fields(includeDeprecated: true) {
    name
    type { name ofType { name ofType { name ofType { name } } } }
  }
  possibleTypes { name }
}`;
