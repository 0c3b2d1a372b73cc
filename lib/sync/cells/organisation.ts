// Establishments, associations and foundations: the identifier, and what DN learnt about it.

import type { Champ, Etablissement } from '../model/dossier';
import { ADDRESS_PARTS, addressCells } from './address';
import { type Codec, type Encoded, type Part, part } from './codec';
import { DATE_WIDGET, dateCell } from './date';
import { textCell } from './text';

const DETAILS: readonly Part[] = [
  part('raison_sociale', 'Text', { label: ' (raison sociale)' }),
  part('nom_commercial', 'Text', { label: ' (nom commercial)' }),
  part('siren', 'Text', { label: ' (SIREN)' }),
  part('forme_juridique', 'Text', { label: ' (forme juridique)' }),
  part('naf', 'Text', { label: ' (code NAF)' }),
  part('libelle_naf', 'Text', { label: ' (activité)' }),
  part('etat', 'Text', { label: ' (état administratif)' }),
  part('date_creation', 'Date', { label: ' (date de création)', widget: DATE_WIDGET }),
  part('rna', 'Text', { label: ' (RNA)' }),
  part('adresse', 'Text', { label: ' (adresse)' }),
  ...ADDRESS_PARTS,
];

/** `entreprise` may be null in a filled champ (defect R4): its columns are empty, the rest is written. */
function detailCells(etablissement: Etablissement | null): readonly Encoded[] {
  const entreprise = etablissement?.entreprise ?? null;
  return [
    textCell(entreprise?.raisonSociale ?? null),
    textCell(entreprise?.nomCommercial ?? null),
    textCell(entreprise?.siren ?? null),
    textCell(entreprise?.formeJuridique ?? null),
    textCell(etablissement?.naf ?? null),
    textCell(etablissement?.libelleNaf ?? null),
    textCell(entreprise?.etatAdministratif ?? null),
    dateCell(entreprise?.dateCreation ?? null),
    textCell(etablissement?.association?.rna ?? null),
    textCell(etablissement?.address?.label ?? null),
    ...addressCells(etablissement?.address ?? null),
  ];
}

/** While API Entreprise is down the établissement is null and only the text holds the SIRET. */
export const siret: Codec = {
  parts: (_descriptor, options) => [part(''), ...(options.etablissementDetaille ? DETAILS : [])],
  cells: (champ, _descriptor, options) => {
    const etablissement = champ.value.kind === 'siret' ? champ.value.etablissement : null;
    const own = textCell(etablissement?.siret ?? champ.text);
    return options.etablissementDetaille ? [own, ...detailCells(etablissement)] : [own];
  },
};

const TITLE = part('titre', 'Text', { label: ' (titre)' });
const ADDRESS = part('adresse', 'Text', { label: ' (adresse)' });

function registered(champ: Champ): readonly Encoded[] {
  const value = champ.value.kind === 'rna' || champ.value.kind === 'rnf' ? champ.value : null;
  return [
    textCell(value?.id ?? champ.text),
    textCell(value?.title ?? null),
    textCell(value?.address?.label ?? null),
    ...addressCells(value?.address ?? null),
  ];
}

export const rna: Codec = { parts: () => [part(''), TITLE, ADDRESS, ...ADDRESS_PARTS], cells: registered };
export const rnf: Codec = { parts: () => [part(''), TITLE, ADDRESS, ...ADDRESS_PARTS], cells: registered };
