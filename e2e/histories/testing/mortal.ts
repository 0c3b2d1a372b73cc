// A process that may die: its ports count the instants between two effects, and at the chosen one nothing goes out any more.

import type { Step } from '../../../lib/run/conduct';
import type { Destination, Ledger, Ports, Source } from '../../../lib/run/ports';

/** Thrown where the process died. Not a `Failure`: nothing of ours may take it for one. */
export class Killed extends Error {}

export type Mortal = {
  readonly ports: Ports;
  readonly step: Step;
  /** Instants met so far. */
  instants(): number;
  isDead(): boolean;
  /** Waits until what it had sent is answered: another process comes long after. */
  settled(): Promise<void>;
};

export type Fate = {
  /** The instant of its death, counted from 1; null: it lives. */
  readonly at: number | null;
  /** Instants surround effects only (what is written somewhere, or read from DN), or every call of a port. */
  readonly counts?: 'effects' | 'calls';
  /** Called at each instant before its death. */
  readonly meanwhile?: (instant: number) => Promise<void>;
  /** Whether it was struck in the middle of a call: it dies before that call has returned. */
  readonly isStruck?: () => boolean;
};

export function mortal(ports: Ports, fate: Fate): Mortal {
  let instants = 0;
  let dead = false;
  const pending = new Set<Promise<unknown>>();

  const refuseTheDead = (): void => {
    dead ||= fate.isStruck?.() ?? false;
    if (dead) throw new Killed('dead');
  };
  const instant = async (): Promise<void> => {
    refuseTheDead();
    instants += 1;
    const mine = instants;
    if (mine === fate.at) {
      dead = true;
      throw new Killed(`killed at instant ${mine}`);
    }
    await fate.meanwhile?.(mine);
  };
  const followed = async <T>(work: () => Promise<T>): Promise<T> => {
    const under = work();
    pending.add(under);
    const forget = () => pending.delete(under);
    under.then(forget, forget);
    try {
      return await under;
    } finally {
      refuseTheDead();
    }
  };
  /** An instant before and an instant after. */
  const effect = async <T>(work: () => Promise<T>): Promise<T> => {
    await instant();
    const result = await followed(work);
    await instant();
    return result;
  };
  /** No instant of its own unless every call counts; refused to the dead. */
  const look = async <T>(work: () => Promise<T>): Promise<T> => {
    if (fate.counts === 'calls') return effect(work);
    refuseTheDead();
    return followed(work);
  };
  async function* slices<T>(work: AsyncIterable<T>): AsyncIterable<T> {
    await look(async () => {});
    for await (const slice of work) {
      yield slice;
      await look(async () => {});
    }
  }

  const { source, destination, ledger, files } = ports;
  const mortalSource: Source = {
    ...looked(source, look),
    page: (request, selection) => effect(() => source.page(request, selection)),
    dossier: (number, selection) => effect(() => source.dossier(number, selection)),
    tombstones: (since) => effect(() => source.tombstones(since)),
  };
  const mortalDestination: Destination = {
    ...looked(destination, look),
    reshape: (operations, known) => effect(() => destination.reshape(operations, known)),
    write: (tables, groups) => effect(() => destination.write(tables, groups)),
    scan: (table, columns) => slices(destination.scan(table, columns)),
  };
  const mortalLedger: Ledger = {
    ...looked(ledger, look),
    saveBindings: (handle, bindings, book) => effect(() => ledger.saveBindings(handle, bindings, book)),
    commitBatch: (handle, batch) => effect(() => ledger.commitBatch(handle, batch)),
    finishRun: (handle, end, commit) => effect(() => ledger.finishRun(handle, end, commit)),
    keepCopies: (handle, copies) => effect(() => ledger.keepCopies(handle, copies)),
    note: (handle, name, value) => effect(() => ledger.note(handle, name, value)),
    allKnown: (linkId) => slices(ledger.allKnown(linkId)),
  };
  const mortalFiles: Ports['files'] = files && {
    source: { download: (file, maxBytes) => slices(files.source.download(file, maxBytes)) },
    store: {
      ...looked(files.store, look),
      attach: (uploads) => effect(() => files.store.attach(uploads)),
    },
  };
  return {
    ports: {
      ...ports,
      ...{ source: mortalSource, destination: mortalDestination, ledger: mortalLedger },
      ...(mortalFiles === undefined ? {} : { files: mortalFiles }),
    },
    step: {
      run: async (_id, work) => {
        await instant();
        const result = await work();
        await instant();
        return result;
      },
    },
    instants: () => instants,
    isDead: () => dead,
    settled: async () => {
      while (pending.size > 0) await Promise.allSettled([...pending]);
    },
  };
}

/** Counters and slices: they promise nothing. */
const PLAIN: ReadonlySet<string> = new Set(['serverTime', 'traffic', 'scanRequests', 'scan', 'allKnown']);

/** A port whose every promise goes through `look`, those of methods to come included. */
function looked<T extends object>(port: T, look: <R>(work: () => Promise<R>) => Promise<R>): T {
  const wrapped = Object.entries(port).map(([name, method]: [string, unknown]) =>
    typeof method === 'function' && !PLAIN.has(name)
      ? [name, (...args: readonly unknown[]) => look(async () => Reflect.apply(method, port, [...args]))]
      : [name, method],
  );
  return { ...port, ...Object.fromEntries(wrapped) };
}
