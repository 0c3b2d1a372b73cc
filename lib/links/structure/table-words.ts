// The tables of a document as people read them: what each of them holds.

import type { TableKey } from '../../sync/model/table';

const TITLES: Readonly<Record<string, string>> = {
  dossiers: 'Dossiers',
  champs: 'Champs du formulaire',
  annotations: 'Annotations privées',
  demandeurs: 'Demandeurs',
  instructeurs: 'Instructeurs',
  avis: 'Avis',
  traitements: 'Traitements',
  messages: 'Messages',
  pieces: 'Pièces jointes',
  zones: 'Zones des cartes',
};

/** @param label name of the block in the form, where the table is a block's. */
export function tableTitle(key: TableKey, label: string | undefined): string {
  if (key.startsWith('archive:')) {
    const kept = TITLES[key.slice('archive:'.length)];
    return kept === undefined ? `Archive : ${label ?? 'bloc répétable'}` : `Archive : ${kept.toLowerCase()}`;
  }
  if (key.startsWith('bloc:')) return label === undefined ? 'Bloc répétable' : `Bloc répétable « ${label} »`;
  return TITLES[key] ?? key;
}
