// What people are to a link, in words.

import type { Role } from '../store/access-rights';

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  proprietaire: 'Propriétaire',
  gestionnaire: 'Gestionnaire',
  lecteur: 'Lecteur',
};

export const ROLE_MEANINGS: Readonly<Record<Role, string>> = {
  proprietaire: 'Fait tout, y compris partager, transmettre et supprimer la liaison.',
  gestionnaire: 'Règle la liaison, lance des synchronisations, décide des changements du formulaire.',
  lecteur: 'Voit la liaison, son historique et ses vérifications, sans rien y changer.',
};

export const ROLES: readonly Role[] = ['lecteur', 'gestionnaire', 'proprietaire'];
