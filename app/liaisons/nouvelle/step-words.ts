// The steps of a new link, as their titles say them.

import type { WizardStep } from '../../../lib/links/connect/steps';

export const STEP_TITLES: Readonly<Record<WizardStep, string>> = {
  jeton: 'Le jeton de Démarche numérique',
  demarche: 'La démarche',
  document: 'Le document Grist',
  donnees: 'Les données',
  reprise: 'La reprise du document',
  apercu: 'L’aperçu',
  planification: 'La planification',
};
