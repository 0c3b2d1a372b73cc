// What a run must have told: what the user deleted or retyped, and every dossier that it did not write.

import type { RunReport } from '../../../../lib/run/conduct';
import type { VerifyReport } from '../../../../lib/run/report';
import { shapeOf } from '../../../../lib/sync/shape';
import { managedTables } from '../managed';
import type { Scene } from '../scene';
import type { Difference } from './differences';

/** Deleted or retyped, wanted by the form, and not told by the run. */
export async function untold(scene: Scene, report: RunReport): Promise<readonly string[]> {
  const { layout } = shapeOf(scene.dn.demarche(), scene.settings().options, scene.dn.origin);
  const wrong: string[] = [];
  for (const spec of layout.tables) {
    if (scene.taken.tables.has(spec.key)) {
      const told = report.notices.some(
        (notice) => notice.type === 'table_missing' && notice.table === spec.key,
      );
      if (!told) wrong.push(`the table ${spec.key} was deleted, and the run does not tell it`);
      continue;
    }
    for (const { key } of spec.columns) {
      if (!scene.taken.hasColumn(spec.key, key)) continue;
      const told = report.notices.some(
        (notice) => notice.type === 'column_missing' && notice.table === spec.key && notice.column === key,
      );
      if (!told) wrong.push(`the column ${spec.key} ${key} was deleted, and the run does not tell it`);
    }
    const table = (await managedTables(scene)).find(({ key }) => key === spec.key);
    for (const { key, type } of spec.columns) {
      const seen = table?.seen(key);
      const chosen = seen == null ? undefined : scene.taken.types.get(seen.ref);
      if (chosen === undefined || typeof type !== 'string' || type.split(':')[0] === chosen.split(':')[0])
        continue;
      const told = report.notices.some(
        (notice) => notice.type === 'column_retyped' && notice.table === spec.key && notice.column === key,
      );
      if (!told) wrong.push(`the column ${spec.key} ${key} was retyped, and the run does not tell it`);
    }
  }
  return wrong;
}

/** What differs in dossiers that a run with failures does not list (promise 6). */
export function unlisted(differences: readonly Difference[], report: RunReport): readonly Difference[] {
  if (report.failures.some(({ number }) => number === null)) return [];
  const listed = new Set(report.failures.map(({ number }) => number));
  return differences.filter(({ dossier }) => dossier === null || !listed.has(dossier));
}

const NOBODY: ReadonlySet<number> = new Set();

/** What a verification found that the user's own doings do not explain. */
export function unexplained(scene: Scene, report: VerifyReport): readonly string[] {
  const differences = report.differences.filter(({ kind, dossier }) => {
    if (dossier === null) return true;
    return !(kind === 'en_trop' ? scene.strangers : kind === 'en_double' ? scene.twins : NOBODY).has(dossier);
  });
  const wrong = differences.slice(0, 5).map((one) => `verify: ${JSON.stringify(one)}`);
  if (report.late > 0) wrong.push(`verify: ${report.late} late once all is quiet`);
  if (!report.complete || report.unreadable.length > 0) wrong.push('verify did not read everything');
  return wrong;
}
