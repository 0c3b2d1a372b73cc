// Sifting a page: which of its dossiers need Grist, which have not changed, which are out of the scope.

import { fingerprintLight, lightOf } from '../sync/light';
import type { Dossier } from '../sync/model/dossier';
import type { DossierFile } from '../sync/model/file-copy';
import type { CellWarning } from '../sync/model/operation';
import type { Wanted } from '../sync/plan';
import { inScope } from '../sync/scope';
import type { Presence } from '../sync/tables/dossiers';
import { fingerprintRows } from './fingerprint';
import type { BatchRecord, DossierFailure, KnownDossier, ToldFile } from './ports';
import type { Workshop } from './workshop';

export type Changed = Wanted & {
  readonly dossier: number;
  readonly known: KnownDossier;
  readonly isNew: boolean;
  /** Its files; null when no field is mirrored. */
  readonly files: readonly ToldFile[] | null;
};

export type Sifted = {
  /** To be written, with what the Ledger will remember of each once it is. */
  readonly changed: readonly Changed[];
  /** Read again and found equal: nothing to write, but their version may have moved. */
  readonly unchanged: readonly KnownDossier[];
  /** Known as live, and no longer in the user's scope. */
  readonly leaving: readonly KnownDossier[];
  readonly outOfScope: number;
  readonly warnings: readonly CellWarning[];
};

/** One Ledger query for the whole page; no request. */
export async function sift(
  workshop: Workshop,
  dossiers: readonly Dossier[],
  compares: boolean,
): Promise<Sifted> {
  const { ports, handle, settings } = workshop;
  const { shape, marking, mirrored } = await workshop.form();
  // A dossier modified during the reading comes back: its last version wins.
  const latest = [...new Map(dossiers.map((dossier) => [dossier.number, dossier])).values()];
  const known = await ports.ledger.known(
    handle.linkId,
    latest.map(({ number }) => number),
  );
  const changed: Changed[] = [];
  const unchanged: KnownDossier[] = [];
  const leaving: KnownDossier[] = [];
  const warnings: CellWarning[] = [];
  let outOfScope = 0;
  for (const dossier of latest) {
    const before = known.get(dossier.number);
    if (!inScope(dossier, settings.scope)) {
      outOfScope += 1;
      if (before !== undefined && before.presence !== 'out_of_scope') {
        leaving.push(remember(dossier, '', 'out_of_scope'));
      }
      continue;
    }
    const made = shape.rowsOf(dossier);
    warnings.push(...made.warnings);
    const fingerprint = fingerprintRows(made.rows, marking);
    const after = remember(dossier, fingerprint, 'live');
    if (!compares && before?.fingerprint === fingerprint && before.presence === 'live') unchanged.push(after);
    else {
      changed.push({
        dossier: dossier.number,
        rows: made.rows,
        known: after,
        isNew: before === undefined,
        files: mirrored.size === 0 ? null : filesForLedger(shape.filesOf(dossier)),
      });
    }
  }
  return { changed, unchanged, leaving, outOfScope, warnings };
}

/** As the Ledger is told of them. */
export function filesForLedger(files: readonly DossierFile[]): readonly ToldFile[] {
  return files.map(({ key, file, isMirrored }) => ({ key, bytes: file.byteSize, isMirrored }));
}

/**
 * What the record of a batch must say of the files of the dossiers whose rows were written, a value too long included:
 * what is not told here is never copied. `unwritten`: those that Grist did not take.
 */
export function filesToTell(
  changed: readonly Changed[],
  unwritten: readonly DossierFailure[],
): Pick<BatchRecord, 'files'> {
  const left = new Set(unwritten.map(({ number }) => number));
  const files = changed.flatMap((item) =>
    item.files === null || left.has(item.dossier) ? [] : [[item.dossier, item.files] as const],
  );
  return files.length === 0 ? {} : { files: new Map(files) };
}

function remember(dossier: Dossier, fingerprint: string, presence: Presence): KnownDossier {
  return {
    number: dossier.number,
    fingerprint,
    version: dossier.dates.derniereModification,
    revisionId: dossier.revisionId,
    light: fingerprintLight(lightOf(dossier)),
    presence,
    missingSince: null,
  };
}
