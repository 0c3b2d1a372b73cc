// The message that joins an address to an account.

import { writeLetter } from './letter';
import type { Message } from './mailer';

export function associationMessage({
  url,
  minutes,
}: {
  readonly url: string;
  readonly minutes: number;
}): Message {
  return writeLetter({
    subject: 'Associer cette adresse à votre compte One Trick Pony',
    title: 'Associer cette adresse à votre compte',
    paragraphs: [
      'Bonjour,',
      `Vous avez demandé à pouvoir vous connecter à One Trick Pony avec cette adresse. Ouvrez ce lien dans le navigateur où vous êtes connecté. Il est valable ${minutes} minutes et ne sert qu’une fois.`,
    ],
    action: { label: 'Associer cette adresse', url },
    closing: [
      'Vous n’avez rien demandé ? Ignorez ce message : rien ne changera. Ne le transmettez à personne.',
    ],
  });
}
