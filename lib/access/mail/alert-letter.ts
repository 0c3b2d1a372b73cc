// Alerts as letters: one of them alone, or those of a day together. Each says how to be told no more.

import type { WaitingMessage } from '../../store/outbox-post';
import { UNSUBSCRIBE_PAGE, UNSUBSCRIBE_POST, unsubscribeToken } from '../unsubscribe';
import { type Way, writeLetter } from './letter';
import type { Message } from './mailer';

type Site = { readonly origin: string; readonly sessionSecret: string };
type Alert = Pick<WaitingMessage, 'linkId' | 'userId' | 'subject' | 'text' | 'page'>;

export function alertLetter(site: Site, alert: Alert): Message {
  const token = unsubscribeToken(site.sessionSecret, alert);
  const letter = writeLetter({
    ...{ subject: alert.subject, title: alert.subject },
    paragraphs: ['Bonjour,', ...alert.text.split('\n\n')],
    action: wayTo(site, alert),
    closing: [
      'Vous recevez ce message parce que vous êtes propriétaire ou gestionnaire de cette liaison. Dans votre compte, vous pouvez choisir un seul message par jour.',
    ],
    ways: [{ label: 'Ne plus recevoir les alertes de cette liaison', url: pageOf(site, token) }],
  });
  return { ...letter, unsubscribe: `${site.origin}${UNSUBSCRIBE_POST}?jeton=${token}` };
}

/** @param alerts of one person, those of a link following each other. */
export function digestLetter(site: Site, alerts: readonly [Alert, ...Alert[]]): Message {
  const [{ userId }] = alerts;
  const links = new Set(alerts.map(({ linkId }) => linkId)).size;
  const count = alerts.length;
  const subject = `One Trick Pony\u00a0: ${count === 1 ? 'une alerte' : `${count}\u00a0alertes`}${links > 1 ? ` sur ${links}\u00a0liaisons` : ''}`;
  const token = unsubscribeToken(site.sessionSecret, { userId, linkId: null });
  const letter = writeLetter({
    ...{ subject, title: subject },
    paragraphs: [
      'Bonjour,',
      'Voici ce qui a changé depuis le message précédent, dans l’ordre, pour chacune de vos liaisons.',
    ],
    sections: alerts.map((alert, rank) => ({
      title: alert.subject,
      paragraphs: alert.text.split('\n\n'),
      ways: [
        wayTo(site, alert),
        // Once a link.
        ...(alerts[rank + 1]?.linkId === alert.linkId
          ? []
          : [
              {
                label: 'Ne plus recevoir les alertes de cette liaison',
                url: pageOf(site, unsubscribeToken(site.sessionSecret, alert)),
              },
            ]),
      ],
    })),
    action: null,
    closing: ['Vous avez choisi un seul message par jour. Ce choix se change dans votre compte.'],
    ways: [{ label: 'Ne plus recevoir aucune alerte', url: pageOf(site, token) }],
  });
  return { ...letter, unsubscribe: `${site.origin}${UNSUBSCRIBE_POST}?jeton=${token}` };
}

function pageOf({ origin }: Site, token: string): string {
  return `${origin}${UNSUBSCRIBE_PAGE}?jeton=${token}`;
}

function wayTo({ origin }: Site, { page, linkId }: Alert): Way {
  // Messages written before pages were kept have none.
  const url = `${origin}${page === '' ? `/liaisons/${linkId}` : page}`;
  return { label: labelOf(page.slice(`/liaisons/${linkId}`.length)), url };
}

function labelOf(room: string): string {
  switch (room) {
    case '/reglages':
      return 'Ouvrir les réglages de la liaison';
    case '/structure':
      return 'Voir les changements et choisir';
    case '/diagnostic':
      return 'Ouvrir le diagnostic de la liaison';
    case '/alertes':
      return 'Ouvrir les alertes de la liaison';
    default:
      return 'Ouvrir la page de la liaison';
  }
}
