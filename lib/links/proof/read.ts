// What is proved of a link: the last statement of each depth, and what the last verification found, without any value.

import { z } from 'zod';
import type { Proof, ProofDepth, ProofHistory } from '../../run/ports';
import { latestProof } from '../../run/proof-due';
import type { Difference } from '../../run/tally';
import { readLink } from '../../store/link-rows';
import { lastProofs, latestFindings } from '../../store/proof-rows';
import { storedTableKey } from '../../store/stored-json';
import type { Bindings, ColumnKey, TableKey } from '../../sync/model/table';
import type { Service } from '../service';
import { tableTitle } from '../structure/table-words';

export type DifferenceLine = {
  /** Title of the table. */
  readonly table: string;
  readonly dossier: number | null;
  readonly kind: Difference['kind'];
  /** Labels of the columns that differ, for `differente`. */
  readonly columns: readonly string[];
};

export type Findings = {
  readonly runId: string;
  readonly provedAt: Date;
  readonly depth: ProofDepth;
  readonly complete: boolean;
  readonly repaired: number;
  /** How many there are, however many are listed. */
  readonly differences: number;
  readonly listed: readonly DifferenceLine[];
  /** How many of those listed are of each kind. */
  readonly kinds: Readonly<Partial<Record<Difference['kind'], number>>>;
  /** Tables and columns that are wanted and not there, in words. */
  readonly missing: readonly string[];
};

export type Proofs = {
  readonly history: ProofHistory;
  readonly latest: Proof | null;
  /** Of the last verification, whatever its depth; null when none was made, or its notes are gone. */
  readonly findings: Findings | null;
};

/** Throws LIAISON_INCONNUE. */
export async function readProofs({ database }: Service, linkId: string): Promise<Proofs> {
  const [history, { bindings }, found] = await Promise.all([
    lastProofs(database, linkId),
    readLink(database, linkId),
    latestFindings(database, linkId),
  ]);
  return {
    history,
    latest: latestProof(history),
    findings: found === null ? null : findingsOf(found, bindings),
  };
}

const noted = z.object({
  depth: z.enum(['comptes', 'legere', 'complete']),
  differenceCount: z.number(),
  repaired: z.number().default(0),
  complete: z.boolean(),
  structure: z.array(z.object({ table: storedTableKey, column: z.string().nullable() })),
  differences: z.array(
    z.object({
      table: storedTableKey,
      dossier: z.number().nullable(),
      kind: z.enum(['manquante', 'differente', 'en_trop', 'en_double']),
      columns: z.array(z.string()),
    }),
  ),
});

/** A note that an older version wrote otherwise is not guessed: the statement stays, the list is not shown. */
function findingsOf(
  { runId, provedAt, value }: { readonly runId: string; readonly provedAt: Date; readonly value: unknown },
  bindings: Bindings,
): Findings | null {
  const read = noted.safeParse(value);
  if (!read.success) return null;
  const { depth, differenceCount, repaired, complete, structure, differences } = read.data;
  const names = namesOf(bindings);
  const kinds: Partial<Record<Difference['kind'], number>> = {};
  for (const { kind } of differences) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return {
    ...{ runId, provedAt, depth, complete, repaired, kinds },
    differences: differenceCount,
    listed: differences.map(({ table, dossier, kind, columns }) => ({
      ...{ table: names.table(table), dossier, kind },
      columns: columns.map((column) => names.column(table, column)),
    })),
    missing: structure.map(({ table, column }) =>
      column === null
        ? `La table « ${names.table(table)} » manque.`
        : `Dans la table « ${names.table(table)} », la colonne « ${names.column(table, column)} » manque.`,
    ),
  };
}

function namesOf({ tables }: Bindings) {
  const tie = (key: TableKey) => tables.find((table) => table.key === key);
  return {
    table: (key: TableKey) => tableTitle(key, tie(key)?.label),
    column: (key: TableKey, column: ColumnKey) =>
      tie(key)?.columns.find((one) => one.key === column)?.label ?? column,
  };
}
