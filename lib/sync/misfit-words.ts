// What a value that its column cannot hold became, in words.

import type { CellMisfit } from './model/operation';

export const MISFIT_WORDS: Readonly<Record<CellMisfit, string>> = {
  nombre_illisible: 'n’est pas un nombre : le texte exact est gardé',
  nombre_trop_grand: 'nombre de plus de quinze chiffres : le texte exact est gardé',
  date_illisible: 'n’est pas une date : le texte exact est gardé',
  type_inattendu: 'd’un autre type que le formulaire actuel',
  valeur_trop_longue: 'trop long pour une cellule de Grist : la cellule est vide',
  colonne_inconnue: 'absent du formulaire lu : il sera repris à la prochaine synchronisation',
};
