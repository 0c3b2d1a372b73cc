// The message that signs in.

import { writeLetter } from './letter';
import type { Message } from './mailer';

export function signInMessage({ url, minutes }: { readonly url: string; readonly minutes: number }): Message {
  return writeLetter({
    subject: 'Votre lien de connexion à One Trick Pony',
    title: 'Votre lien de connexion',
    paragraphs: [
      'Bonjour,',
      `Vous avez demandé à vous connecter à One Trick Pony. Ce lien est valable ${minutes} minutes et ne sert qu’une fois.`,
    ],
    action: { label: 'Me connecter', url },
    closing: [
      'Vous n’avez rien demandé ? Ignorez ce message : sans ce lien, personne ne peut se connecter avec votre adresse. Ne le transmettez à personne.',
    ],
  });
}
