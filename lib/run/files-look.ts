// A bounded look at the files of a démarche, before they are copied. Nothing of a dossier is kept.

import { copyableFields } from '../sync/copyable';
import { estimateFiles, type FilesEstimate } from '../sync/files-weight';
import type { Dossier } from '../sync/model/dossier';
import { pruneForm } from '../sync/prune';
import type { LinkSettings, PageRequest, Selection, Source } from './ports';

const FROM_THE_FIRST: PageRequest = {
  ...{ order: 'updated', since: null, after: null },
  // DN's filters would tell how many dossiers pass only once all were listed.
  ...{ state: null, archived: null },
};

const CHAMPS_ALONE: Selection = {
  ...{ champs: true, annotations: true, pieces: false, geo: false, exposed: false },
  ...{ avis: false, traitements: false, messages: false, liensExpirants: false },
};

const DAY = 24 * 60 * 60_000;

/** Dossiers changed since then are « recent ». */
const RECENT_DAYS = 30;

/**
 * By field that may be copied and is not excluded. DN: 1 request of description and 1 or 2 pages: the dossiers that have
 * not changed for the longest, and, where there are others, recent ones, for forms change. No address of a file is asked.
 * Throws what DN says. `now`: milliseconds.
 */
export async function lookAtFiles(
  source: Pick<Source, 'describe' | 'page'>,
  { scope, options }: Pick<LinkSettings, 'scope' | 'options'>,
  now: number,
): Promise<FilesEstimate> {
  const { form, dossiersCount } = await source.describe();
  const fields = copyableFields(pruneForm(form, options.exclus));
  if (fields.length === 0) return { basis: 'exacte', read: 0, fields: [] };
  const first = await source.page(FROM_THE_FIRST, CHAMPS_ALONE);
  const isWhole = !first.hasNextPage && first.unreadable.length === 0;
  const since = new Date(now - RECENT_DAYS * DAY).toISOString();
  const recent = first.hasNextPage
    ? (await source.page({ ...FROM_THE_FIRST, since }, CHAMPS_ALONE)).dossiers
    : [];
  const dossiers = new Map<number, Dossier>(
    [...first.dossiers, ...recent].map((dossier) => [dossier.number, dossier]),
  );
  const looked = { dossiers: [...dossiers.values()], isWhole, announced: dossiersCount };
  return estimateFiles(fields, looked, scope);
}
