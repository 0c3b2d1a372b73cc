// The runs of a link as lines of a spreadsheet, slice by slice: a history of any length holds one slice in memory.

import { CATALOGUE } from '../../errors/catalogue';
import { type HistoryFilter, type HistoryRow, historyRows } from '../../store/history-rows';
import { personNames } from '../../store/person-names';
import { storedCode } from '../../store/stored-json';
import type { Service } from '../service';
import { BYTE_ORDER_MARK, type Cell, csvLine } from './csv';

const SLICE = 500;

/** How the values that are kept are said: the words of the pages. */
export type ExportWords = {
  readonly kind: (kind: HistoryRow['kind'] | 'decision') => string;
  readonly trigger: (trigger: string) => string;
  readonly status: (status: string) => string;
  /** A date as a spreadsheet reads it. */
  readonly instant: (date: Date) => string;
};

const HEADERS = [
  ...['Référence', 'Nature', 'Origine', 'État', 'Raison', 'Demandée le', 'Demandée par', 'Commencée le'],
  ...['Terminée le', 'Durée (s)', 'Lus', 'Ajoutés', 'Modifiés', 'Inchangés', 'Retirés', 'Hors périmètre'],
  ...['Avertissements', 'En échec'],
];

/** The latest first. Throws LIAISON_INCONNUE for what cannot be a link. */
export async function* historyCsv(
  { database }: Service,
  linkId: string,
  filter: HistoryFilter,
  words: ExportWords,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(HEADERS);
  let before: number | null = null;
  for (;;) {
    const rows: readonly HistoryRow[] = await historyRows(database, linkId, before, SLICE, filter);
    if (rows.length === 0) return;
    const names = await personNames(
      database,
      rows.map(({ requestedBy }) => requestedBy),
    );
    yield rows.map((row) => csvLine(cellsOf(row, names, words))).join('');
    if (rows.length < SLICE) return;
    before = rows.at(-1)?.rank ?? null;
  }
}

function cellsOf(row: HistoryRow, names: ReadonlyMap<string, string>, words: ExportWords): readonly Cell[] {
  const { code, requestedBy, startedAt, endedAt } = row;
  const at = (date: Date | null) => (date === null ? null : words.instant(date));
  return [
    ...[row.id, words.kind(row.kind), words.trigger(row.trigger), words.status(row.status)],
    code === null ? null : CATALOGUE[storedCode(code)].quoi,
    ...[at(row.requestedAt), requestedBy === null ? null : (names.get(requestedBy) ?? 'compte supprimé')],
    ...[at(startedAt), at(endedAt)],
    startedAt === null || endedAt === null
      ? null
      : Math.round((endedAt.getTime() - startedAt.getTime()) / 100) / 10,
    ...[
      row.read,
      row.added,
      row.updated,
      row.unchanged,
      row.removed,
      row.outOfScope,
      row.warnings,
      row.failed,
    ],
  ];
}
