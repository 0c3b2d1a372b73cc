// Établissements, entreprises and associations as DN shows them.

import type { Entreprise, Etablissement } from '../../../lib/sync/model/dossier';
import type { Source } from '../graphql/execute';

const entrepriseSource = (one: Entreprise): Source => ({
  ...one,
  codeEffectifEntreprise: one.codeEffectif,
  numeroTvaIntracommunautaire: one.numeroTva,
  nomCommercial: one.nomCommercial ?? '',
  inlineAdresse: '1 rue de l’Exemple, 01000 Bourg-en-Bresse',
});

/** A PersonneMorale. Its address is null while API Entreprise has not answered, which GraphQL does not allow. */
export const etablissementSource = (id: string, one: Etablissement): Source => ({
  __typename: 'PersonneMorale',
  id,
  siret: one.siret,
  siegeSocial: one.siegeSocial,
  naf: one.naf,
  libelleNaf: one.libelleNaf,
  naf2025: null,
  libelleNaf2025: null,
  address: one.address,
  entreprise: one.entreprise === null ? null : entrepriseSource(one.entreprise),
  association: one.association,
});
