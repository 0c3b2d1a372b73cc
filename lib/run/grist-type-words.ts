// Grist's types as people call them in Grist's own French interface.

import type { ColumnSpec } from '../sync/model/table';

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
export function gristTypeWords(type: string): string {
  const [base = type] = type.split(':');
  return TYPES[base] ?? base;
}

/** The type that a managed column has in Grist, or will have. */
export function columnTypeWords({ type, lookup }: Pick<ColumnSpec, 'type' | 'lookup'>): string {
  if (lookup !== null) return 'Formule';
  return gristTypeWords(typeof type === 'string' ? type : 'Ref');
}
