// Dossiers of which a value could not be written whole: their rows stand, and they are failures all the same (promise 6).

import type { CellWarning } from '../sync/model/operation';
import type { DossierFailure } from './ports';

/**
 * `unwritten`, then one failure for each other dossier with a value that no cell of Grist can hold, naming its first
 * column: the value is not in the document, and nobody may believe that it is. Other misfits keep the value as text:
 * a warning tells them.
 */
export function withIncomplete(
  unwritten: readonly DossierFailure[],
  warnings: readonly CellWarning[],
): readonly DossierFailure[] {
  const failures = [...unwritten];
  const told = new Set(unwritten.map(({ number }) => number));
  for (const { dossier, table, column, reason } of warnings) {
    if (reason !== 'valeur_trop_longue' || told.has(dossier)) continue;
    told.add(dossier);
    failures.push({ number: dossier, code: 'GRIST_VALEUR_TROP_LONGUE', facts: { table, column } });
  }
  return failures;
}
