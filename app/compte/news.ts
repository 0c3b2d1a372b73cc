// What was just done on the account page, by the code in its address. Any other code says nothing.

export type News = {
  readonly severity: 'error' | 'info' | 'success' | 'warning';
  readonly title: string;
  readonly text: string;
};

const NEWS: Readonly<Record<string, News>> = {
  associe: {
    severity: 'success',
    title: 'Ce moyen de connexion est associé',
    text: 'Il ouvre désormais ce compte.',
  },
  'deja-associe': {
    severity: 'info',
    title: 'Ce moyen de connexion était déjà associé',
    text: 'Rien n’a changé.',
  },
  'autre-compte': {
    severity: 'error',
    title: 'Ce moyen de connexion est celui d’un autre compte',
    text: 'Rien n’a changé. Si cet autre compte est le vôtre, connectez-vous avec lui et supprimez-le, puis recommencez.',
  },
  abandon: { severity: 'info', title: 'Vous avez renoncé', text: 'Rien n’a changé.' },
  proconnect: {
    severity: 'error',
    title: 'L’association avec ProConnect n’a pas abouti',
    text: 'Rien n’a changé. Recommencez dans un instant.',
  },
  'lien-perdu': {
    severity: 'warning',
    title: 'Ce lien ne fonctionne plus',
    text: 'Il a déjà servi, ou il a été envoyé il y a plus de quinze minutes. Vous êtes bien connecté.',
  },
  retire: {
    severity: 'success',
    title: 'Ce moyen de connexion est retiré',
    text: 'Les autres navigateurs qui l’utilisaient sont déconnectés.',
  },
  'dernier-moyen': {
    severity: 'error',
    title: 'C’est votre dernier moyen de connexion',
    text: 'Associez-en un autre avant de le retirer.',
  },
  'session-fermee': {
    severity: 'success',
    title: 'Cet appareil est déconnecté',
    text: 'Il devra se connecter de nouveau.',
  },
  alertes: {
    severity: 'success',
    title: 'Le rythme de vos alertes est enregistré',
    text: 'Il vaut pour toutes vos liaisons, dès la prochaine alerte.',
  },
  'a-confirmer': {
    severity: 'error',
    title: 'La suppression est à confirmer',
    text: 'Cochez la case, puis recommencez.',
  },
  proprietaire: {
    severity: 'error',
    title: 'Votre compte ne peut pas encore être supprimé',
    text: 'Vous êtes propriétaire d’une liaison : transmettez-la ou supprimez-la d’abord.',
  },
};

export function newsOf(code: string | null): News | null {
  return code !== null && Object.hasOwn(NEWS, code) ? (NEWS[code] ?? null) : null;
}
