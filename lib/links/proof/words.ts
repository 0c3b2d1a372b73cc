// Depths and differences of a verification in plain words.

import type { ProofDepth } from '../../run/ports';
import type { Difference } from '../../run/tally';

export const DEPTH_NAMES: Readonly<Record<ProofDepth, string>> = {
  complete: 'Complète',
  legere: 'Légère',
  comptes: 'Comptes',
};

export const DEPTH_MEANINGS: Readonly<Record<ProofDepth, string>> = {
  complete: 'Chaque cellule, comparée aux dossiers relus dans Démarche numérique.',
  legere: 'La présence, l’état et les dates de chaque dossier, sans relire Démarche numérique.',
  comptes: 'Le nombre de lignes de chaque table et leurs clés : rien ne manque, rien n’est en double.',
};

export const KIND_WORDS: Readonly<Record<Difference['kind'], string>> = {
  manquante: 'Ligne absente du document',
  differente: 'Cellules différentes',
  en_trop: 'Ligne en trop dans le document',
  en_double: 'Ligne en double',
};
