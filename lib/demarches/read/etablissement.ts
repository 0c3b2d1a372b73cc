// An établissement, its entreprise and its association: all of them may be missing while API Entreprise is down.

import type { Association, Entreprise, Etablissement } from '../../sync/model/dossier';
import { readAddress } from './address';
import { flag, record, text } from './json';

/** Null without a SIRET: nothing would tell which one it is. */
export function readEtablissement(value: unknown): Etablissement | null {
  const found = record(value);
  const siret = text(found?.siret);
  if (found === null || siret === null) return null;
  return {
    siret,
    siegeSocial: flag(found.siegeSocial),
    naf: text(found.naf),
    libelleNaf: text(found.libelleNaf),
    address: readAddress(found.address),
    entreprise: readEntreprise(found.entreprise),
    association: readAssociation(found.association),
  };
}

function readEntreprise(value: unknown): Entreprise | null {
  const found = record(value);
  const siren = text(found?.siren);
  if (found === null || siren === null) return null;
  const capital = text(found.capitalSocial);
  return {
    siren,
    raisonSociale: text(found.raisonSociale),
    nomCommercial: text(found.nomCommercial),
    formeJuridique: text(found.formeJuridique),
    formeJuridiqueCode: text(found.formeJuridiqueCode),
    // `-1`: unknown to the registry (facts/demarches.md §4).
    capitalSocial: capital === '-1' ? null : capital,
    codeEffectif: text(found.codeEffectifEntreprise),
    numeroTva: text(found.numeroTvaIntracommunautaire),
    dateCreation: text(found.dateCreation),
    etatAdministratif: text(found.etatAdministratif),
    siretSiegeSocial: text(found.siretSiegeSocial),
    enseigne: text(found.enseigne),
    nom: text(found.nom),
    prenom: text(found.prenom),
  };
}

function readAssociation(value: unknown): Association | null {
  const found = record(value);
  const rna = text(found?.rna);
  if (found === null || rna === null) return null;
  return {
    rna,
    titre: text(found.titre),
    objet: text(found.objet),
    dateCreation: text(found.dateCreation),
    dateDeclaration: text(found.dateDeclaration),
    datePublication: text(found.datePublication),
  };
}
