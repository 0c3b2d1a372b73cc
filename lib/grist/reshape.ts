// Changing the document's structure: two transactions at most, the second from what Grist answered to the first.

import type { Failure } from '../errors/failure';
import type { Reshaped } from '../run/ports';
import type { SchemaOperation } from '../sync/model/operation';
import { columnPlace, planCreation, readCreated, type UserAction } from './creation';
import { failureOfRefusal } from './failure';
import { planFinishing } from './finishing';
import { type KnownTable, needsBase, openNames } from './names';
import { ownGrids, planPages, readPages } from './pages';
import type { Refusal } from './refusal';
import { foundTables, type RawTable, readStructure } from './structure';
import type { Wire } from './wire';
import { MAX_BYTES } from './write';

export type RawReshaped = { readonly reshaped: Reshaped; readonly structure: readonly RawTable[] };

/**
 * Requests: 1 to create and change, 1 to read the refs, 1 to finish what was created, 1 more for the pages when
 * columns are added to existing tables, 2 when some are hidden or shown; 1 when there is nothing to do. (One more to begin with if a formula names a
 * column of a known table that was given without its columns, and `base` is null.)
 *
 * Each request is one transaction. If the second is not applied, the tables of the first are there, under the ids
 * wanted, and the columns added to older tables bear our mark: the next run adopts them, finds them unprotected and asks `describe_column` with the
 * reason `colonne_protegee`, which does what the second request should have done, display columns included.
 *
 * Throws GRIST_STRUCTURE_INTERDITE, GRIST_STRUCTURE_CHANGEE, GRIST_ECRITURE_INCERTAINE…
 */
export async function reshapeDocument(
  wire: Wire,
  operations: readonly SchemaOperation[],
  known: readonly KnownTable[],
  base: readonly RawTable[] | null,
): Promise<RawReshaped> {
  const before = needsBase(operations, known) ? (base ?? (await readStructure(wire))) : [];
  const names = openNames(operations, known, before);
  const creation = planCreation(operations, names);
  const created = readCreated(creation, await applyAll(wire, creation.actions), names);
  const structure = await readStructure(wire);
  const pages = await readPages(wire, structure, operations);
  const finishing = planFinishing({
    operations,
    made: created.columns,
    known,
    names,
    structure,
    sections: ownGrids(structure, pages),
  });
  const turned = planPages(operations, pages);
  await applyAll(wire, [...finishing.actions, ...turned.actions]);
  return {
    structure: finishing.structure,
    reshaped: {
      structure: foundTables(finishing.structure),
      tables: created.tables,
      hidden: turned.hidden,
      columns: created.columns.flatMap(({ table, column }) => {
        const ref = finishing.refs.get(columnPlace(table, column.key));
        return ref === undefined ? [] : [{ table, column: column.key, ref }];
      }),
    },
  };
}

/** Return values of the actions, in order. One transaction, but for a structure whose description passes 900 KB. */
async function applyAll(wire: Wire, actions: readonly UserAction[]): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  for (const body of bodiesOf(actions)) {
    const applied = await wire.apply(body, 'structure');
    switch (applied.status) {
      case 'applied':
        values.push(...applied.values);
        break;
      case 'refused':
        throw refusedStructure(applied.refusal);
      case 'lost':
        await wire.settle(applied);
    }
  }
  return values;
}

function bodiesOf(actions: readonly UserAction[]): readonly Buffer[] {
  const bodies: Buffer[] = [];
  let texts: string[] = [];
  let bytes = 2;
  for (const action of actions) {
    const text = JSON.stringify(action);
    const weight = Buffer.byteLength(text) + 1;
    if (texts.length > 0 && bytes + weight > MAX_BYTES) {
      bodies.push(Buffer.from(`[${texts.join(',')}]`));
      texts = [];
      bytes = 2;
    }
    texts.push(text);
    bytes += weight;
  }
  if (texts.length > 0) bodies.push(Buffer.from(`[${texts.join(',')}]`));
  return bodies;
}

/** Any rule that refuses these actions is one about the structure. */
function refusedStructure(refusal: Refusal): Failure {
  if (refusal.kind !== 'rules') return failureOfRefusal(refusal, { quoi: 'structure' });
  return failureOfRefusal({ ...refusal, kind: 'structure_rules' }, { quoi: 'structure' });
}
