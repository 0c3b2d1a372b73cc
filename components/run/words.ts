// Runs in plain words: what they are, who started them, how they ended, what they did. Pure.

import type { Phase, RunCounts } from '../../lib/run/ports';

const NBSP = '\u00a0';
const NUMBER = new Intl.NumberFormat('fr-FR');

export type RunKind = 'sync' | 'verify' | 'decision';

export function kindWords(kind: RunKind): string {
  switch (kind) {
    case 'sync':
      return 'Synchronisation';
    case 'verify':
      return 'Vérification';
    case 'decision':
      return 'Décision sur la structure';
  }
}

/** What started runs: the values kept in the database, in the order of the filter. */
export const TRIGGERS = {
  manuel: 'À la demande',
  grist: 'Depuis Grist',
  planification: 'Planification',
  reprise: 'Reprise après une coupure',
  api: 'Programme',
  cli: 'Terminal',
} as const;

export function triggerWords(trigger: string): string {
  return isTrigger(trigger) ? TRIGGERS[trigger] : 'Autre';
}

export function isTrigger(text: string): text is keyof typeof TRIGGERS {
  return Object.hasOwn(TRIGGERS, text);
}

/** How a run stands: the values kept in the database, each with its word and colour. */
export const RUN_STATUSES = {
  en_attente: { word: 'En attente', severity: 'info' },
  en_cours: { word: 'En cours', severity: 'info' },
  reussi: { word: 'Réussie', severity: 'success' },
  avec_echecs: { word: 'Avec échecs', severity: 'warning' },
  interrompu: { word: 'Interrompue', severity: 'warning' },
  echoue: { word: 'En erreur', severity: 'error' },
  annule: { word: 'Annulée', severity: 'new' },
} as const;

export type RunStatusName = keyof typeof RUN_STATUSES;

export function isRunStatus(text: string): text is RunStatusName {
  return Object.hasOwn(RUN_STATUSES, text);
}

export function runStatusWords(status: string): string {
  return isRunStatus(status) ? RUN_STATUSES[status].word : 'Inconnue';
}

/** Short names of the phases, for lists and tables. */
export const PHASES: Readonly<Record<Phase, string>> = {
  preparation: 'Préparation',
  structure: 'Tables et colonnes',
  lecture: 'Lecture et écriture des dossiers',
  suppressions: 'Dossiers supprimés',
  pieces: 'Copie des pièces jointes',
  relecture: 'Relecture des dossiers non terminés',
  recensement: 'Recensement des dossiers',
  verification: 'Vérification',
  cloture: 'Clôture',
};

export function isPhase(text: string): text is Phase {
  return Object.hasOwn(PHASES, text);
}

export function phaseWords(phase: string): string {
  return isPhase(phase) ? PHASES[phase] : 'Autre étape';
}

/** Counts by outcome, in the order in which they are shown. `what` is for the page, `many` for a sentence. */
export const OUTCOMES = [
  { name: 'read', label: 'Dossiers lus' },
  { name: 'added', label: 'Ajoutés' },
  { name: 'updated', label: 'Modifiés' },
  { name: 'unchanged', label: 'Inchangés' },
  { name: 'removed', label: 'Retirés' },
  { name: 'outOfScope', label: 'Hors périmètre' },
  { name: 'warnings', label: 'Avertissements' },
  { name: 'failed', label: 'En échec' },
] as const satisfies readonly { readonly name: keyof RunCounts; readonly label: string }[];

/** « 25 ajoutés, 1 modifié, 2 en échec »; what is zero is not said. « aucun changement » when nothing is left to say. */
export function countsWords(
  counts: Pick<RunCounts, 'added' | 'updated' | 'removed' | 'failed' | 'warnings'>,
): string {
  const { added, updated, removed, failed, warnings } = counts;
  const parts = [
    [added, plural(added, 'ajouté')],
    [updated, plural(updated, 'modifié')],
    [removed, plural(removed, 'retiré')],
    [warnings, plural(warnings, 'avertissement')],
    [failed, `${number(failed)}${NBSP}en échec`],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([, words]) => words);
  return said.length === 0 ? 'aucun changement' : said.join(', ');
}

/** « 1 dossier », « 1 204 dossiers ». In French the plural begins at two. */
export function plural(count: number, singular: string, several = `${singular}s`): string {
  return `${number(count)}${NBSP}${count >= 2 ? several : singular}`;
}

export function number(value: number): string {
  return NUMBER.format(value);
}

/** « 830 octets », « 12,4 Ko », « 3,1 Mo », « 1,2 Go ». */
export function bytes(count: number): string {
  if (count < 1_000) return plural(count, 'octet');
  const [value, unit] =
    count < 1_000_000
      ? [count / 1_000, 'Ko']
      : count < 1_000_000_000
        ? [count / 1_000_000, 'Mo']
        : [count / 1_000_000_000, 'Go'];
  return `${ONE_DECIMAL.format(value)}${NBSP}${unit}`;
}

const ONE_DECIMAL = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

/** Dossiers a second as people count them: « 12 dossiers par seconde », « 40 dossiers par minute ». */
export function rateWords(perSecond: number): string {
  return perSecond >= 1
    ? `${plural(Math.round(perSecond), 'dossier')} par seconde`
    : `${plural(Math.max(1, Math.round(perSecond * 60)), 'dossier')} par minute`;
}
