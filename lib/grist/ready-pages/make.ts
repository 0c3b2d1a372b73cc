// Making a page and taking it away, each in one transaction.

import { z } from 'zod';
import { Failure } from '../../errors/failure';
import type { ReadyPages } from '../../run/ports';
import type { FoundPage, MadeColumn, MadePage, PageDesign } from '../../sync/model/ready-page';
import type { UserAction } from '../creation';
import { failureOfRefusal } from '../failure';
import type { Refusal } from '../refusal';
import { type Applied, shapedAs, type Wire } from '../wire';
import { type Before, type Blueprint, drawBlueprint } from './blueprint';
import { isShownElsewhere, lookAtPage, viewsMarked } from './look';
import { COLUMNS, readMetadata, SECTIONS, TABLES, VIEWS } from './metadata';

/** Somebody else made something between the look and the transaction: as often as that is tried again. */
const MOST_TRIES = 3;

export function openReadyPages(wire: Wire): ReadyPages {
  return {
    look: (viewRef) => lookAtPage(wire, viewRef),
    async find(mark) {
      const [viewRef] = await viewsMarked(wire, mark);
      return viewRef === undefined ? null : lookAtPage(wire, viewRef);
    },
    columns: async (refs) => {
      const rows = refs.length === 0 ? [] : await readMetadata(wire, COLUMNS, { id: refs });
      const found = new Map(rows.map(({ id, fields }) => [id, fields]));
      return refs.flatMap((ref) => {
        const column = found.get(ref);
        if (column === undefined) return [];
        const { colId, parentId, label, formula, isFormula } = column;
        return [{ columnRef: ref, tableRef: parentId, id: colId, label, formula, isFormula }];
      });
    },
    isShownElsewhere: (refs, viewRef) => isShownElsewhere(wire, refs, viewRef),
    make: (design) => makePage(wire, design),
    remove: (viewRef, columns) => removePage(wire, viewRef, columns),
  };
}

async function makePage(wire: Wire, design: PageDesign): Promise<Omit<MadePage, 'kind' | 'intact'>> {
  for (let turn = 1; ; turn += 1) {
    const before: Before = {
      views: (await readMetadata(wire, VIEWS)).map(({ id }) => id),
      sections: (await readMetadata(wire, SECTIONS)).map(({ id }) => id),
      tables: await readMetadata(wire, TABLES),
      columns: await readMetadata(wire, COLUMNS),
    };
    const blueprint = drawBlueprint(design, before);
    const applied = await wire.apply(bytes(blueprint.actions), 'structure');
    if (applied.status === 'lost') return wire.settle(applied);
    if (applied.status === 'applied') {
      const made = await readBack(wire, design, blueprint, applied.values);
      if (made !== null) return made;
      if (turn === MOST_TRIES) throw new Failure('GRIST_STRUCTURE_CHANGEE', { facts: { quoi: 'page' } });
      continue;
    }
    const mayPass = applied.refusal.kind === 'sandbox' || applied.refusal.kind === 'structure_changed';
    if (!mayPass || turn === MOST_TRIES) throw refused(applied.refusal);
  }
}

const Added = z.object({ colRef: z.number().int() });

/** The page as it was foreseen; when it is not, it is taken away at once, and null. */
async function readBack(
  wire: Wire,
  design: PageDesign,
  blueprint: Blueprint,
  values: readonly unknown[],
): Promise<Omit<MadePage, 'kind' | 'intact'> | null> {
  // Only what Grist says that it made may be removed again.
  const columns = design.columns.map(({ tableRef, id, label, formula }, rank) => ({
    ...{ tableRef, id, label, formula },
    columnRef: shapedAs(Added, values[blueprint.columns[rank]?.rank ?? 0], 'pages').colRef,
  }));
  const page = await lookAtPage(wire, blueprint.viewRef);
  const shown = new Set(blueprint.sections.flatMap(({ fields }) => fields));
  const found = await readMetadata(wire, COLUMNS);
  const homes = new Map(
    found.filter(({ id }) => shown.has(id)).map(({ id, fields }) => [id, fields.parentId]),
  );
  const foreseen =
    page !== null &&
    isAsPlanned(page, blueprint) &&
    blueprint.columns.every(({ ref }, rank) => ref === columns[rank]?.columnRef) &&
    blueprint.sections.every(({ tableRef, fields }) => fields.every((ref) => homes.get(ref) === tableRef));
  if (foreseen) return { page, columns, lastColumn: found.reduce((most, { id }) => Math.max(most, id), 0) };
  await removePage(wire, blueprint.viewRef, columns);
  return null;
}

function isAsPlanned({ sections }: FoundPage, plan: Blueprint): boolean {
  return (
    sections.length === plan.sections.length &&
    plan.sections.every(({ ref, tableRef, fields }) => {
      const found = sections.find((section) => section.ref === ref);
      return (
        found?.tableRef === tableRef &&
        found.fields.map(({ columnRef }) => columnRef).join() === fields.join()
      );
    })
  );
}

/** The summary tables that only this page shows leave with it: by Grist's own doing, but for those of our own columns. */
async function removePage(
  wire: Wire,
  viewRef: number,
  columns: readonly Pick<MadeColumn, 'columnRef'>[],
): Promise<void> {
  const actions: UserAction[] = [['RemoveRecord', '_grist_Views', viewRef]];
  if (columns.length > 0) {
    const refs = columns.map(({ columnRef }) => columnRef);
    const grouped = await readMetadata(wire, COLUMNS, { summarySourceCol: refs });
    const tables = [...new Set(grouped.map(({ fields: { parentId } }) => parentId))];
    // Before the column: without it Grist would group the summary by nothing, and keep it (seen on grist-core 1.7.17).
    if (tables.length > 0) actions.push(['BulkRemoveRecord', '_grist_Tables', tables]);
    actions.push(['BulkRemoveRecord', '_grist_Tables_column', refs]);
  }
  const applied: Applied = await wire.apply(bytes(actions), 'structure');
  if (applied.status === 'lost') await wire.settle(applied);
  if (applied.status === 'refused') throw refused(applied.refusal);
}

function bytes(actions: readonly UserAction[]): Uint8Array {
  return Buffer.from(JSON.stringify(actions));
}

/** Any rule that refuses these actions is one about the structure. */
function refused(refusal: Refusal): Failure {
  return failureOfRefusal(refusal.kind === 'rules' ? { ...refusal, kind: 'structure_rules' } : refusal, {
    quoi: 'page',
  });
}
