// The report of a verification, as a terminal shows it. Ids, counts and labels; never a value of a dossier.

import { CATALOGUE } from '../lib/errors/catalogue';
import type { Proof } from '../lib/run/ports';
import { isClean, statementOf, type VerifyReport } from '../lib/run/report';
import { DEPTHS, shortRoot, statementText } from '../lib/run/statement';
import type { Difference } from '../lib/run/tally';
import { listed, type Names, type Timed, trafficLine, warningLines } from './report';
import { count } from './words';

/**
 * @param timed null when it was part of another run, whose cost is told there.
 * @param at milliseconds since the epoch.
 */
export function verifyText(report: VerifyReport, names: Names, timed: Timed | null, at: number): string {
  const { complete, differenceCount, repaired, strayCount, announced, dossiers, late } = report;
  const mark = !complete ? '■' : isClean(report) ? '✓' : '✗';
  return [
    `${mark} ${statementText(statementOf(report, at))} — ${report.title}`,
    `  Profondeur\u00a0: ${DEPTHS[report.depth]}`,
    `  Comparé\u00a0: ${count(report.rows, 'ligne')}, ${count(report.cells, 'cellule')}`,
    ...(report.root === null ? [] : [`  Empreinte\u00a0: ${shortRoot(report.root)}`]),
    ...(late > 0
      ? [
          '  ℹ Ce qui a été déposé, modifié ou supprimé depuis la dernière synchronisation n’est pas un écart\u00a0: la prochaine le reprendra',
        ]
      : []),
    ...(announced !== null && announced !== dossiers
      ? [
          `  ℹ Démarche numérique annonce ${count(announced, 'dossier')}\u00a0: la différence est ce qui est arrivé ou parti depuis la dernière synchronisation, ou n’a pas pu être écrit`,
        ]
      : []),
    ...(report.awaitedFiles !== undefined && report.awaitedFiles > 0
      ? [
          `  ℹ ${count(report.awaitedFiles, 'fichier')} ${report.awaitedFiles >= 2 ? 'attendent' : 'attend'} d’être ${report.awaitedFiles >= 2 ? 'copiés' : 'copié'}\u00a0: ce n’est pas un écart, la prochaine synchronisation continue`,
        ]
      : []),
    ...report.structure.map(({ table, column }) =>
      column === null
        ? `  ✗ ${names.table(table)}\u00a0: la table manque`
        : `  ✗ ${names.table(table)}\u00a0: la colonne ${names.column(table, column)} manque`,
    ),
    ...(report.withheld.length > 0
      ? [
          ...report.withheld.map(({ table, column }) =>
            column === null
              ? `  ℹ ${names.table(table)}\u00a0: la table manque, comme vous le savez`
              : `  ℹ ${names.table(table)}\u00a0: la colonne ${names.column(table, column)} manque, comme vous le savez`,
          ),
          '    Décider\u00a0: npm run otp -- drift',
        ]
      : []),
    ...listed(
      report.differences.map((difference) => differenceText(difference, names)),
      differenceCount,
    ),
    ...listed(
      report.unreadable.map(
        ({ number: dossier, code }) =>
          `  ✗ Dossier ${dossier ?? 'inconnu'}\u00a0: ${CATALOGUE[code].quoi} (${code})`,
      ),
      report.unreadable.length,
    ),
    ...(strayCount > 0
      ? [
          `  ℹ ${count(strayCount, 'ligne')} de nos tables qui ne sont pas les nôtres (sans clé)\u00a0: laissées telles quelles`,
        ]
      : []),
    ...(complete && differenceCount > 0 ? remedies(report) : []),
    ...(repaired > 0 ? [`  ✓ ${count(repaired, 'écart réparé', 'écarts réparés')}, et revérifié`] : []),
    ...warningLines(report.warnings, names),
    ...(timed === null ? [] : [trafficLine(timed)]),
  ].join('\n');
}

/** What a run that proved nothing itself says of the last proof. */
export function lastProofText(proof: Proof): string {
  return `Dernière vérification (${DEPTHS[proof.depth]})\u00a0: ${statementText(proof)}`;
}

/** What mends the differences that are left; a repair that was just made has done what it could. */
function remedies({ differences, repaired }: VerifyReport): readonly string[] {
  const has = (kind: Difference['kind']) => differences.some((difference) => difference.kind === kind);
  const extra = has('en_trop')
    ? [
        '  → Lignes de dossiers que personne ne connaît\u00a0: npm run otp -- verify --reparer --supprimer-en-trop les supprime',
      ]
    : [];
  return repaired > 0 ? extra : ['  → Pour réparer\u00a0: npm run otp -- verify --reparer', ...extra];
}

function differenceText({ table, dossier, key, kind, columns }: Difference, names: Names): string {
  const what = {
    manquante: 'la ligne manque dans Grist',
    en_trop: 'la ligne n’est plus dans DN',
    en_double: 'la ligne est en double',
    differente: `diffère\u00a0: ${columns.map((column) => names.column(table, column)).join(', ')}`,
  }[kind];
  const place = dossier === null ? names.table(table) : `${names.table(table)}, dossier ${dossier}`;
  return `  ✗ ${place}${dossier === null || key === String(dossier) ? '' : ` (${key})`}\u00a0: ${what}`;
}
