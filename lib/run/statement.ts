// The dated statement in French: « 2 000 dossiers, 0 écart, vérifié le 23 novembre 2026 à 14 h 05 ».

import type { Proof, ProofDepth } from './ports';

const NBSP = '\u00a0';

export const DEPTHS: Readonly<Record<ProofDepth, string>> = {
  comptes: 'comptes et clés',
  legere: 'légère (présence, état et dates)',
  complete: 'complète, cellule par cellule',
};

/** One sentence, without a full stop. One that was stopped says so, and claims nothing of the rest. */
export function statementText(proof: Proof): string {
  const facts = [
    quantity(proof.dossiers, 'dossier'),
    quantity(proof.differences, 'écart'),
    ...(proof.repaired > 0 ? [quantity(proof.repaired, 'écart réparé', 'écarts réparés')] : []),
    ...(proof.unreadable > 0 ? [quantity(proof.unreadable, 'dossier illisible', 'dossiers illisibles')] : []),
    ...(proof.awaitedFiles > 0 ? [`${quantity(proof.awaitedFiles, 'fichier')} à copier`] : []),
    ...(proof.late > 0
      ? [`${quantity(proof.late, 'modifié', 'modifiés')} depuis la dernière synchronisation`]
      : []),
  ].join(', ');
  const when = dateText(proof.provedAt);
  return proof.complete ? `${facts}, vérifié ${when}` : `vérification interrompue ${when}${NBSP}: ${facts}`;
}

/** The first bytes of the root, in groups of four: enough to tell two apart by eye. */
export function shortRoot(root: string): string {
  return (root.slice(0, 16).match(/.{4}/g) ?? []).join(NBSP);
}

const PARIS = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** « le 1er décembre 2026 à 9 h 05 », in Paris. */
function dateText(instant: string): string {
  const parts = new Map(PARIS.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const day = Number(part('day')) === 1 ? '1er' : String(Number(part('day')));
  const hour = Number(part('hour'));
  const date = `${day}${NBSP}${part('month')} ${part('year')}`;
  return `le ${date} à ${hour}${NBSP}h${NBSP}${part('minute')}`;
}

const NUMBER = new Intl.NumberFormat('fr-FR');

/** The plural begins at two. */
function quantity(value: number, singular: string, plural = `${singular}s`): string {
  return `${NUMBER.format(value)}${NBSP}${value >= 2 ? plural : singular}`;
}
