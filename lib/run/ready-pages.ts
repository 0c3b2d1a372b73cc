// Making a ready-made page in the document, and taking it away while nobody has changed it. Each can be done twice, by two
// people at once, or after a process died in the middle: what is there is looked at first.

import { Failure } from '../errors/failure';
import type { FoundPage, MadeColumn, MadePage, PageDesign, PageKind } from '../sync/model/ready-page';
import { PAGE_NAMES } from '../sync/model/ready-page';
import type { FoundTable } from '../sync/model/table';
import { isAsDesigned, missingColumns, pageChange } from '../sync/ready-pages/changed';
import { designPage, pageMark } from '../sync/ready-pages/design';
import { type Placed, placeTables } from '../sync/ready-pages/place';
import type { Ports, ReadyPages, RunHandle } from './ports';

export type PagePorts = Pick<Ports, 'ledger' | 'destination' | 'readyPages'>;

/**
 * `deja`: it was there. Grist: at most 5 requests to look, then 1 for the structure and 9 to make it; for the groups, one
 * scan of one column more. Throws PAGE_PRETE_IMPOSSIBLE with the reason in its detail, and what `make` throws.
 */
export async function makeReadyPage(
  ports: PagePorts,
  handle: RunHandle,
  kind: PageKind,
): Promise<'faite' | 'deja'> {
  const { ledger, destination } = ports;
  const readyPages = pagesOf(ports);
  const mark = pageMark(kind, handle.linkId);
  if ((await knownPage(ports, handle, kind)) !== null) return 'deja';
  const found = await readyPages.find(mark);
  const structure = await destination.structure();
  const { bindings } = await ledger.readLink(handle.linkId);
  const placed = placeTables(structure, bindings);
  const designed = designPage(kind, placed, mark);
  if (found !== null) {
    const intact = designed.ok && isAsDesigned(found, designed.design);
    const columns = markedColumns(structure, mark);
    const refs = structure.flatMap((table) => table.columns.map(({ ref }) => ref));
    const lastColumn = refs.reduce((most, ref) => Math.max(most, ref), 0);
    await ledger.keepPage(handle, { kind, intact, page: found, columns, lastColumn });
    return 'deja';
  }
  if (!designed.ok) throw impossible(designed.why);
  if (kind === 'groupes') await requireGroups(ports, placed);
  await ledger.renew(handle);
  await ledger.keepPage(handle, await made(readyPages, designed.design));
  return 'faite';
}

/**
 * `absente`: it was no longer there. Columns that it had added stay when something else uses them: their ids are given.
 * Grist: at most 15 requests. Throws PAGE_PRETE_MODIFIEE with what was changed in its detail; nothing is changed then.
 */
export async function removeReadyPage(
  ports: PagePorts,
  handle: RunHandle,
  kind: PageKind,
): Promise<{ readonly status: 'retiree' | 'absente'; readonly kept: readonly string[] }> {
  const { ledger, destination } = ports;
  const readyPages = pagesOf(ports);
  const known = await knownPage(ports, handle, kind);
  if (known === null) return { status: 'absente', kept: [] };
  const { page, now } = known;
  if (!page.intact) throw touched(kind, 'Elle ne ressemble plus à ce que nous créons.');
  const structure = await destination.structure();
  const change = pageChange(page, now, await goneColumns(ports, handle, page.page, now));
  if (change !== null) throw touched(kind, change);
  const removable = await removableColumns(readyPages, structure, page);
  await ledger.renew(handle);
  await readyPages.remove(page.page.viewRef, removable);
  await ledger.forgetPage(handle, kind);
  const kept = page.columns.filter((column) => !removable.includes(column)).map(({ id }) => id);
  return { status: 'retiree', kept };
}

function pagesOf({ readyPages }: PagePorts): ReadyPages {
  if (readyPages === undefined) throw new Error('no ready-made page can be made here');
  return readyPages;
}

/** The page that we remember, and as it is now; forgotten when it is no longer in the document. */
async function knownPage(
  ports: PagePorts,
  handle: RunHandle,
  kind: PageKind,
): Promise<{ readonly page: MadePage; readonly now: FoundPage } | null> {
  const page = (await ports.ledger.pages(handle.linkId)).find((one) => one.kind === kind);
  if (page === undefined) return null;
  const now = await pagesOf(ports).look(page.page.viewRef);
  if (now !== null && isOurs(page.page, now, pageMark(kind, handle.linkId))) return { page, now };
  await ports.ledger.forgetPage(handle, kind);
  return null;
}

/** Grist gives the ref of a deleted last page to the next one: our mark, or one of our sections, must be there. */
function isOurs(made: FoundPage, now: FoundPage, mark: string): boolean {
  if (now.sections.some(({ description }) => description === mark)) return true;
  return made.sections.some((section) =>
    now.sections.some(({ ref, tableRef, title }) => {
      return ref === section.ref && tableRef === section.tableRef && title === section.title;
    }),
  );
}

async function made(readyPages: ReadyPages, design: PageDesign): Promise<MadePage> {
  return { kind: design.kind, intact: true, ...(await readyPages.make(design)) };
}

/** Columns that a process that died had added with the page. */
function markedColumns(structure: readonly FoundTable[], mark: string): readonly MadeColumn[] {
  return structure.flatMap(({ ref: tableRef, columns }) =>
    columns
      .filter(({ isFormula, description }) => isFormula && description.endsWith(mark))
      .map(({ ref: columnRef, id, label, formula }) => ({ tableRef, columnRef, id, label, formula })),
  );
}

/** Two groups at least: with one, the page would say nothing. */
async function requireGroups({ destination }: PagePorts, placed: Placed): Promise<void> {
  const dossiers = placed.get('dossiers');
  const column = dossiers?.columns.get(GROUP);
  if (dossiers === undefined || column === undefined) return;
  const { ref, id } = dossiers.found;
  const table = {
    ...{ key: 'dossiers' as const, ref, id, keyColumns: [], dossierColumn: null },
    columns: [{ key: GROUP, ref: column.ref, id: column.id, type: column.type }],
  };
  const groups = new Set<unknown>();
  for await (const rows of destination.scan(table, [GROUP])) {
    for (const { cells } of rows) if (typeof cells[GROUP] === 'string') groups.add(cells[GROUP]);
    if (groups.size > 1) return;
  }
  throw impossible('Tous les dossiers du document sont du même groupe instructeur.');
}

const GROUP = 'meta:groupe_instructeur_label';

/** Columns shown no more because they left the document, or because their field left the form and hides them. */
async function goneColumns(
  ports: PagePorts,
  handle: RunHandle,
  before: FoundPage,
  now: FoundPage,
): Promise<ReadonlySet<number>> {
  const missing = missingColumns(before, now);
  if (missing.length === 0) return new Set();
  const { bindings } = await ports.ledger.readLink(handle.linkId);
  const retired = new Set(
    bindings.tables.flatMap(({ columns }) =>
      columns.filter((column) => column.retired !== undefined).map(({ ref }) => ref),
    ),
  );
  const there = new Set((await pagesOf(ports).columns(missing)).map(({ columnRef }) => columnRef));
  return new Set(missing.filter((ref) => !there.has(ref) || retired.has(ref)));
}

/** Our columns that nobody changed, and that nothing else uses. */
async function removableColumns(
  readyPages: ReadyPages,
  structure: readonly FoundTable[],
  { columns, page }: MadePage,
): Promise<readonly MadeColumn[]> {
  const found = await readyPages.columns(columns.map(({ columnRef }) => columnRef));
  const same = columns.filter((column) =>
    found.some(
      (one) =>
        one.columnRef === column.columnRef &&
        one.tableRef === column.tableRef &&
        one.isFormula &&
        one.formula === column.formula,
    ),
  );
  const removable: MadeColumn[] = [];
  for (const column of same) {
    const id = found.find((one) => one.columnRef === column.columnRef)?.id ?? column.id;
    if (isNamed(structure, column.columnRef, id)) continue;
    if (!(await readyPages.isShownElsewhere([column.columnRef], page.viewRef))) removable.push(column);
  }
  return removable;
}

/** Does another formula say its name? A name of somebody else's column spares it too: nothing is lost by that. */
function isNamed(structure: readonly FoundTable[], ref: number, id: string): boolean {
  const name = new RegExp(`\\b${id}\\b`);
  return structure.some(({ columns }) =>
    columns.some((column) => column.ref !== ref && name.test(column.formula)),
  );
}

function impossible(detail: string): Failure {
  return new Failure('PAGE_PRETE_IMPOSSIBLE', { detail });
}

function touched(kind: PageKind, detail: string): Failure {
  return new Failure('PAGE_PRETE_MODIFIEE', { detail: `${PAGE_NAMES[kind]} : ${detail}` });
}
