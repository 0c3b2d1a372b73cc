// The history of the structure as a terminal shows it, and what a run's report tells of it. Words of the form only.

import { changeSentence, REASONS, STATUSES } from '../lib/run/change-words';
import type { RecordedChange, SchemaChange } from '../lib/sync/model/change';
import type { TableKey } from '../lib/sync/model/table';
import { count } from './words';

const AT = new Intl.DateTimeFormat('fr-FR', {
  dateStyle: 'short',
  timeStyle: 'short',
  timeZone: 'Europe/Paris',
});

/** How many settled entries a terminal lists; `--json` gives all. */
const LISTED = 30;

export function historyText(
  changes: readonly RecordedChange[],
  tables: ReadonlyMap<TableKey, string>,
): string {
  const waiting = changes.filter(({ status, settledAt }) => status === 'en_attente' && settledAt === null);
  const others = changes.filter((change) => !waiting.includes(change)).reverse();
  const lines = (list: readonly RecordedChange[]) => list.map((change) => entryText(change, tables));
  if (changes.length === 0) return 'Aucun changement de structure jusqu’ici.';
  return [
    waiting.length === 0
      ? 'Rien n’attend votre accord.'
      : `${count(waiting.length, 'changement')} à décider\u00a0:`,
    ...lines(waiting),
    ...(waiting.length === 0 ? [] : [HOW]),
    ...(others.length === 0 ? [] : ['Historique, du plus récent au plus ancien\u00a0:']),
    ...lines(others.slice(0, LISTED)),
    ...(others.length > LISTED
      ? [`  … et ${count(others.length - LISTED, 'autre')} (--json les donne)`]
      : []),
    ...(changes.some(({ status }) => status === 'faite')
      ? ['Pour annuler un changement fait\u00a0: npm run otp -- drift annuler <numéro>']
      : []),
  ].join('\n');
}

const HOW =
  '  Pour décider\u00a0: npm run otp -- drift accepter <numéros, ou tout>, ou drift refuser <numéros>, puis sync.';

function entryText(change: RecordedChange, tables: ReadonlyMap<TableKey, string>): string {
  const { number, table, kind, cells, status, firstSeenAt, settledAt, reason } = change;
  const place =
    kind.startsWith('table_') || kind === 'bloc_renomme' ? '' : `${tables.get(table) ?? table} · `;
  const misfits = cells === null || cells === 0 ? '' : `, ${count(cells, 'cellule')} qui n’y tiennent pas`;
  const settled =
    settledAt === null || settledAt === firstSeenAt ? '' : `, ${AT.format(new Date(settledAt))}`;
  return `  ${String(number).padStart(3)}. ${place}${changeSentence(change)}${misfits}\n       ${STATUSES[status]}${settled} — ${REASONS[reason]}, vu le ${AT.format(new Date(firstSeenAt))}`;
}

/** Everything but what undoing needs, which is ours. */
export function historyJson({ item: _item, undo, ...change }: RecordedChange) {
  const undoable = change.status === 'faite' && undo !== null && undo.type !== 'impossible';
  return { ...change, undoable, sentence: changeSentence(change) };
}

export function decidedText(changes: readonly RecordedChange[]): string {
  if (changes.length === 0) return 'Rien n’attendait votre accord.';
  const isAccepted = changes.some(({ status }) => status === 'acceptee');
  return [
    ...changes.map((change) => `✓ ${change.number}. ${changeSentence(change)} — ${STATUSES[change.status]}`),
    ...(isAccepted ? ['  Pour le faire maintenant\u00a0: npm run otp -- sync'] : []),
  ].join('\n');
}

/** What a run, or a preview, tells of the structure: done, waiting, reported, and how to decide. */
export function structureLines(changes: readonly SchemaChange[], isPreview: boolean): readonly string[] {
  // The tables of a first load are not news.
  const news = changes.filter(({ reason }) => reason !== 'premiere_synchronisation');
  if (news.length === 0) return [];
  const asks = news.some(({ outcome }) => outcome === 'en_attente' || outcome === 'signalee');
  return [
    'Changements du formulaire et de la structure\u00a0:',
    ...news.map(
      (change) => `  ${MARKS[change.outcome]} ${changeSentence(change)} — ${become(change, isPreview)}`,
    ),
    ...(asks ? ['  Pour voir et décider\u00a0: npm run otp -- drift'] : []),
  ];
}

const MARKS: Readonly<Record<SchemaChange['outcome'], string>> = {
  faite: '✓',
  en_attente: '?',
  signalee: 'ℹ',
  refusee: '·',
  information: 'ℹ',
};

function become({ outcome }: SchemaChange, isPreview: boolean): string {
  switch (outcome) {
    case 'faite':
      return isPreview ? 'sera fait' : 'fait';
    case 'en_attente':
      return 'attend votre accord';
    case 'signalee':
      return 'signalé, laissé tel quel';
    case 'refusee':
      return 'refusé';
    case 'information':
      return 'rien à faire';
  }
}
