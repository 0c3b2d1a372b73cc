// The steps of a new link, as their titles say them.

import type { DraftStep } from '../../../lib/store/draft-rows';

export const STEP_TITLES: Readonly<Record<DraftStep, string>> = {
  jeton: 'Le jeton de Démarche numérique',
  demarche: 'La démarche',
  document: 'Le document Grist',
  donnees: 'Les données',
  apercu: 'L’aperçu',
  planification: 'La planification',
};
