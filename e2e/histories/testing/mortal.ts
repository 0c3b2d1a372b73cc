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

/** `at`: the instant of its death, counted from 1; null: it lives. `meanwhile` is called at each instant before that. */
export function mortal(
  ports: Ports,
  at: number | null,
  meanwhile: (instant: number) => Promise<void> = async () => {},
): Mortal {
  let instants = 0;
  let dead = false;
  const pending = new Set<Promise<unknown>>();

  const instant = async (): Promise<void> => {
    if (dead) throw new Killed('dead');
    instants += 1;
    const mine = instants;
    if (mine === at) {
      dead = true;
      throw new Killed(`killed at instant ${mine}`);
    }
    await meanwhile(mine);
  };
  /** An instant before and an instant after. */
  const effect = async <T>(work: () => Promise<T>): Promise<T> => {
    await instant();
    const under = work();
    pending.add(under);
    const forget = () => pending.delete(under);
    under.then(forget, forget);
    const result = await under;
    await instant();
    return result;
  };
  /** No instant of its own; refused to the dead. */
  const look = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dead) throw new Killed('dead');
    return work();
  };

  const { source, destination, ledger } = ports;
  const mortalSource: Source = {
    ...source,
    page: (request, selection) => effect(() => source.page(request, selection)),
    dossier: (number, selection) => effect(() => source.dossier(number, selection)),
    tombstones: (since) => effect(() => source.tombstones(since)),
    describe: () => look(() => source.describe()),
  };
  const mortalDestination: Destination = {
    ...destination,
    reshape: (operations, known) => effect(() => destination.reshape(operations, known)),
    write: (tables, groups) => effect(() => destination.write(tables, groups)),
    structure: () => look(() => destination.structure()),
    readDossiers: (tables, dossiers) => look(() => destination.readDossiers(tables, dossiers)),
  };
  const mortalLedger: Ledger = {
    ...ledger,
    saveBindings: (handle, bindings) => effect(() => ledger.saveBindings(handle, bindings)),
    commitBatch: (handle, batch) => effect(() => ledger.commitBatch(handle, batch)),
    finishRun: (handle, end, commit) => effect(() => ledger.finishRun(handle, end, commit)),
    note: (handle, name, value) => effect(() => ledger.note(handle, name, value)),
    renew: (handle) => look(() => ledger.renew(handle)),
  };
  return {
    ports: { ...ports, source: mortalSource, destination: mortalDestination, ledger: mortalLedger },
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
