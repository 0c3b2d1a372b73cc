// Restructure: bring the document's tables and columns to what the form and the options want, destroying nothing.

import { Failure } from '../errors/failure';
import { bind, withCreated } from '../sync/bind';
import { type DriftPolicy, drift, locateTables } from '../sync/drift';
import type { SchemaNotice, SchemaOperation } from '../sync/model/operation';
import type { FoundTable } from '../sync/model/table';
import type { Workshop } from './workshop';

export type RestructurePolicy = { readonly acceptConversions: boolean };

export type Restructured = {
  readonly operations: readonly SchemaOperation['type'][];
  readonly notices: readonly SchemaNotice[];
};

/** Grist: 1 request when nothing changes, at most 5. */
export async function restructure(workshop: Workshop, policy: RestructurePolicy): Promise<Restructured> {
  const { ports } = workshop;
  ports.journal.write({ type: 'phase', phase: 'structure' });
  const { shape } = await workshop.form();
  const link = await workshop.link();
  let structure = await ports.destination.structure();
  const before = refsOf(structure);
  const located = locateTables(shape.layout, structure, link.bindings);
  await refuseSharedTables(
    workshop,
    [...located.values()].map(({ ref }) => ref),
  );
  let fresh: ReadonlySet<number> = new Set();
  for (let round = 1; ; round += 1) {
    try {
      return await bringTo(workshop, structure, { ...policy, fresh });
    } catch (error) {
      const isLost = error instanceof Failure && error.code === 'GRIST_ECRITURE_INCERTAINE';
      if (!isLost || round === MAX_ROUNDS) throw error;
      // What appeared since we looked, under our ids, is what the lost answer made: taken, never made a second time.
      structure = await ports.destination.structure();
      fresh = new Set([...refsOf(structure)].filter((ref) => !before.has(ref)));
    }
  }
}

/** How often the structure is read and compared again when an answer was lost. */
const MAX_ROUNDS = 3;

/** Column refs are numbered over the whole document. */
function refsOf(structure: readonly FoundTable[]): ReadonlySet<number> {
  return new Set(structure.flatMap(({ columns }) => columns.map(({ ref }) => ref)));
}

async function bringTo(
  workshop: Workshop,
  structure: readonly FoundTable[],
  policy: DriftPolicy,
): Promise<Restructured> {
  const { ports, handle } = workshop;
  const { shape } = await workshop.form();
  const link = await workshop.link();
  const wanted = drift(shape.layout, structure, link.bindings, policy);
  refuse(wanted.notices);
  for (const notice of wanted.notices) {
    const sentence = noticeSentence(notice);
    if (sentence !== null) ports.journal.write({ type: 'notice', sentence });
  }
  await ports.ledger.note(handle, 'structure', { operations: wanted.operations, notices: wanted.notices });
  if (wanted.operations.length === 0) {
    await ports.ledger.saveBindings(handle, wanted.bindings);
    await workshop.reloadTables(structure);
    return { operations: [], notices: wanted.notices };
  }
  const located = locateTables(shape.layout, structure, link.bindings);
  const bound = bind(shape.layout, structure, wanted.bindings);
  const unbound = [...located].filter(([key]) => !bound.some((table) => table.key === key));
  await ports.ledger.renew(handle);
  const reshaped = await ports.destination.reshape(wanted.operations, [
    ...bound,
    ...unbound.map(([key, { ref, id }]) => ({ key, ref, id })),
  ]);
  const bindings = withCreated(wanted.bindings, shape.layout, reshaped, reshaped.structure);
  await ports.ledger.saveBindings(handle, bindings);
  await workshop.reloadTables(reshaped.structure);
  return { operations: wanted.operations.map(({ type }) => type), notices: wanted.notices };
}

async function refuseSharedTables(workshop: Workshop, refs: readonly number[]): Promise<void> {
  const others = await workshop.ports.ledger.otherOwners(workshop.handle.linkId, refs);
  const other = others[0];
  if (other === undefined) return;
  throw new Failure('GRIST_TABLES_DEJA_LIEES', {
    facts: { demarche: other.demarche, tables: others.length },
  });
}

/** What a run may not decide alone: it stops before anything is written. */
function refuse(notices: readonly SchemaNotice[]): void {
  const conversions = notices.filter((notice) => notice.type === 'conversion_needed');
  if (conversions.length > 0) {
    throw new Failure('GRIST_COLONNES_A_CONVERTIR', {
      detail: conversions
        .map(({ table, label, found, wanted }) => `${table} · « ${label} » : ${found} → ${wanted}`)
        .join('\n'),
      facts: { colonnes: conversions.length },
    });
  }
  if (notices.some((notice) => notice.type === 'table_missing' && notice.table === 'dossiers')) {
    throw new Failure('GRIST_TABLE_SUPPRIMEE');
  }
}

/** The notice in French; null for one that only history keeps. */
export function noticeSentence(notice: SchemaNotice): string | null {
  switch (notice.type) {
    case 'table_missing':
      return `La table ${notice.id} n’existe plus dans le document : elle n’est pas recréée sans votre accord.`;
    case 'column_missing':
      return `La colonne « ${notice.label} » a été supprimée du document : elle n’est pas recréée sans votre accord.`;
    case 'column_retyped':
      return `La colonne « ${notice.label} » a changé de type dans le document (${notice.found} au lieu de ${notice.wanted}) : son type est respecté ; les valeurs qui n’y tiendraient pas n’y sont plus écrites.`;
    case 'conversion_needed':
      return `La colonne « ${notice.label} » devrait passer de ${notice.found} à ${notice.wanted}.`;
    case 'column_frozen':
      return null;
  }
}
