// The preview of a link: what its document would become and a sample of its rows, from a bounded look at both sides. The
// same stages as a run, rehearsed: no second code path decides what to write. Nothing of it is kept anywhere.

import type { RowGroup, SchemaOperation, WantedRow } from '../sync/model/operation';
import type { TableKey, TableSpec } from '../sync/model/table';
import { inScope } from '../sync/scope';
import { columnTypeWords } from './grist-type-words';
import type { Link, LinkSettings, PageRequest, Ports } from './ports';
import { cellText } from './preview-text';
import { rehearse } from './rehearsal';
import { restructure } from './restructure';
import { sift } from './sift';
import { noticeSentence } from './structure-words';
import { openWorkshop } from './workshop';
import { writeBatch } from './writer';

export type PreviewColumn = {
  readonly key: string;
  readonly label: string;
  /** In French. */
  readonly type: string;
  readonly status: 'nouvelle' | 'existante' | 'a_convertir';
};

export type PreviewTable = {
  readonly key: TableKey;
  readonly id: string;
  /** Of a repeated block, as the form names it. */
  readonly label: string | null;
  readonly status: 'nouvelle' | 'existante';
  readonly columns: readonly PreviewColumn[];
  /** A few rows, as they would read in Grist; as many cells as columns. Values of dossiers: shown, never kept. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
  /** Of the sample. */
  readonly counts: { readonly add: number; readonly update: number; readonly remove: number };
};

export type Preview = {
  readonly title: string;
  readonly tables: readonly PreviewTable[];
  /** `announced`: what Démarche numérique says there are in all, null when it does not say. */
  readonly dossiers: {
    readonly announced: number | null;
    readonly read: number;
    readonly inScope: number;
    readonly isWhole: boolean;
  };
  /** Columns that exist in another type: the first synchronisation stops and asks. */
  readonly conversions: number;
  /** Those of a document taken over whose conversion was accepted: it does them. */
  readonly accepted: number;
  /** What is out of the ordinary, in French sentences without any value. */
  readonly notices: readonly string[];
  /** For all the dossiers, when their number is known. */
  readonly effort: {
    readonly demarches: number;
    readonly grist: number;
    readonly milliseconds: number;
  } | null;
};

/** Rows shown of a table. */
const SHOWN = 5;

/** Pages read at most: a second one only where the filters left nothing of the first. */
const MOST_PAGES = 3;

/** Dossiers of a page of a run, once it has found its pace (facts/demarches.md §2). */
const PAGE = 100;

/** Bytes of one write in Grist (lib/grist/write.ts). */
const WRITE_BYTES = 900_000;

/**
 * DN: 2 to 3 requests and one page (three at most where the filters leave nothing). Grist: 2 to 4, nothing is written.
 * Throws what a run would throw: rights that lack, tables of another link (GRIST_TABLES_DEJA_LIEES).
 */
export async function previewLink(ports: Ports, link: Link, settings: LinkSettings): Promise<Preview> {
  const rehearsal = rehearse(ports, link);
  const workshop = openWorkshop(rehearsal.ports, rehearsal.handle, settings);
  const { demarche, shape, selection } = await workshop.readForm();
  const { notices } = await restructure(workshop, { acceptConversions: true });
  const started = ports.clock.now();
  const sample: WantedRow[] = [];
  let read = 0;
  let kept = 0;
  let request = firstRequest(settings);
  let isWhole = false;
  for (let page = 1; page <= MOST_PAGES && kept === 0 && !isWhole && !ports.stop.aborted; page += 1) {
    const { dossiers, endCursor, hasNextPage } = await ports.source.page(request, selection);
    const wanted = dossiers.filter((dossier) => inScope(dossier, settings.scope));
    read += dossiers.length;
    kept += wanted.length;
    isWhole = !hasNextPage;
    request = { ...request, after: endCursor };
    const { changed } = await sift(workshop, dossiers, true);
    await writeBatch(workshop, changed);
    sample.push(...changed.flatMap(({ rows }) => rows));
  }
  const elapsed = ports.clock.now() - started;
  const groups = rehearsal.groups();
  const schema = rehearsal.schema();
  return {
    title: demarche.title,
    tables: shape.layout.tables.map((table) => tableOf(table, { schema, groups, sample, shape })),
    dossiers: { announced: demarche.dossiersCount, read, inScope: kept, isWhole },
    ...conversionsOf(schema),
    notices: notices.flatMap((notice) => noticeSentence(notice) ?? []),
    effort: effortOf(isWhole ? read : demarche.dossiersCount, { read, kept, elapsed, groups }),
  };
}

function conversionsOf(schema: readonly SchemaOperation[]): Pick<Preview, 'conversions' | 'accepted'> {
  const done = schema.flatMap((one) => (one.type === 'convert_column' ? [one.column] : []));
  const accepted = done.filter(({ conversion }) => conversion === 'acceptee').length;
  return { conversions: done.length - accepted, accepted };
}

/** What a first load would ask for: DN's own filters are safe then. */
function firstRequest({ scope }: LinkSettings): PageRequest {
  return {
    order: scope.depotDebut === null ? 'updated' : 'deposited',
    since: scope.depotDebut,
    after: null,
    state: scope.statuts.length === 1 ? (scope.statuts[0] ?? null) : null,
    archived: scope.archives === 'tous' ? null : scope.archives === 'seulement',
  };
}

type Seen = {
  readonly schema: readonly SchemaOperation[];
  readonly groups: readonly RowGroup[];
  readonly sample: readonly WantedRow[];
  readonly shape: { readonly sharedRows: readonly WantedRow[] };
};

function tableOf(table: TableSpec, { schema, groups, sample, shape }: Seen): PreviewTable {
  const isNew = schema.some((one) => one.type === 'create_table' && one.table.key === table.key);
  const added = new Set(
    schema.flatMap((one) => (one.type === 'add_column' && one.table === table.key ? [one.column.key] : [])),
  );
  const converted = new Set(
    schema.flatMap((one) =>
      one.type === 'convert_column' && one.table === table.key ? [one.column.key] : [],
    ),
  );
  const operations = groups.flatMap((group) => group.operations.filter((one) => one.table === table.key));
  const count = (type: 'add' | 'update' | 'remove') => operations.filter((one) => one.type === type).length;
  const rows = [...sample, ...shape.sharedRows].filter((row) => row.table === table.key).slice(0, SHOWN);
  return {
    key: table.key,
    id: table.id,
    label: table.label ?? null,
    status: isNew ? 'nouvelle' : 'existante',
    columns: table.columns.map((column) => ({
      key: column.key,
      label: column.label,
      type: columnTypeWords(column),
      status:
        isNew || added.has(column.key) ? 'nouvelle' : converted.has(column.key) ? 'a_convertir' : 'existante',
    })),
    rows: rows.map((row) => ({
      key: row.key,
      cells: table.columns.map((column) => cellText(column.type, row.cells[column.key], row.dossier)),
    })),
    counts: { add: count('add'), update: count('update'), remove: count('remove') },
  };
}

/** Rough on purpose: what one page took, for all of them; writing goes on while the next page is read. */
function effortOf(
  total: number | null,
  seen: {
    readonly read: number;
    readonly kept: number;
    readonly elapsed: number;
    readonly groups: readonly RowGroup[];
  },
): Preview['effort'] {
  if (total === null) return null;
  const bytes = Buffer.byteLength(JSON.stringify(seen.groups));
  const share = seen.read === 0 ? 0 : total / seen.read;
  const pages = Math.ceil(total / PAGE);
  return {
    demarches: pages + 4,
    grist: Math.ceil((bytes * share) / WRITE_BYTES) + Math.ceil(pages / 5) + 4,
    milliseconds: seen.elapsed * share * 1.5 + 3_000,
  };
}
