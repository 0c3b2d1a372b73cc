// Grist's types as people call them in Grist's own French interface.

const TYPES: Readonly<Record<string, string>> = {
  Any: 'Tous types',
  Text: 'Texte',
  Int: 'Nombre entier',
  Numeric: 'Nombre',
  Bool: 'Oui ou non',
  Choice: 'Choix',
  ChoiceList: 'Choix multiple',
  Date: 'Date',
  DateTime: 'Date et heure',
  Ref: 'Lien vers une ligne',
  RefList: 'Liens vers des lignes',
  Attachments: 'Pièces jointes',
};

/** `DateTime:Europe/Paris` is « Date et heure ». One that nobody knows here is given as Grist says it. */
export function typeWords(type: string): string {
  const [base = type] = type.split(':');
  return TYPES[base] ?? base;
}
