// The message that invites to a link. It says the same to whoever has an account and to whoever has none.

import type { Role } from '../../store/access-rights';
import { writeLetter } from './letter';
import type { Message } from './mailer';

const MEANS: Readonly<Record<Role, string>> = {
  proprietaire: 'tout faire, y compris partager et supprimer la liaison',
  gestionnaire: 'suivre la liaison, la régler et lancer des synchronisations',
  lecteur: 'suivre la liaison, sans rien y changer',
};

export function invitationMessage(invitation: {
  readonly host: string;
  readonly linkName: string;
  readonly role: Role;
  readonly days: number;
  readonly url: string;
}): Message {
  const { host, linkName, role, days, url } = invitation;
  return writeLetter({
    subject: `${plain(host)} vous invite à suivre une démarche dans One Trick Pony`,
    title: 'Une invitation à suivre une démarche',
    paragraphs: [
      'Bonjour,',
      `${plain(host)} partage avec vous la liaison « ${plain(linkName)} » : un document Grist tenu à jour depuis Démarche numérique. Vous pourrez ${MEANS[role]}.`,
      `Connectez-vous avec l’adresse qui a reçu ce message, puis acceptez l’invitation. Elle attend ${days} jours.`,
    ],
    action: { label: 'Voir mes invitations', url },
    closing: ['Vous ne connaissez pas cette personne ? Ignorez ce message : rien ne sera fait.'],
  });
}

/** Names that people chose: one line, no longer than a title. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 120);
}
