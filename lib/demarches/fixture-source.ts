// For the tests of this folder: a source over a simulated DN whose waits take no time, and what is common to them.

import type { PageRequest, Selection } from '../run/ports';
import type { Champ, Dossier } from '../sync/model/dossier';
import { type Budget, makeBudget } from './budget';
import { memorySchemaCache } from './schema/schema-cache';
import { type DemarchesOptions, type DemarchesSource, openDemarches } from './source';

export const EVERYTHING: Selection = {
  champs: true,
  annotations: true,
  avis: true,
  traitements: true,
  messages: true,
  pieces: true,
  geo: true,
  liensExpirants: true,
  exposed: true,
};

export const FROM_THE_START: PageRequest = {
  order: 'updated',
  since: null,
  after: null,
  state: null,
  archived: null,
};

export type TestSource = {
  readonly source: DemarchesSource;
  /** Waits asked for, in ms, in order: none of them was slept. */
  readonly waits: number[];
};

/** Of the simulator, what a source needs. */
export type Instance = { readonly origin: string; readonly token: string; readonly number: number };

/** Nothing is shared with another source of the same process: neither budget nor schemas. */
export function openTestSource(instance: Instance, more: Partial<DemarchesOptions> = {}): TestSource {
  const waits: number[] = [];
  const time = { ahead: 0 };
  const clock = { now: () => Date.now() + time.ahead };
  const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    waits.push(ms);
    time.ahead += ms;
  };
  const random = () => 0.5;
  const budget: Budget = makeBudget({ clock, sleep, random });
  const source = openDemarches({
    url: instance.origin,
    token: instance.token,
    number: instance.number,
    clock,
    sleep,
    random,
    budget,
    schemas: memorySchemaCache(),
    ...more,
  });
  return { source, waits };
}

export type ReadAll = {
  readonly dossiers: readonly Dossier[];
  readonly unreadable: Awaited<ReturnType<DemarchesSource['page']>>['unreadable'];
  /** Dossiers given by each page. */
  readonly pages: readonly number[];
};

/** Every page until the last one. */
export async function readAll(
  source: DemarchesSource,
  request: PageRequest = FROM_THE_START,
  selection: Selection = EVERYTHING,
): Promise<ReadAll> {
  const dossiers: Dossier[] = [];
  const unreadable: ReadAll['unreadable'][number][] = [];
  const pages: number[] = [];
  let after = request.after;
  for (;;) {
    const page = await source.page({ ...request, after }, selection);
    dossiers.push(...page.dossiers);
    unreadable.push(...page.unreadable);
    pages.push(page.dossiers.length);
    after = page.endCursor ?? after;
    if (!page.hasNextPage) return { dossiers, unreadable, pages };
  }
}

/** The dossier without what changes at every call (signed addresses), and with one way to say « unknown »: null. */
export function settled(dossier: Dossier): unknown {
  const settle = (key: string, value: unknown): unknown => {
    if (key === 'url' || key === 'pdfUrl' || value === '') return null;
    if (key === 'capitalSocial' && value === '-1') return null;
    return Array.isArray(value) ? value.filter((one) => one !== '') : value;
  };
  return JSON.parse(JSON.stringify(dossier, settle));
}

/** Champs and annotations, those of the rows included. */
export function allChamps(dossier: Dossier): readonly Champ[] {
  return [...dossier.champs, ...dossier.annotations].flatMap((champ) =>
    champ.value.kind === 'repetition' ? [champ, ...champ.value.rows.flatMap((row) => row.champs)] : [champ],
  );
}
