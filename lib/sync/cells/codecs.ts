// Which codec carries which family of field.

import type { Family } from '../families';
import { address } from './address';
import { carte, dossierLink, files, nothing } from './attachment';
import { checkbox, titreIdentite, yesNo } from './boolean';
import { choice, choices, civilite, linkedChoice } from './choice';
import type { Codec } from './codec';
import { date, datetime } from './date';
import { decimal, integer } from './number';
import { rna, rnf, siret } from './organisation';
import { commune, departement, epci, pays, region } from './place';
import { iban, referentiel, text, unknown } from './text';

export const CODECS: Readonly<Record<Family, Codec>> = {
  text,
  iban,
  referentiel,
  integer,
  decimal,
  checkbox,
  yes_no: yesNo,
  civilite,
  date,
  datetime,
  choice,
  choices,
  linked_choice: linkedChoice,
  pays,
  region,
  departement,
  epci,
  commune,
  address,
  siret,
  rna,
  rnf,
  carte,
  files,
  titre_identite: titreIdentite,
  dossier_link: dossierLink,
  repetition: nothing,
  none: nothing,
  unknown,
};
