// What the network can do to us: the entries of the outbound door.

import type { CatalogueEntry } from './entry';

export const NETWORK_ERRORS = {
  RESEAU_INJOIGNABLE: {
    quoi: 'Le serveur n’a pas pu être joint : son nom est inconnu ou il refuse la connexion.',
    donnees: 'Rien n’a été envoyé. Les données déjà synchronisées sont intactes.',
    faire: 'Vérifiez l’adresse du serveur et que cette machine a accès au réseau, puis relancez.',
    qui: 'vous',
  },
  RESEAU_DELAI: {
    quoi: 'Le serveur n’a pas répondu dans le temps imparti.',
    donnees:
      'Les données déjà synchronisées sont intactes. Ce qui manque sera repris à la prochaine synchronisation.',
    faire: 'Patientez quelques minutes puis relancez. Si cela dure, prévenez l’exploitant du service.',
    qui: 'vous',
  },
  RESEAU_COUPURE: {
    quoi: 'La connexion a été coupée avant la fin de la réponse.',
    donnees:
      'Les données déjà synchronisées sont intactes. Ce qui manque sera repris à la prochaine synchronisation.',
    faire: 'Relancez la synchronisation. Si la coupure se répète, prévenez l’exploitant du service.',
    qui: 'vous',
  },
  RESEAU_REDIRECTION: {
    quoi: 'Le serveur a répondu par une redirection. Elle n’est pas suivie, pour ne pas confier votre jeton à une autre adresse.',
    donnees: 'Rien n’a été lu de cette réponse. Les données déjà synchronisées sont intactes.',
    faire:
      'Corrigez l’adresse du serveur : indiquez celle qui s’affiche dans votre navigateur une fois sur le site.',
    qui: 'vous',
  },
  RESEAU_REPONSE_TROP_GRANDE: {
    quoi: 'La réponse du serveur dépasse la taille acceptée.',
    donnees: 'La réponse a été abandonnée. Les données déjà synchronisées sont intactes.',
    faire: 'Vérifiez l’adresse du serveur. Si elle est juste, signalez ce message à l’exploitant du service.',
    qui: 'exploitant du service',
  },
  RESEAU_JSON: {
    quoi: 'Le serveur a répondu autre chose que des données : souvent une page web, ou une réponse tronquée.',
    donnees: 'La réponse a été écartée. Les données déjà synchronisées sont intactes.',
    faire: 'Vérifiez que l’adresse est bien celle du service attendu, puis relancez.',
    qui: 'vous',
  },
  RESEAU_CERTIFICAT: {
    quoi: 'La connexion sécurisée n’a pas pu être établie : le certificat du serveur n’est pas valable.',
    donnees: 'Rien n’a été envoyé. Les données déjà synchronisées sont intactes.',
    faire:
      'Vérifiez l’adresse. Si elle est juste, demandez à l’exploitant du serveur de corriger son certificat.',
    qui: 'exploitant du service',
  },
  RESEAU_ADRESSE_INTERDITE: {
    quoi: 'Cette adresse ne peut pas être appelée : elle doit commencer par « https:// » et ne contenir ni identifiant ni mot de passe.',
    donnees: 'Rien n’a été envoyé.',
    faire:
      'Corrigez l’adresse du serveur. L’adresse « http:// » n’est acceptée que pour cette machine (localhost).',
    qui: 'vous',
  },
  RESEAU_HORS_DE_PORTEE: {
    quoi: 'Cette adresse mène à une machine que le service n’a pas le droit d’appeler (réseau privé, ou machine du service).',
    donnees: 'Rien n’a été envoyé.',
    faire:
      'Vérifiez l’adresse. Si ce serveur est bien sur le réseau interne de votre organisation, l’exploitant du service peut l’ouvrir (réglage RESEAUX_PRIVES).',
    qui: 'exploitant du service',
  },
  RESEAU_INTERROMPU: {
    quoi: 'L’échange a été interrompu à la demande.',
    donnees:
      'Les données déjà synchronisées sont intactes. La prochaine synchronisation reprendra ce qui manque.',
    faire: 'Rien : relancez quand vous le souhaitez.',
    qui: 'personne',
  },
} as const satisfies Record<string, CatalogueEntry>;
