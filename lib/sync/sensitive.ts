// Fields that deserve a second thought before they are copied: by their type, or by what their label says.

import { familyOf } from './families';
import type { Descriptor } from './model/demarche';

type Hinted = Pick<Descriptor, 'typename' | 'label'>;

/** Types of Démarche numérique that carry a person's situation, whatever their label. */
const SITUATIONS =
  /^(?:Cnaf|Dgfip|Mesri|PoleEmploi|AAH|AEEH|ARS|EtudiantBoursier|QuotientFamilial)ChampDescriptor$/;

/** Words of a label, without accents or capitals, and what they tell. The first one that fits is told. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:nir|securite sociale|numero de secu)\b/, 'numéro de sécurité sociale'],
  [/\b(?:rib|iban|bic|coordonnees bancaires|compte bancaire)\b/, 'coordonnées bancaires'],
  [/\b(?:passeport|carte d.identite|piece d.identite|titre de sejour|cni)\b/, 'titre d’identité'],
  [/\b(?:naissance|nationalite|etat civil|situation familiale|nom de jeune fille)\b/, 'état civil'],
  [/\b(?:sante|medical\w*|handicap\w*|maladie|pathologie|grossesse|mdph|allergie\w*)\b/, 'santé'],
  [/\b(?:revenu\w*|impot\w*|avis d.imposition|salaire\w*|ressources|quotient familial)\b/, 'ressources'],
  [/\b(?:casier|condamnation\w*|judiciaire\w*|infraction\w*)\b/, 'justice'],
  [/\b(?:religi\w+|syndica\w+|politique|origine ethnique|orientation sexuelle)\b/, 'opinions ou vie privée'],
  [/^(?:nom|prenoms?|nom de famille|nom d.usage)$/, 'identité'],
];

/** In a few French words; null when neither the type nor the label tells anything. */
export function sensitivityOf({ typename, label }: Hinted): string | null {
  if (SITUATIONS.test(typename)) return 'situation personnelle';
  const byLabel = WORDS.find(([words]) => words.test(plain(label)));
  if (byLabel !== undefined) return byLabel[1];
  if (/^(?:Email|Phone)ChampDescriptor$/.test(typename)) return 'coordonnées';
  switch (familyOf(typename)) {
    case 'titre_identite':
      return 'titre d’identité';
    case 'iban':
      return 'coordonnées bancaires';
    case 'civilite':
      return 'état civil';
    case 'address':
      return 'adresse';
    default:
      return null;
  }
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/’/g, "'").toLowerCase().trim();
}
