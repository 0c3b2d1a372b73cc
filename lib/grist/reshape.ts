// Changing the document's structure: two transactions at most, the second from what Grist answered to the first.

import { z } from 'zod';
import type { Failure } from '../errors/failure';
import type { Reshaped } from '../run/ports';
import type { SchemaOperation } from '../sync/model/operation';
import { columnPlace, planCreation, readCreated, type UserAction } from './creation';
import { failureOfRefusal } from './failure';
import { type PageSection, planFinishing } from './finishing';
import { type KnownTable, needsBase, openNames } from './names';
import type { Refusal } from './refusal';
import { foundTables, type RawTable, readStructure } from './structure';
import { answeredOrThrow, shapedAs, type Wire } from './wire';
import { MAX_BYTES } from './write';

export type RawReshaped = { readonly reshaped: Reshaped; readonly structure: readonly RawTable[] };

/**
 * Requests: 1 to create and change, 1 to read the refs, 1 to finish what was created, 1 more for the page when
 * columns are added to existing tables; 1 when there is nothing to do. (One more to begin with if a formula names a
 * column of a known table that was given without its columns, or a column is added, and `base` is null.)
 *
 * Each request is one transaction. If the second is not applied, the tables of the first are there under the ids
 * wanted, and the columns added to other tables bear their mark: the next run adopts them, tables by id and columns by
 * mark, and asks `describe_column` with the reason `colonne_protegee` for what is unprotected, which does what the
 * second request should have done, display columns included.
 *
 * Throws GRIST_STRUCTURE_INTERDITE, GRIST_STRUCTURE_CHANGEE, GRIST_ECRITURE_INCERTAINE…
 */
export async function reshapeDocument(
  wire: Wire,
  operations: readonly SchemaOperation[],
  known: readonly KnownTable[],
  base: readonly RawTable[] | null,
): Promise<RawReshaped> {
  const grows = operations.some(({ type }) => type === 'add_column');
  const before = grows || needsBase(operations, known) ? (base ?? (await readStructure(wire))) : [];
  const names = openNames(operations, known, before);
  const creation = planCreation(operations, names, before);
  const created = readCreated(creation, await applyAll(wire, creation.actions), names);
  const structure = await readStructure(wire);
  const finishing = planFinishing({
    operations,
    made: created.columns,
    known,
    names,
    structure,
    sections: await pageSections(wire, structure, operations),
  });
  await applyAll(wire, finishing.actions);
  return {
    structure: finishing.structure,
    reshaped: {
      structure: foundTables(finishing.structure),
      tables: created.tables,
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

const Sections = z.object({
  records: z.array(
    z.object({
      id: z.number().int(),
      fields: z.object({
        tableRef: z.number().int(),
        parentKey: z.string().nullish(),
      }),
    }),
  ),
});

/**
 * Grids of the pages that came with the tables to which columns are added. 1 request, none when there is no need.
 * A place in a page is a courtesy: where Grist does not tell its pages, the column is seen in the raw data only, and
 * the run goes on.
 */
async function pageSections(
  wire: Wire,
  structure: readonly RawTable[],
  operations: readonly SchemaOperation[],
): Promise<readonly PageSection[]> {
  const grown = new Set(
    operations.flatMap((operation) => (operation.type === 'add_column' ? [operation.tableRef] : [])),
  );
  const views = structure
    .filter((table) => grown.has(table.ref) && table.primaryView > 0)
    .map((table) => table.primaryView);
  if (views.length === 0) return [];
  const filter = encodeURIComponent(JSON.stringify({ parentId: views }));
  const heard = await wire.read({
    method: 'GET',
    path: `/tables/_grist_Views_section/records?filter=${filter}`,
  });
  if (heard.status === 'refused' && NOT_TOLD.has(heard.refusal.kind)) return [];
  return shapedAs(Sections, answeredOrThrow(heard, 'pages'), 'pages')
    .records.filter((record) => record.fields.parentKey === 'record')
    .map((record) => ({ id: record.id, tableRef: record.fields.tableRef }));
}

/** Refusals about the pages themselves; any other is about the document or the key, and matters. */
const NOT_TOLD: ReadonlySet<Refusal['kind']> = new Set([
  'no_endpoint',
  'structure_changed',
  'no_access',
  'rules',
]);
