// The messages: what happened, are the data safe, what to do, and on which page. Never a value of a dossier, never a secret.

import { CATALOGUE, type FailureCode } from '../errors/catalogue';
import type { FileCode } from '../errors/file-code';
import { remedyPlace } from '../errors/remedy';
import type { AlertFacts, Token } from './facts';

export type MessageKind =
  | 'panne'
  | 'retablissement'
  | 'retard'
  | 'jeton'
  | 'decision'
  | 'fichiers'
  | 'webhook';

/** The page of the link where it is looked at or mended, after `/liaisons/<id>`. */
export type Room = '' | '/alertes' | '/diagnostic' | '/reglages' | '/reglages/donnees' | '/structure';

export type Message = {
  readonly kind: MessageKind;
  readonly subject: string;
  /** What happened, in a sentence that names nothing: all that a webhook is told. */
  readonly sentence: string;
  /** Paragraphs, with an empty line between two. */
  readonly text: string;
  readonly room: Room;
};

/** What is said of the link in each message. */
export type Named = Pick<AlertFacts, 'name' | 'demarche' | 'documentName'>;

const NBSP = '\u00a0';
const DAY = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'full', timeZone: 'Europe/Paris' });
const INSTANT = new Intl.DateTimeFormat('fr-FR', {
  dateStyle: 'full',
  timeStyle: 'short',
  timeZone: 'Europe/Paris',
});

export function brokenMessage(facts: AlertFacts, code: FailureCode): Message {
  const { quoi, donnees, faire, qui } = CATALOGUE[code];
  return message(facts, 'panne', roomOf(code), 'la synchronisation est arrêtée', [
    quoi,
    `Vos données : ${donnees}`,
    `Que faire : ${faire}`,
    ...(qui === 'personne' ? [] : [`Qui peut le faire : ${qui}.`]),
    'La planification reste en place : la synchronisation reprendra d’elle-même dès que ce sera possible.',
  ]);
}

/** The synchronisation goes on: only files wait. */
export function copyingMessage(facts: AlertFacts, code: FileCode): Message {
  const { quoi, donnees, faire, qui } = CATALOGUE[code];
  return message(facts, 'fichiers', roomOf(code), 'des fichiers ne sont plus copiés', [
    quoi,
    `Vos données : ${donnees}`,
    `Que faire : ${faire}`,
    ...(qui === 'vous' ? [] : [`Qui peut le faire : ${qui}.`]),
    'La synchronisation des dossiers continue.',
  ]);
}

export function recoveredMessage(facts: AlertFacts): Message {
  return message(facts, 'retablissement', '', 'la synchronisation fonctionne de nouveau', [
    'Le document Grist est de nouveau à jour. Il n’y a rien à faire.',
  ]);
}

export function staleMessage(facts: AlertFacts): Message {
  return message(facts, 'retard', '', 'le document n’est plus à jour', [
    facts.freshAt === null
      ? 'Aucune synchronisation n’est encore allée à son terme.'
      : `La dernière synchronisation complète date du ${INSTANT.format(facts.freshAt)}.`,
    'Vos données : celles qui sont dans le document sont intactes, mais les changements faits depuis n’y sont pas.',
    'Que faire : ouvrez la page de la liaison pour voir ce qui la retient, et lancez une synchronisation. Si elle ne démarre pas, prévenez l’exploitant du service.',
  ]);
}

export function tokenMessage(facts: AlertFacts, token: Token, expiresAt: Date, days: number): Message {
  const what = token.kind === 'jeton_dn' ? 'le jeton Démarche numérique' : 'la clé Grist';
  const which = token.hint === '' ? what : `${what} qui se termine par ${token.hint}`;
  const subject = days === 0 ? `${what} a expiré` : `${what} expire ${daysWords(days)}`;
  const sentence =
    days === 0
      ? `${capital(which)} a expiré le ${DAY.format(expiresAt)}.`
      : `${capital(which)} expire le ${DAY.format(expiresAt)}.`;
  const make =
    token.kind === 'jeton_dn'
      ? 'créez un nouveau jeton dans votre profil d’administrateur sur Démarche numérique, rubrique « Jetons d’API »'
      : 'créez une nouvelle clé dans votre profil Grist, rubrique « Clé d’API »';
  return message(facts, 'jeton', '/reglages', subject, [
    sentence,
    'Vos données : elles restent dans le document, mais ne seront plus mises à jour après cette date.',
    `Que faire : ${make}, puis donnez-le dans les réglages de la liaison.`.replace(
      'donnez-le',
      token.kind === 'jeton_dn' ? 'donnez-le' : 'donnez-la',
    ),
  ]);
}

export function decisionMessage(facts: AlertFacts): Message {
  const count = facts.decisionsAwaited;
  const what =
    count >= 2 ? `${count}${NBSP}changements du formulaire attendent` : 'un changement du formulaire attend';
  return message(facts, 'decision', '/structure', `${what} votre décision`, [
    `${capital(what)} votre décision avant d’être reporté${count >= 2 ? 's' : ''} dans le document.`,
    'Vos données : tout le reste continue d’être synchronisé, sauf si vous avez demandé de suspendre.',
    'Que faire : ouvrez la page « Structure » de la liaison, et choisissez.',
  ]);
}

export function webhookMessage(facts: Named): Message {
  return message(facts, 'webhook', '/alertes', 'l’adresse à prévenir ne répond pas', [
    'L’adresse que cette liaison prévient de ses alertes (webhook) n’a pas accepté la dernière, malgré plusieurs essais.',
    'Vos données : elles ne sont pas concernées, et les alertes continuent d’arriver par courriel.',
    'Que faire : vérifiez l’adresse dans la page « Alertes » de la liaison, ou retirez-la. Vous ne serez pas prévenu de nouveau tant qu’elle n’aura pas répondu.',
  ]);
}

function roomOf(code: FailureCode): Room {
  const place = remedyPlace(code);
  return place === null ? '/diagnostic' : `/${place}`;
}

function message(
  facts: Named,
  kind: MessageKind,
  room: Room,
  subject: string,
  lines: readonly [string, ...string[]],
): Message {
  const { name, demarche, documentName } = facts;
  const document = documentName === null ? '' : `, document Grist « ${documentName} »`;
  return {
    ...{ kind, room },
    // One line, whatever a title may hold.
    subject: `${name} : ${subject}`.replace(/\s*[\r\n]+\s*/g, ' ').slice(0, 200),
    sentence: lines[0],
    text: [`Démarche n°${NBSP}${demarche}${document}.`, ...lines].join('\n\n'),
  };
}

function daysWords(days: number): string {
  return days === 1 ? 'demain' : `dans moins de ${days}${NBSP}jours`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
