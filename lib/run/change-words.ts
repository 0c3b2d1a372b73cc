// A change of the structure as a French sentence. Words of the form only.

import type { ChangeKind, ChangeStatus } from '../sync/model/change';
import type { SchemaReason } from '../sync/model/operation';

/** What changes, without saying whether it is done: « Colonne « Projet » : nouveau libellé « Projet 2026 » ». */
export function changeSentence(change: {
  readonly kind: ChangeKind;
  readonly label: string;
  readonly from: string | null;
  readonly to: string | null;
}): string {
  const { kind, label, from, to } = change;
  const column = `Colonne ${quoted(label)}`;
  switch (kind) {
    case 'table_creee':
      return `Table ${label}\u00a0: création`;
    case 'table_manquante':
      return `Table ${label}\u00a0: supprimée dans Grist`;
    case 'bloc_renomme':
      return `Table ${label}\u00a0: le bloc ${quoted(from ?? '')} s’appelle maintenant ${quoted(to ?? '')}, la table garde son nom`;
    case 'colonne_ajoutee':
      return `${column}\u00a0: ajout`;
    case 'colonne_manquante':
      return `${column}\u00a0: supprimée dans Grist`;
    case 'cle_perdue':
      return `${column}\u00a0: elle servait de clé et a été supprimée, plus rien n’est écrit dans sa table`;
    case 'libelle_modifie':
      return `${column}\u00a0: nouveau libellé ${quoted(to ?? '')}`;
    case 'aide_modifiee':
      return `${column}\u00a0: nouvelle description`;
    case 'options_modifiees':
      return `${column}\u00a0: options ${(to ?? '').split('\n').join(', ')}`;
    case 'type_converti':
      return `${column}\u00a0: conversion de ${from} en ${to}, sans perte`;
    case 'type_converti_avec_perte':
      return `${column}\u00a0: conversion de ${from} en ${to}, avec perte possible`;
    case 'type_nouvelle_colonne':
      return `${column}\u00a0: nouvelle colonne en ${to}, à côté de l’ancienne en ${from}`;
    case 'colonne_retypee':
      return `${column}\u00a0: de type ${from} dans Grist au lieu de ${to}`;
    case 'champ_retire':
      return `${column}\u00a0: champ retiré du formulaire`;
    case 'champ_revenu':
      return `${column}\u00a0: champ de retour dans le formulaire`;
  }
}

function quoted(label: string): string {
  return `«\u00a0${label}\u00a0»`;
}

/** What became of it. */
export const STATUSES: Readonly<Record<ChangeStatus, string>> = {
  faite: 'fait',
  en_attente: 'attend votre accord',
  acceptee: 'accepté, à la prochaine synchronisation',
  refusee: 'refusé',
  annulee: 'annulé',
  signalee: 'signalé',
  resolue: 'résolu',
};

/** Why. */
export const REASONS: Readonly<Record<SchemaReason, string>> = {
  premiere_synchronisation: 'première synchronisation',
  champ_ajoute: 'champ ajouté au formulaire',
  option_activee: 'réglage activé',
  libelle_modifie: 'libellé ou aide modifiés dans le formulaire',
  options_modifiees: 'options modifiées dans le formulaire',
  type_modifie: 'type du champ modifié dans le formulaire',
  champ_retire: 'champ retiré du formulaire',
  champ_revenu: 'champ remis dans le formulaire',
  supprimee_dans_grist: 'supprimée dans Grist',
  retypee_dans_grist: 'type modifié dans Grist',
  table_recreee: 'table recréée',
  colonne_adoptee: 'colonne déjà présente dans le document',
  colonne_protegee: 'colonne protégée',
  annulation: 'annulation demandée',
};
