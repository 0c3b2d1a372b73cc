// The message that tells the owner of an account that its means of signing in have changed.

import type { SignInMeans } from '../../store/access-people';
import { writeLetter } from './letter';
import type { Message } from './mailer';

export function meansMessage(change: {
  readonly kind: 'added' | 'removed';
  readonly means: SignInMeans;
  readonly accountUrl: string;
}): Message {
  const what = change.means === 'proconnect' ? 'une identité ProConnect' : 'une adresse électronique';
  const done = change.kind === 'added' ? 'a été associée à' : 'a été retirée de';
  return writeLetter({
    subject: 'Les moyens de connexion de votre compte One Trick Pony ont changé',
    title: 'Vos moyens de connexion ont changé',
    paragraphs: ['Bonjour,', `À l’instant, ${what} ${done} votre compte One Trick Pony.`],
    action: { label: 'Voir mon compte', url: change.accountUrl },
    closing: [
      'Ce n’était pas vous ? Ouvrez votre compte, retirez le moyen que vous ne connaissez pas, puis choisissez « Me déconnecter partout ».',
    ],
  });
}
