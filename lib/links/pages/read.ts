// The ready-made pages of a link as its page shows them: what each holds, what it needs, whether it is there. Read from
// memory: neither Démarche numérique nor Grist is asked.

import { readLink } from '../../store/link-rows';
import { readPages } from '../../store/ready-page-rows';
import type { PageKind } from '../../sync/model/ready-page';
import { PAGE_NAMES } from '../../sync/model/ready-page';
import type { Bindings, TableKey } from '../../sync/model/table';
import type { Service } from '../service';

export type PageLine = {
  readonly kind: PageKind;
  readonly name: string;
  /** One sentence each. */
  readonly holds: readonly string[];
  readonly state:
    | { readonly type: 'a_creer' }
    /** Why it cannot be made of this document. */
    | { readonly type: 'impossible'; readonly why: string }
    /** Made; whether it is still there is known only when it is acted on. */
    | { readonly type: 'creee'; readonly address: string };
};

/** Two queries. Throws LIAISON_INCONNUE. */
export async function readReadyPages({ database }: Service, linkId: string): Promise<readonly PageLine[]> {
  const [{ bindings, destinationUrl, document }, pages] = await Promise.all([
    readLink(database, linkId),
    readPages(database, linkId),
  ]);
  return KINDS.map((kind) => {
    const made = pages.find((page) => page.kind === kind);
    const why = lacking(kind, bindings);
    const facts = { kind, name: PAGE_NAMES[kind], holds: HOLDS[kind] };
    if (made !== undefined) {
      const address = `${destinationUrl}/doc/${document}/p/${made.page.viewRef}`;
      return { ...facts, state: { type: 'creee', address } };
    }
    return { ...facts, state: why === null ? { type: 'a_creer' } : { type: 'impossible', why } };
  });
}

const KINDS: readonly PageKind[] = ['suivi', 'delais', 'groupes', 'zones'];

const HOLDS: Readonly<Record<PageKind, readonly string[]>> = {
  suivi: [
    'Les statuts, avec le nombre de dossiers de chacun : choisissez-en un, la liste des dossiers le suit.',
    'La fiche du dossier choisi, son formulaire et ses annotations privées.',
    'Ses avis, ses pièces jointes et ses blocs répétables.',
  ],
  delais: [
    'Deux graphiques : le délai moyen et médian entre le dépôt et la décision, et le nombre de décisions, mois par mois.',
    'Le tableau de ces délais : choisissez un mois, la liste de ses dossiers le suit.',
    'Ajoute à la table des dossiers une colonne de formule, « Mois de la décision », retirée avec la page si vous ne l’utilisez pas ailleurs.',
  ],
  groupes: [
    'Les groupes instructeurs, avec le nombre de dossiers de chacun : choisissez-en un, la liste des dossiers le suit.',
    'Un graphique des statuts, groupe par groupe.',
  ],
  zones: [
    'Toutes les zones dessinées sur les cartes, et la fiche du dossier de celle que vous choisissez.',
    'Ce n’est pas une carte : celle de Grist est un outil extérieur, qui enverrait vos données hors de votre site. Les colonnes « Latitude » et « Longitude » lui conviennent si vous l’ajoutez vous-même.',
  ],
};

/** What the last synchronisation left; the document itself is looked at when the page is made. */
function lacking(kind: PageKind, bindings: Bindings): string | null {
  if (bindings.tables.length === 0) return 'La liaison n’a pas encore été synchronisée.';
  for (const [table, name, label] of NEEDS[kind]) {
    const found = bindings.tables.find(({ key, ref }) => key === table && ref > 0);
    if (found === undefined) {
      return table === 'zones'
        ? 'Cette démarche n’a pas de champ « Carte ».'
        : 'La table des dossiers n’est plus dans le document.';
    }
    const column = found.columns.find(({ key, ref }) => key === `meta:${name}` && ref > 0);
    if (column === undefined) return `La colonne « ${label} » n’est plus dans le document.`;
  }
  return null;
}

const NUMBER = ['dossiers', 'number', 'Numéro'] as const;
const STATE = ['dossiers', 'state', 'Statut'] as const;

const NEEDS: Readonly<Record<PageKind, readonly (readonly [TableKey, string, string])[]>> = {
  suivi: [NUMBER, STATE],
  delais: [
    NUMBER,
    ['dossiers', 'date_depot', 'Date de dépôt'],
    ['dossiers', 'date_traitement', 'Date de la décision'],
  ],
  groupes: [NUMBER, STATE, ['dossiers', 'groupe_instructeur_label', 'Groupe instructeur']],
  zones: [NUMBER, ['zones', 'dossier', 'Dossier']],
};
