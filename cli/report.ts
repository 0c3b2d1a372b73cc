// The reports of the commands, as a terminal shows them. Ids, counts and labels; never a value of a dossier.

import { CATALOGUE } from '../lib/errors/catalogue';
import type { RunReport } from '../lib/run/conduct';
import type { FileReport } from '../lib/run/files/copy';
import type { DossierFailure, Traffic } from '../lib/run/ports';
import { MISFIT_WORDS } from '../lib/sync/misfit-words';
import type { CellWarning, RowGroup, SchemaOperation } from '../lib/sync/model/operation';
import type { ColumnKey, Layout, TableKey } from '../lib/sync/model/table';
import { structureLines } from './drift-report';
import { count, duration, number, size } from './words';

export type Timed = {
  readonly milliseconds: number;
  readonly source: Traffic;
  readonly destination: Traffic;
};

/** How many warnings or differences a terminal lists; `--json` gives more. */
const LISTED = 20;

/** Names tables and columns as the document shows them. */
export type Names = {
  table(key: TableKey): string;
  column(table: TableKey, key: ColumnKey): string;
};

export function namesOf(layout: Layout): Names {
  const tables = new Map(layout.tables.map((table) => [table.key, table]));
  return {
    table: (key) => tables.get(key)?.id ?? key,
    column: (table, key) => {
      const column = tables.get(table)?.columns.find((candidate) => candidate.key === key);
      return column === undefined ? key : `« ${column.label} »`;
    },
  };
}

export function syncText(report: RunReport, names: Names, timed: Timed): string {
  const { counts } = report;
  const head = {
    reussi: '✓ Synchronisation réussie',
    avec_echecs: '✗ Synchronisation terminée avec des échecs',
    interrompu: '■ Synchronisation interrompue : relancez la même commande, elle reprendra où elle en était',
    echoue: '✗ Synchronisation arrêtée',
  }[report.status];
  return [
    `${head} — ${report.title}`,
    line('Lus', counts.read),
    line('Ajoutés', counts.added),
    line('Mis à jour', counts.updated),
    line('Inchangés', counts.unchanged),
    ...(counts.removed > 0
      ? [
          line(DEPARTED[report.departures], counts.removed),
          '  * supprimés de DN, en attente de l’être, ou introuvables',
        ]
      : []),
    ...(counts.outOfScope > 0 ? [line('Hors périmètre', counts.outOfScope)] : []),
    ...(report.healed > 0 ? [line('Échecs antérieurs résolus', report.healed)] : []),
    line('En échec', counts.failed),
    line('Avertissements', counts.warnings),
    ...fileLines(report.files),
    ...upkeepLines(report.upkeep),
    ...structureLines(report.changes, false),
    ...failureLines(report.failures),
    ...warningLines(report.warnings, names),
    trafficLine(timed),
  ].join('\n');
}

function fileLines(files: FileReport | null): readonly string[] {
  if (files === null) return [];
  const { copied, copiedBytes, waiting, refused } = files;
  return [
    `${line('Fichiers copiés', copied)} (${size(copiedBytes)})`,
    ...(waiting > 0 ? [line('Fichiers en attente', waiting)] : []),
    ...(refused > 0 ? [line('Fichiers refusés', refused)] : []),
  ];
}

const DEPARTED: Readonly<Record<RunReport['departures'], string>> = {
  marquer: 'Marqués partis*',
  archiver: 'Archivés*',
  supprimer: 'Effacés du document*',
};

/** The readings beyond what changed, when there were any: they explain a run that lasts longer than the others. */
function upkeepLines(upkeep: RunReport['upkeep']): readonly string[] {
  if (upkeep === null) return [];
  const { full, reread, census } = upkeep;
  return [
    ...(full === null
      ? []
      : [`Lecture complète${full === 'comparee' ? ', comparée au document cellule par cellule' : ''}`]),
    ...(reread === null
      ? []
      : [
          `Relus pour la nouvelle version du formulaire : ${count(reread, 'dossier non terminé', 'dossiers non terminés')}`,
        ]),
    ...censusLines(census),
  ];
}

function censusLines(census: NonNullable<RunReport['upkeep']>['census']): readonly string[] {
  switch (census?.status) {
    case undefined:
      return [];
    case 'failed':
      return [`✗ Recensement inachevé : ${CATALOGUE[census.code].quoi} (${census.code})`];
    case 'done': {
      const { quoi, donnees, faire } = CATALOGUE.DS_DISPARITION_MASSIVE;
      return [
        `Recensement : ${count(census.listed, 'dossier')} dans DN, ${count(census.absent, 'introuvable')}`,
        ...(census.waiting > 0
          ? [`  ${count(census.waiting, 'dossier')} à confirmer à la prochaine synchronisation`]
          : []),
        ...(census.refused > 0
          ? [
              `✗ ${count(census.refused, 'dossier')} disparus d’un coup. ${quoi} (DS_DISPARITION_MASSIVE)`,
              `  Vos données : ${donnees}`,
              `  Que faire : ${faire}`,
            ]
          : []),
      ];
    }
  }
}

/** What would change, table by table. */
export function planText(
  schema: readonly SchemaOperation[],
  groups: readonly RowGroup[],
  report: RunReport,
  names: Names,
  timed: Timed,
): string {
  const rows = planCounts(groups);
  const structure = schema.map((operation) => operationText(operation, names));
  const changes = [...rows].map(
    ([table, { add, update, remove }]) =>
      `  ${names.table(table)} : ${count(add, 'ajoutée')}, ${count(update, 'modifiée')}, ${count(remove, 'retirée')}`,
  );
  return [
    `Aperçu, rien n’a été écrit — ${report.title}`,
    structure.length === 0 ? 'Structure : rien à changer' : 'Structure',
    ...structure,
    changes.length === 0 ? 'Lignes : rien à changer' : 'Lignes',
    ...changes,
    `Dossiers : ${count(report.counts.added, 'ajouté')}, ${count(report.counts.updated, 'mis à jour', 'mis à jour')}, ${count(report.counts.unchanged, 'inchangé')}`,
    ...structureLines(report.changes, true),
    ...failureLines(report.failures),
    ...warningLines(report.warnings, names),
    trafficLine(timed),
  ].join('\n');
}

function operationText(operation: SchemaOperation, names: Names): string {
  switch (operation.type) {
    case 'create_table':
      return `  + table ${operation.table.id} (${count(operation.table.columns.length, 'colonne')})`;
    case 'add_column':
      return `  + ${names.table(operation.table)} : colonne « ${operation.column.label} »`;
    case 'describe_column':
      return `  ~ ${names.table(operation.table)} : ${names.column(operation.table, operation.column)} prend son nouveau libellé`;
    case 'set_widget':
      return `  ~ ${names.table(operation.table)} : choix de ${names.column(operation.table, operation.column)} complétés`;
    case 'convert_column':
      return `  ~ ${names.table(operation.table)} : « ${operation.column.label} » convertie depuis ${operation.from}`;
    case 'hide_column':
      return `  ~ ${names.table(operation.table)}\u00a0: ${names.column(operation.table, operation.column)} masquée dans les pages`;
    case 'show_column':
      return `  ~ ${names.table(operation.table)}\u00a0: ${names.column(operation.table, operation.column)} de nouveau montrée`;
    case 'remove_column':
      return `  − ${names.table(operation.table)}\u00a0: ${names.column(operation.table, operation.column)} retirée`;
  }
}

/** Operations by table, in the order of first sight. */
export function planCounts(groups: readonly RowGroup[]) {
  const rows = new Map<TableKey, { add: number; update: number; remove: number }>();
  for (const { table, type } of groups.flatMap(({ operations }) => operations)) {
    const counts = rows.get(table) ?? { add: 0, update: 0, remove: 0 };
    counts[type] += 1;
    rows.set(table, counts);
  }
  return rows;
}

function failureLines(failures: readonly DossierFailure[]): readonly string[] {
  if (failures.length === 0) return [];
  const lines = failures.map(
    ({ number: dossier, code }) =>
      `  ✗ ${dossier === null ? 'Dossier inconnu' : `Dossier ${dossier}`} : ${CATALOGUE[code].quoi} (${code})`,
  );
  return ['En échec, repris en premier à la prochaine synchronisation :', ...listed(lines, failures.length)];
}

/** By column and reason, with the first dossiers concerned: a hundred alike are one thing to mend. */
export function warningLines(warnings: readonly CellWarning[], names: Names): readonly string[] {
  if (warnings.length === 0) return [];
  const groups = new Map<string, { readonly text: string; readonly dossiers: Set<number> }>();
  for (const { dossier, table, column, reason } of warnings) {
    const key = `${table} ${column} ${reason}`;
    const text = `${names.column(table, column)}\u00a0: ${MISFIT_WORDS[reason]}`;
    const group = groups.get(key) ?? { text, dossiers: new Set<number>() };
    group.dossiers.add(dossier);
    groups.set(key, group);
  }
  const lines = [...groups.values()].map(({ text, dossiers }) => {
    const some = [...dossiers].slice(0, NAMED);
    const which = dossiers.size > NAMED ? `${some.join(', ')}…` : some.join(', ');
    return `  ⚠ ${text} — ${count(dossiers.size, 'dossier')} (${which})`;
  });
  return ['Avertissements\u00a0:', ...listed(lines, lines.length)];
}

/** How many dossiers a warning names. */
const NAMED = 5;

export function listed(lines: readonly string[], total: number): readonly string[] {
  const shown = lines.slice(0, LISTED);
  const rest = total - shown.length;
  return rest > 0 ? [...shown, `  … et ${number(rest)} de plus (--json les donne)`] : shown;
}

function line(label: string, value: number): string {
  return `  ${label.padEnd(26)}${number(value).padStart(10)}`;
}

export function trafficLine({ milliseconds, source, destination }: Timed): string {
  const side = (name: string, traffic: Traffic) =>
    `${name} ${count(traffic.requests, 'requête')} (${size(traffic.bytesSent + traffic.bytesReceived)})`;
  return `Durée ${duration(milliseconds)} ; ${side('DN', source)} ; ${side('Grist', destination)}`;
}
