// Who filed the dossier. DN adds types now and then: an unknown one keeps its name and stops nothing.

import type { Demandeur } from '../../sync/model/dossier';
import { readEtablissement } from './etablissement';
import { record, text } from './json';

export function readDemandeur(value: unknown): Demandeur {
  const demandeur = record(value);
  const typename = text(demandeur?.__typename) ?? '';
  if (demandeur === null) return { type: 'inconnu', typename };
  switch (typename) {
    case 'PersonnePhysique':
      return {
        type: 'physique',
        civilite: text(demandeur.civilite),
        nom: text(demandeur.nom),
        prenom: text(demandeur.prenom),
        email: text(demandeur.email),
        dateDeNaissance: text(demandeur.dateDeNaissance),
      };
    case 'PersonneMorale': {
      const etablissement = readEtablissement(demandeur);
      return etablissement === null ? { type: 'inconnu', typename } : { type: 'morale', etablissement };
    }
    case 'PersonneMoraleIncomplete': {
      const siret = text(demandeur.siret);
      return siret === null ? { type: 'inconnu', typename } : { type: 'morale_incomplete', siret };
    }
    case 'Anonymous':
      return { type: 'anonyme', email: text(demandeur.anonymousEmail) };
    default:
      return { type: 'inconnu', typename };
  }
}
