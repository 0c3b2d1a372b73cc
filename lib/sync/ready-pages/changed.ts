// Whether a page is still as it was made, and as it is to be made: what a person may have changed of it.

import type { FoundPage, FoundSection, MadePage, PageDesign } from '../model/ready-page';

/**
 * Pure. What somebody changed, in words; null when nothing. `gone`: columns that left the document or were hidden by a
 * change of the form; their fields left the page without anybody's hand, as those of columns added since came into its
 * grids. Widths are nobody's work: they are not looked at.
 */
export function pageChange(
  { page: made, lastColumn }: Pick<MadePage, 'page' | 'lastColumn'>,
  now: FoundPage,
  gone: ReadonlySet<number>,
): string | null {
  if (now.name !== made.name) return `Elle s’appelle maintenant « ${now.name} ».`;
  const found = new Map(now.sections.map((section) => [section.ref, section]));
  if (made.sections.some(({ ref }) => !found.has(ref))) return 'Un de ses blocs a été supprimé.';
  if (now.sections.length > made.sections.length) return 'Un bloc y a été ajouté.';
  for (const before of made.sections) {
    const after = found.get(before.ref);
    if (after !== undefined && !sameSection(before, withoutNew(after, before, lastColumn), gone)) {
      return `Son bloc « ${before.title} » a été modifié.`;
    }
  }
  return now.layout === made.layout ? null : 'Sa disposition a été modifiée.';
}

/** Grist adds a new column to every grid, last (`AddVisibleColumn`, conformance case). */
function withoutNew(section: FoundSection, before: FoundSection, lastColumn: number): FoundSection {
  if (section.widget !== 'record') return section;
  const known = new Set(before.fields.map(({ columnRef }) => columnRef));
  const fields = section.fields.filter(({ columnRef }) => columnRef <= lastColumn || known.has(columnRef));
  return { ...section, fields };
}

function sameSection(before: FoundSection, after: FoundSection, gone: ReadonlySet<number>): boolean {
  const shown = ({ fields }: FoundSection) => fields.filter(({ columnRef }) => !gone.has(columnRef));
  const facts = ({ fields: _fields, ...rest }: FoundSection) => rest;
  const text = (section: FoundSection) => JSON.stringify([facts(section), shown(section)]);
  return text(before) === text(after);
}

/** Fields of the page as it was made that it shows no more. */
export function missingColumns(made: FoundPage, now: FoundPage): readonly number[] {
  return made.sections.flatMap(({ ref, fields }) => {
    const after = now.sections.find((section) => section.ref === ref)?.fields ?? [];
    return fields
      .map(({ columnRef }) => columnRef)
      .filter((columnRef) => !after.some((field) => field.columnRef === columnRef));
  });
}

/** Pure. Is a page that bears our mark what this design makes, as far as its parts tell? */
export function isAsDesigned(page: FoundPage, design: PageDesign): boolean {
  const title = ({ title, widget, fields }: { title: string; widget: string; fields: readonly unknown[] }) =>
    JSON.stringify([title, widget, fields.length]);
  return (
    page.name === design.name &&
    page.sections.map(title).join() === design.sections.map(title).join() &&
    page.sections.every(({ filters }) => filters.length === 0)
  );
}
