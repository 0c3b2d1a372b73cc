// The pages that anybody may read, as the footer and the site map list them.

export type PublicPage = { readonly path: string; readonly title: string; readonly about: string };

export const PUBLIC_PAGES = [
  { path: '/', title: 'Accueil', about: 'ce que fait le service' },
  {
    path: '/aide',
    title: 'Aide',
    about: 'du premier jeton à la première synchronisation, et ce qui peut bloquer',
  },
  { path: '/statistiques', title: 'Statistiques', about: 'l’usage du service, en quelques nombres' },
  {
    path: '/accessibilite',
    title: 'Accessibilité',
    about: 'ce qui est vérifié, ce qui reste à faire, à qui le dire',
  },
  { path: '/mentions-legales', title: 'Mentions légales', about: 'qui édite et héberge le service' },
  {
    path: '/donnees-personnelles',
    title: 'Données personnelles',
    about: 'ce que le service garde, pourquoi et combien de temps',
  },
  { path: '/cookies', title: 'Gestion des cookies', about: 'les seuls cookies nécessaires' },
  { path: '/cgu', title: 'Conditions d’utilisation', about: 'ce à quoi chacun s’engage' },
  { path: '/plan-du-site', title: 'Plan du site', about: 'toutes les pages' },
] as const satisfies readonly PublicPage[];

/** Pages of whoever is signed in. */
export const OWN_PAGES: readonly PublicPage[] = [
  { path: '/liaisons', title: 'Mes démarches', about: 'vos liaisons et leur état' },
  { path: '/liaisons/nouvelle', title: 'Nouvelle liaison', about: 'relier une démarche à un document Grist' },
  { path: '/compte', title: 'Mon compte', about: 'vos moyens de connexion et vos sessions' },
];
