// The acts of the audit log in words, as they follow the name of whoever did them.

import type { Act } from './audit';

const WORDS = {
  'compte-cree': 'a créé son compte',
  'compte-supprime': 'a supprimé son compte',
  'donnees-exportees': 'a téléchargé ses données',
  connexion: 's’est connecté',
  deconnexion: 's’est déconnecté',
  'deconnexion-partout': 's’est déconnecté partout',
  'session-fermee': 'a fermé une session',
  'lien-demande': 'a demandé un lien de connexion',
  association: 'a associé un moyen de connexion',
  dissociation: 'a retiré un moyen de connexion',
  'entree-refusee': 's’est vu refuser l’entrée',
  'synchronisation-demandee': 'a lancé une synchronisation',
  'synchronisation-annulee': 'a arrêté une synchronisation',
  'changement-accepte': 'a accepté un changement de la structure',
  'changement-refuse': 'a refusé un changement de la structure',
  'changement-annule': 'a annulé un changement de la structure',
  'page-creee': 'a créé une page prête dans le document',
  'page-retiree': 'a retiré une page prête du document',
  'verification-demandee': 'a lancé une vérification',
  'reparation-demandee': 'a lancé une réparation',
  'constat-telecharge': 'a téléchargé un constat de vérification',
  'liaison-renommee': 'a renommé la liaison',
  'liaison-en-pause': 'a mis la liaison en pause',
  'liaison-reprise': 'a repris la liaison',
  'regles-modifiees': 'a modifié les règles de la liaison',
  'jeton-remplace': 'a remplacé le jeton Démarche numérique',
  'cle-remplacee': 'a remplacé la clé d’API Grist',
  'liaison-supprimee': 'a supprimé la liaison',
  'personne-invitee': 'a invité une personne',
  'invitation-retiree': 'a retiré une invitation',
  'invitation-acceptee': 'a accepté son invitation',
  'invitation-declinee': 'a décliné son invitation',
  'role-change': 'a changé le rôle d’une personne',
  'personne-retiree': 'a retiré une personne',
  'liaison-quittee': 'a quitté la liaison',
  'liaison-transmise': 'a transmis la propriété de la liaison',
  'alertes-arretees': 'a arrêté de recevoir les alertes',
  'alertes-reprises': 'a demandé à recevoir de nouveau les alertes',
  'alertes-au-rythme': 'a choisi le rythme de ses alertes',
  'webhook-modifie': 'a donné l’adresse que les alertes préviennent',
  'webhook-retire': 'a retiré l’adresse que les alertes prévenaient',
  'acces-essayes': 'a essayé les accès de la liaison',
  'taille-estimee': 'a estimé la taille des fichiers de la démarche',
  'support-telecharge': 'a téléchargé le dossier de support',
  'droit-refuse': 's’est vu refuser une page ou une action',
  'demandes-trop-nombreuses': 'a fait trop de demandes d’affilée',
  'dossiers-a-reessayer': 'a demandé de réessayer des dossiers',
  'brouillon-commence': 'a commencé une nouvelle liaison',
  'brouillon-abandonne': 'a abandonné une nouvelle liaison',
  'jeton-donne': 'a donné un jeton',
  'demarche-choisie': 'a choisi une démarche',
  'document-choisi': 'a choisi un document',
  'donnees-choisies': 'a choisi les données',
  'reprise-choisie': 'a choisi comment reprendre le document',
  'apercu-vu': 'a regardé un aperçu',
  'liaison-creee': 'a créé la liaison',
  'reglages-modifies': 'a modifié les données à synchroniser',
  'planification-modifiee': 'a modifié la planification',
};

/** Every act has its words: the compiler says which one lacks. */
const EVERY: Readonly<Record<Act, string>> = WORDS;

/** What another version, or another page, wrote and this list does not know is said as little as is sure. */
export function actInWords(act: string): string {
  return isKnown(act) ? EVERY[act] : 'a agi sur la liaison';
}

function isKnown(act: string): act is Act {
  return Object.hasOwn(EVERY, act);
}
