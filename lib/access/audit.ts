// What is written in the audit log: acts from a closed list, on objects named by their identifier.

import { type Access, instant, type Visitor } from './access';
import { networkOf } from './origin-address';
import { keyedHash } from './secrets';

export type Act =
  | 'compte-cree'
  | 'compte-supprime'
  | 'donnees-exportees'
  | 'connexion'
  | 'deconnexion'
  | 'deconnexion-partout'
  | 'session-fermee'
  | 'lien-demande'
  | 'association'
  | 'dissociation'
  | 'entree-refusee'
  | 'brouillon-commence'
  | 'brouillon-abandonne'
  | 'jeton-donne'
  | 'demarche-choisie'
  | 'document-choisi'
  | 'donnees-choisies'
  | 'reprise-choisie'
  | 'apercu-vu'
  | 'liaison-creee'
  | 'reglages-modifies'
  | 'planification-modifiee'
  | 'synchronisation-demandee'
  | 'synchronisation-annulee'
  | 'dossiers-a-reessayer'
  | 'changement-accepte'
  | 'changement-refuse'
  | 'changement-annule'
  | 'page-creee'
  | 'page-retiree'
  | 'verification-demandee'
  | 'reparation-demandee'
  | 'constat-telecharge'
  | 'liaison-renommee'
  | 'liaison-en-pause'
  | 'liaison-reprise'
  | 'regles-modifiees'
  | 'jeton-remplace'
  | 'cle-remplacee'
  | 'liaison-supprimee'
  | 'personne-invitee'
  | 'invitation-retiree'
  | 'invitation-acceptee'
  | 'invitation-declinee'
  | 'role-change'
  | 'personne-retiree'
  | 'liaison-quittee'
  | 'liaison-transmise'
  | 'acces-essayes'
  | 'taille-estimee'
  | 'alertes-arretees'
  | 'alertes-reprises'
  | 'alertes-au-rythme'
  | 'webhook-modifie'
  | 'webhook-retire'
  | 'support-telecharge'
  | 'droit-refuse'
  | 'demandes-trop-nombreuses';

/** Appends one line. The visitor's address is cut to its network; an e-mail address comes as `addressObject`. */
export async function record(
  access: Access,
  visitor: Visitor,
  entry: {
    readonly actorId: string | null;
    readonly actor?: string;
    readonly act: Act;
    readonly object: string;
    /** Whom it is about: `compte:<id>`, or an `addressObject`. */
    readonly target?: string | null;
  },
): Promise<void> {
  const { target = null } = entry;
  await access.audit.append({ ...entry, target, at: instant(access), network: networkOf(visitor.address) });
}

/** Names an address without telling it: the same address gives the same name, to those who know the secret. */
export function addressObject({ site }: Access, email: string): string {
  return `adresse:${keyedHash(site.sessionSecret, `audit ${email}`).slice(0, 22)}`;
}
