// What a document's widget shows of its links: what whoever reads the document may know of them, and no more
// (docs/decisions/0025).

import { CATALOGUE } from '../../errors/catalogue';
import type { CatalogueEntry } from '../../errors/entry';
import { type DocumentLink, linksOfDocument } from '../../store/document-links';
import { countFailures } from '../../store/failure-count';
import { openFailures } from '../../store/failure-rows';
import { lastProgress } from '../../store/run-progress';
import { storedCode } from '../../store/stored-json';
import { type LinkLine, listLinks } from '../list';
import type { Service } from '../service';
import type { LinkStatus } from '../status';

/** Instants are ISO. */
export type WidgetLink = {
  readonly id: string;
  readonly title: string | null;
  readonly demarche: number;
  readonly status: LinkStatus;
  readonly freshAt: string | null;
  readonly nextDueAt: string | null;
  readonly paused: boolean;
  readonly openRunId: string | null;
  /** What the run that goes on last told. */
  readonly progress: string | null;
  readonly last: WidgetRun | null;
  /** The catalogue's sentences alone. */
  readonly trouble: Pick<CatalogueEntry, 'quoi' | 'faire'> | null;
  /** Dossiers that are still to be written. */
  readonly failed: number;
  /** Which ones, and why; null for whoever only reads the document: access rules may hide their rows. */
  readonly failures: readonly WidgetFailures[] | null;
  /** Followed by a dossier's number: its page on Démarche numérique. */
  readonly dossiersUrl: string;
  /** Tables of the document whose rows belong to dossiers, and the column that says to which. */
  readonly tables: readonly { readonly id: string; readonly column: string; readonly isMain: boolean }[];
};

export type WidgetRun = {
  readonly endedAt: string;
  readonly status: string;
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  readonly failed: number;
  readonly warnings: number;
};

export type WidgetFailures = Pick<CatalogueEntry, 'quoi' | 'faire'> & {
  readonly dossiers: readonly number[];
};

/** Of one reason. */
const SHOWN = 20;

/** Keys of the column that holds a dossier's number: the table of dossiers', and every other's (lib/sync/tables). */
const NUMBER_KEYS = { main: 'meta:number', child: 'meta:dossier_number' };

export type DocumentPlace = { readonly destinationUrl: string; readonly document: string };

/** `mayWrite`: whether the document's failures are listed. Three queries, and two a link. */
export async function readDocumentLinks(
  service: Service,
  place: DocumentPlace,
  mayWrite: boolean,
): Promise<readonly WidgetLink[]> {
  const { database } = service;
  const known = await linksOfDocument(database, place);
  if (known.length === 0) return [];
  const lines = await listLinks(
    service,
    known.map(({ id }) => id),
  );
  const open = lines.flatMap(({ openRunId }) => (openRunId === null ? [] : [openRunId]));
  const told = new Map((await lastProgress(database, open)).map(({ runId, sentence }) => [runId, sentence]));
  return Promise.all(
    lines.map(async (line) => {
      const link = known.find(({ id }) => id === line.id);
      return {
        ...shown(line, link),
        progress: line.openRunId === null ? null : (told.get(line.openRunId) ?? null),
        failed: await countFailures(database, line.id),
        failures: mayWrite ? await failuresOf(service, line.id) : null,
      };
    }),
  );
}

function shown(
  line: LinkLine,
  link: DocumentLink | undefined,
): Omit<WidgetLink, 'progress' | 'failed' | 'failures'> {
  const { id, demarche, status, last } = line;
  const code = last?.code == null ? null : storedCode(last.code);
  return {
    ...{ id, demarche, status, openRunId: line.openRunId, paused: line.pausedAt !== null },
    title: link?.title ?? null,
    freshAt: line.freshAt?.toISOString() ?? null,
    nextDueAt: line.nextDueAt?.toISOString() ?? null,
    last:
      last?.endedAt == null
        ? null
        : {
            ...{ status: last.status, endedAt: last.endedAt.toISOString() },
            ...{ added: last.added, updated: last.updated, removed: last.removed },
            ...{ failed: last.failed, warnings: last.warnings },
          },
    trouble: code === null ? null : sentencesOf(CATALOGUE[code]),
    dossiersUrl: `${line.sourceUrl}/procedures/${demarche}/dossiers/`,
    tables: link === undefined ? [] : tablesOf(link),
  };
}

/** Pure. Ids are those last seen: a table or a column renamed since is found again at the next run. */
function tablesOf({ bindings }: DocumentLink): WidgetLink['tables'] {
  return bindings.tables.flatMap(({ key, ref, id, columns }) => {
    if (ref === 0) return [];
    const isMain = key === 'dossiers';
    const wanted = isMain || key === 'archive:dossiers' ? NUMBER_KEYS.main : NUMBER_KEYS.child;
    const column = columns.find((one) => one.key === wanted && one.ref !== 0);
    return column === undefined ? [] : [{ id, column: column.id, isMain }];
  });
}

async function failuresOf({ database }: Service, linkId: string): Promise<readonly WidgetFailures[]> {
  const open = await openFailures(database, linkId);
  return [...new Set(open.map(({ code }) => code))].map((code) => ({
    ...sentencesOf(CATALOGUE[code]),
    dossiers: open
      .flatMap((one) => (one.code === code && one.number !== null ? [one.number] : []))
      .slice(0, SHOWN),
  }));
}

function sentencesOf({ quoi, faire }: CatalogueEntry): Pick<CatalogueEntry, 'quoi' | 'faire'> {
  return { quoi, faire };
}
