// A link between a source and a document in memory, for the tests of whole runs.

import { Failure } from '../../errors/failure';
import type { Descriptor } from '../../sync/model/demarche';
import type { Dossier } from '../../sync/model/dossier';
import { DEFAULT_OPTIONS, EVERYTHING, type Scope } from '../../sync/model/options';
import { DEFAULT_POLICIES, type Policies } from '../../sync/model/policies';
import { champ, demarche, descriptor, dossier } from '../../sync/testing/samples';
import { conduct, type RunPolicy, type RunReport } from '../conduct';
import type { JournalEvent } from '../ports';
import { rehearse } from '../rehearsal';
import { verify } from '../verify';
import { openWorkshop } from '../workshop';
import { memoryDocument } from './memory-document';
import { memoryLedger } from './memory-ledger';
import { memorySource } from './memory-source';

export const POLICY: RunPolicy = {
  acceptClosed: false,
  acceptConversions: false,
  full: false,
  upkeep: 'due',
  stepBudget: null,
};
export const STEP = { run: <T>(_id: string, work: () => Promise<T>) => work() };
export const PROJECT = descriptor('Champ-1', 'Text', 'Projet');
export const BLOCK = descriptor('Champ-5', 'Repetition', 'Parcelles', {
  children: [descriptor('Champ-6', 'Text', 'Nom')],
});

export function one(number: number, text: string, more: Partial<Dossier> = {}, day = number): Dossier {
  const base = dossier([
    champ('Champ-1', { kind: 'text', text }),
    champ('Champ-5', {
      kind: 'repetition',
      rows: [{ id: `Row-${number}`, champs: [champ('Champ-6', { kind: 'text', text })] }],
    }),
  ]);
  const at = new Date(Date.UTC(2026, 0, day, 9)).toISOString();
  return {
    ...base,
    id: `Dossier-${number}`,
    number,
    ...more,
    dates: { ...base.dates, depot: at, derniereModification: at, ...more.dates },
  };
}

export function touched(before: Dossier, text: string, at: string): Dossier {
  const after = one(before.number, text);
  return { ...after, dates: { ...before.dates, derniereModification: at } };
}

export function world(dossiers: readonly Dossier[], champs: readonly Descriptor[] = [PROJECT, BLOCK]) {
  const source = memorySource(demarche(champs), dossiers);
  const document = memoryDocument();
  const ledger = memoryLedger();
  const events: JournalEvent[] = [];
  let stop = new AbortController();
  let scope: Scope = EVERYTHING;
  let policies: Policies = DEFAULT_POLICIES;
  let clockAhead = 0;
  const ports = () => ({
    source,
    destination: document,
    ledger,
    clock: { now: () => Date.parse(source.now) + clockAhead },
    journal: { write: (event: JournalEvent) => void events.push(event) },
    stop: stop.signal,
  });
  const link = () =>
    ledger.openLink({
      sourceUrl: 'https://dn.exemple.fr',
      demarche: 123,
      destinationUrl: 'https://grist.exemple.fr',
      document: 'doc',
    });
  const open = async () => {
    const { id } = await link();
    const begun = await ledger.beginRun({ linkId: id, kind: 'sync', trigger: 'cli' });
    if (begun.status === 'busy') throw new Failure('SYNCHRO_DEJA_EN_COURS');
    return openWorkshop(ports(), begun.handle, {
      scope,
      options: DEFAULT_OPTIONS,
      policies,
    });
  };
  return {
    source,
    document,
    ledger,
    events,
    link,
    open,
    setScope: (next: Scope) => {
      scope = next;
    },
    setPolicies: (next: Partial<Policies>) => {
      policies = { ...DEFAULT_POLICIES, ...next };
    },
    /** DN's clock, moved ahead. */
    later: (hours: number) => {
      source.now = new Date(Date.parse(source.now) + hours * 3_600_000).toISOString();
    },
    /** Our own clock, so many hours ahead of DN's. */
    ownClock: (hours: number) => {
      clockAhead = hours * 3_600_000;
      return () => Date.parse(source.now) + clockAhead;
    },
    stopSoon: () => stop.abort(),
    resume: () => {
      stop = new AbortController();
    },
    sync: async (policy: Partial<RunPolicy> = {}): Promise<RunReport> =>
      conduct(STEP, await open(), { ...POLICY, ...policy }),
    verify: async () => {
      const workshop = await open();
      const report = await verify(workshop);
      ledger.expireLeases();
      return report;
    },
    rehearse: async () => {
      const rehearsal = rehearse(ports(), await link());
      const workshop = openWorkshop(rehearsal.ports, rehearsal.handle, {
        scope,
        options: DEFAULT_OPTIONS,
        policies,
      });
      await conduct(STEP, workshop, POLICY);
      return rehearsal;
    },
  };
}

export const FIVE = [1, 2, 3, 4, 5].map((number) => one(number, `projet ${number}`));
