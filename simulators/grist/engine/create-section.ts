// `CreateViewSection`: a section of a table, or of a summary of it.

import { nextId } from './model';
import { addSection, addView, recordMissing } from './pages';
import { notSimulated } from './refusal';
import { summaryOf } from './summaries';
import type { Work } from './work';

/**
 * `CreateViewSection`: a grid, in a page of its own when `viewRef` is 0; of a summary table, made when there is none,
 * when columns to group by are given.
 */
export function createSection(work: Work, [tableRef, viewRef, kind, groupBy]: readonly unknown[]): unknown {
  if (kind !== 'record') throw notSimulated('CreateViewSection of other widgets than grids');
  const { model } = work;
  work.touchStructure();
  const table = model.tableByRef(Number(tableRef));
  if (table === undefined) throw recordMissing();
  let view = Number(viewRef);
  if (view === 0) {
    view = nextId(model.views.map((one) => one.ref));
    addView(model, view, { name: 'New page', type: 'empty' });
  } else if (!model.views.some((one) => one.ref === view)) throw recordMissing();
  const shown = Array.isArray(groupBy) ? summaryOf(work, table, groupBy.map(Number)) : table;
  const ref = nextId(model.sections.map((one) => one.ref));
  addSection(model, ref, shown.ref, view, kind);
  work.modified = true;
  return { tableRef: table.ref, viewRef: view, sectionRef: ref };
}
