// A page as it is in the document now, whole: what tells whether somebody changed it.

import type { FoundPage } from '../../sync/model/ready-page';
import type { Wire } from '../wire';
import { COLUMNS, FIELDS, FILTERS, readMetadata, SECTIONS, VIEWS } from './metadata';

/** Null when there is no such page. 2 requests, 4 when it is there. */
export async function lookAtPage(wire: Wire, viewRef: number): Promise<FoundPage | null> {
  const [view] = await readMetadata(wire, VIEWS, { id: [viewRef] });
  if (view === undefined) return null;
  const sections = await readMetadata(wire, SECTIONS, { parentId: [viewRef] });
  const refs = sections.map(({ id }) => id);
  const fields = refs.length === 0 ? [] : await readMetadata(wire, FIELDS, { parentId: refs });
  const filters = refs.length === 0 ? [] : await readMetadata(wire, FILTERS, { viewSectionRef: refs });
  return {
    viewRef,
    name: view.fields.name,
    layout: view.fields.layoutSpec,
    sections: sections.map(({ id, fields: section }) => ({
      ref: id,
      tableRef: section.tableRef,
      widget: section.parentKey,
      title: section.title,
      description: section.description,
      options: section.options,
      chartType: section.chartType,
      sort: section.sortColRefs,
      link: [section.linkSrcSectionRef, section.linkSrcColRef, section.linkTargetColRef],
      fields: fields
        .filter((field) => field.fields.parentId === id)
        .sort((left, right) => left.fields.parentPos - right.fields.parentPos)
        .map((field) => ({ columnRef: field.fields.colRef, options: field.fields.widgetOptions })),
      filters: filters
        .filter((filter) => filter.fields.viewSectionRef === id)
        .map(({ fields: { colRef, filter } }) => ({ columnRef: colRef, filter }))
        .sort((left, right) => left.columnRef - right.columnRef),
    })),
  };
}

/** Views whose first words are this mark. 1 request. */
export async function viewsMarked(wire: Wire, mark: string): Promise<readonly number[]> {
  const sections = await readMetadata(wire, SECTIONS, { description: [mark] });
  return [...new Set(sections.map(({ fields }) => fields.parentId))].filter((viewRef) => viewRef > 0);
}

/** The raw data and the record card of a table are in no page, and show every column. */
export async function isShownElsewhere(
  wire: Wire,
  refs: readonly number[],
  viewRef: number,
): Promise<boolean> {
  if (refs.length === 0) return false;
  const grouped = await readMetadata(wire, COLUMNS, { summarySourceCol: refs });
  const fields = await readMetadata(wire, FIELDS, { colRef: refs });
  const inSummaries =
    grouped.length === 0
      ? []
      : await readMetadata(wire, SECTIONS, { tableRef: grouped.map(({ fields: { parentId } }) => parentId) });
  const showing =
    fields.length === 0
      ? []
      : await readMetadata(wire, SECTIONS, { id: fields.map(({ fields: { parentId } }) => parentId) });
  return [...inSummaries, ...showing].some(
    ({ fields: { parentId } }) => parentId > 0 && parentId !== viewRef,
  );
}
