// A démarche, a document and a Ledger in memory, one run after the other, and what a user may damage by hand.

import { Failure } from '../../errors/failure';
import type { Dossier } from '../../sync/model/dossier';
import { DEFAULT_OPTIONS, EVERYTHING, type Scope } from '../../sync/model/options';
import { DEFAULT_POLICIES } from '../../sync/model/policies';
import type { Cell } from '../../sync/model/table';
import { champ, demarche, descriptor, dossier } from '../../sync/testing/samples';
import { conduct, type RunPolicy, type RunReport } from '../conduct';
import type { ProofDepth } from '../ports';
import type { VerifyReport } from '../report';
import { conductVerification, type VerificationPolicy } from '../verification';
import { openWorkshop, type Workshop } from '../workshop';
import { type MemoryDocument, memoryDocument } from './memory-document';
import { memoryLedger } from './memory-ledger';
import { memorySource } from './memory-source';

const POLICY: RunPolicy = {
  acceptClosed: false,
  acceptConversions: false,
  full: false,
  upkeep: 'never',
  stepBudget: null,
};
const STEP = { run: <T>(_id: string, work: () => Promise<T>) => work() };

export const PROJECT = descriptor('Champ-1', 'Text', 'Projet');
export const BLOCK = descriptor('Champ-5', 'Repetition', 'Parcelles', {
  children: [descriptor('Champ-6', 'Text', 'Nom')],
});
const GROUPE = {
  ...{ id: 'Groupe-1', number: 1, label: 'défaut' },
  instructeurs: [{ id: 'Instructeur-1', email: 'instructeur@exemple.fr' }],
};

export const DN_NOW = '2026-06-01T08:00:00.000Z';

/** A dossier with a text and one row of a block, last modified on that day of January. */
export function sampleDossier(number: number, text = `projet ${number}`, day = number): Dossier {
  const base = dossier([
    champ('Champ-1', { kind: 'text', text }),
    champ('Champ-5', {
      kind: 'repetition',
      rows: [{ id: `Row-${number}`, champs: [champ('Champ-6', { kind: 'text', text })] }],
    }),
  ]);
  const at = new Date(Date.UTC(2026, 0, day, 9)).toISOString();
  const dates = { ...base.dates, depot: at, derniereModification: at };
  return { ...base, id: `Dossier-${number}`, number, dates };
}

export function modified(before: Dossier, changes: Partial<Dossier>, at: string): Dossier {
  return { ...before, ...changes, dates: { ...before.dates, derniereModification: at } };
}

export type MemoryWorld = ReturnType<typeof memoryWorld>;

export function memoryWorld(dossiers: readonly Dossier[]) {
  const source = memorySource(demarche([PROJECT, BLOCK], { groupes: [GROUPE] }), dossiers);
  const document = memoryDocument();
  const ledger = memoryLedger();
  let scope: Scope = EVERYTHING;
  let stop = new AbortController();
  const link = () =>
    ledger.openLink({
      ...{ sourceUrl: 'https://dn.exemple.fr', demarche: 123 },
      ...{ destinationUrl: 'https://grist.exemple.fr', document: 'doc' },
    });
  const open = async (kind: 'sync' | 'verify'): Promise<Workshop> => {
    const begun = await ledger.beginRun({ linkId: (await link()).id, kind, trigger: 'cli' });
    if (begun.status === 'busy') throw new Failure('SYNCHRO_DEJA_EN_COURS');
    const clock = { now: () => Date.parse(source.now) };
    const journal = { write: () => undefined };
    const ports = { source, destination: document, ledger, clock, journal, stop: stop.signal };
    return openWorkshop(ports, begun.handle, {
      ...{ scope, options: DEFAULT_OPTIONS, policies: DEFAULT_POLICIES },
    });
  };
  return {
    source,
    document,
    ledger,
    setScope: (next: Scope) => {
      scope = next;
    },
    stopNow: () => stop.abort(),
    resume: () => {
      stop = new AbortController();
    },
    proofs: async () => ledger.lastProofs((await link()).id),
    sync: async (policy: Partial<RunPolicy> = {}): Promise<RunReport> =>
      conduct(STEP, await open('sync'), { ...POLICY, ...policy }),
    verify: async (
      depth: ProofDepth = 'complete',
      repair: VerificationPolicy['repair'] = null,
    ): Promise<VerifyReport> => conductVerification(await open('verify'), { depth, repair }),
  };
}

/** The gestures of a user in the document, by table, number of dossier and column id. */
export function handOf(document: MemoryDocument) {
  const table = (name: string) => document.table(`Demarche_123_${name}`);
  const ref = (name: string, column: string) => {
    const found = table(name).columns.find(({ id }) => id === column);
    if (found === undefined) throw new Error(`no column ${column}`);
    return found.ref;
  };
  const rowsOf = (name: string, number: number) => {
    const key = ref(name, name === 'dossiers' ? 'number' : 'dossier_number');
    return [...table(name).rows.values()].filter(({ cells }) => cells.get(key) === number);
  };
  const add = (name: string, cells: ReadonlyMap<number, Cell>) => {
    const id = 100_000 + table(name).rows.size;
    table(name).rows.set(id, { id, cells: new Map(cells) });
  };
  return {
    rowsOf,
    edit(name: string, number: number, column: string, value: Cell): void {
      for (const { cells } of rowsOf(name, number)) cells.set(ref(name, column), value);
    },
    remove(name: string, number: number): void {
      for (const { id } of rowsOf(name, number)) table(name).rows.delete(id);
    },
    double(name: string, number: number): void {
      for (const { cells } of rowsOf(name, number)) add(name, cells);
    },
    /** A row with a key of ours, of a dossier that nobody knows. */
    addKeyed(name: string, number: number): void {
      add(name, new Map([[ref(name, name === 'dossiers' ? 'number' : 'dossier_number'), number]]));
    },
    /** A row of the user's own: it has no key. */
    addOwn(name: string, column: string, value: Cell): void {
      add(name, new Map([[ref(name, column), value]]));
    },
    dropColumn(name: string, column: string): void {
      const gone = ref(name, column);
      table(name).columns = table(name).columns.filter((found) => found.ref !== gone);
    },
  };
}
