// Reads dossiers page after page: as large as DN bears, smaller when it struggles, and past the ones it cannot give.

import { Failure } from '../../errors/failure';
import type { Sleep } from '../../http/sleep';
import type { Page, PageRequest, Selection, UnreadableDossier } from '../../run/ports';
import type { Dossier } from '../../sync/model/dossier';
import { PAGE_DOCUMENT } from '../documents/dossiers';
import { dossierWants } from '../documents/wants';
import { FRESH, nextStep, USUAL_LIMITS } from '../errors/patience';
import type { Verdict } from '../errors/verdict';
import type { Answered } from '../insist';
import { pause } from '../pause';
import { readDossier } from '../read/dossier';
import { readLightPage } from './light-page';
import { readRawPage } from './page-shape';
import { FIRST_PAGE_SIZE, halvedPageSize, nextPageSize } from './page-size';
import { pageVariables } from './page-variables';
import { HASTY, type RescueOptions, rescue } from './rescue';

/** How many unreadable dossiers of one reading have their faulty part looked for. */
const DIAGNOSED = 5;

export type Pages = { page(request: PageRequest, selection: Selection): Promise<Page> };

export type PagesOptions = RescueOptions & {
  readonly demarche: number;
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly signal: AbortSignal | undefined;
  readonly onRetry: () => void;
};

/**
 * 1 request a page when all is well: ⌈N/100⌉ + 1 for N dossiers, the first two pages being smaller. A null node costs
 * 1 request for the page and 1 to 6 for each dossier missing; a dossier that fails its whole page, about twenty.
 * Throws what concerns every dossier. Serial: the size learnt from a page serves the next one.
 */
export function makePages(options: PagesOptions): Pages {
  const { demarche, instance, insist, oddities, excluded, sleep, random, signal, onRetry } = options;
  let size = FIRST_PAGE_SIZE;
  let unreadableSoFar = 0;
  /**
   * DN failed on a page: one of the next `window` dossiers is to blame. Halving the window finds it in log₂ pages, and
   * the size is then what it was `before`: one bad dossier must not slow the next thousands.
   */
  let hunt: { readonly window: number; readonly before: number } | null = null;

  const sizeAfter = (asked: number, read: number, elapsedMs: number): number => {
    if (hunt === null) return nextPageSize(asked, elapsedMs);
    const { window, before }: { readonly window: number; readonly before: number } = hunt;
    hunt = window > read ? { window: window - read, before } : null;
    return hunt === null ? before : halvedPageSize(hunt.window);
  };

  return {
    async page(request, selection) {
      let patience = FRESH;
      for (;;) {
        const asked = size;
        const reply = await instance.inquire({
          document: PAGE_DOCUMENT,
          wants: dossierWants(selection),
          variables: pageVariables(demarche, request, asked),
        });
        if (reply.status === 'answered') {
          const page = await complete(reply, request, asked, selection);
          size = sizeAfter(asked, page.dossiers.length + page.unreadable.length, reply.elapsedMs);
          return page;
        }
        const next = nextStep(reply.verdict, patience, asked, USUAL_LIMITS, random);
        if (next.step === 'stop') {
          if (asked > 1 || !isAboutThePage(reply.verdict)) throw reply.verdict.failure;
          const passed = await passOver(request, selection, reply.verdict.failure);
          if (hunt !== null) size = hunt.before;
          hunt = null;
          return passed;
        }
        patience = next.patience;
        onRetry();
        if (next.shrink) {
          if (reply.verdict.class === 'internal') hunt = { window: asked, before: hunt?.before ?? asked };
          size = halvedPageSize(asked);
        }
        await pause(next.waitMs, sleep, signal);
      }
    },
  };

  /** The page as read, and what it lacks: null nodes are found by number and asked one by one. */
  async function complete(
    reply: Answered,
    request: PageRequest,
    asked: number,
    selection: Selection,
  ): Promise<Page> {
    const raw = readRawPage(reply.data, request.after);
    const dossiers = raw.nodes
      .map((node) => readDossier(node, excluded))
      .filter((dossier) => dossier !== null);
    oddities.addFaults(reply.faults);
    const { endCursor, hasNextPage } = raw;
    if (dossiers.length === raw.nodes.length) return { dossiers, unreadable: [], endCursor, hasNextPage };

    const light = await readLightPage(demarche, request, asked, instance, insist);
    const read = new Set(dossiers.map(({ number }) => number));
    // One that moved meanwhile is no longer listed here: the scan meets it again further on.
    const missing = light.numbers.filter((number) => number === null || !read.has(number));
    const found = await rescueAll(missing, selection);
    return {
      dossiers: [...dossiers, ...found.dossiers],
      unreadable: found.unreadable,
      endCursor,
      hasNextPage,
    };
  }

  /** The only dossier of a page that DN cannot give: told, and left behind so that the others go on. */
  async function passOver(request: PageRequest, selection: Selection, cause: Failure): Promise<Page> {
    const light = await readLightPage(demarche, request, 1, instance, insist).catch((error: unknown) => {
      // Not even its number: DN itself is in trouble, and the page's own failure says why.
      throw error instanceof Failure && error.code !== 'RESEAU_INTERROMPU' ? cause : error;
    });
    const found = await rescueAll(light.numbers, selection);
    return { ...found, endCursor: light.endCursor, hasNextPage: light.hasNextPage };
  }

  async function rescueAll(
    numbers: readonly (number | null)[],
    selection: Selection,
  ): Promise<{ readonly dossiers: readonly Dossier[]; readonly unreadable: readonly UnreadableDossier[] }> {
    const dossiers: Dossier[] = [];
    const unreadable: UnreadableDossier[] = [];
    for (const number of numbers) {
      if (number === null) {
        unreadable.push({ number, code: 'DS_DOSSIER_ILLISIBLE', facts: { cause: 'numero_inconnu' } });
        continue;
      }
      // When DN fails on every dossier alike, the first few tell why; the others must not cost as much.
      const diagnose = unreadableSoFar < DIAGNOSED;
      const rescued = await rescue(number, selection, options, { patience: HASTY, diagnose });
      switch (rescued.status) {
        case 'read':
          dossiers.push(rescued.dossier);
          break;
        case 'unreadable':
          unreadableSoFar += 1;
          unreadable.push(rescued.dossier);
          break;
        case 'gone':
          break;
      }
    }
    return { dossiers, unreadable };
  }
}

/** May the page's own content be the cause? Then a lighter question may pass. */
function isAboutThePage(verdict: Verdict): boolean {
  switch (verdict.class) {
    case 'cut':
    case 'slow':
    case 'internal':
      return true;
    case 'unreachable':
    case 'throttled':
    case 'maintenance':
    case 'drift':
    case 'fatal':
      return false;
  }
}
