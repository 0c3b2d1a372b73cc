// A démarche whose form changes, over ports in memory: runs under policies, the user's word, and what is left.

import { Failure } from '../../errors/failure';
import type { ChangeStatus, RecordedChange } from '../../sync/model/change';
import type { Descriptor } from '../../sync/model/demarche';
import type { ChampValue, Dossier } from '../../sync/model/dossier';
import { DEFAULT_OPTIONS, EVERYTHING, type LayoutOptions } from '../../sync/model/options';
import { DEFAULT_POLICIES, type Policies } from '../../sync/model/policies';
import type { TakeOver } from '../../sync/model/takeover';
import { champ, demarche, dossier } from '../../sync/testing/samples';
import { conduct, type RunPolicy } from '../conduct';
import { NO_COUNTS } from '../counts';
import { decideChanges } from '../decide';
import type { RunEnd } from '../ports';
import { undoChange } from '../undo';
import { verify } from '../verify';
import { openWorkshop } from '../workshop';
import { memoryDocument } from './memory-document';
import { memoryLedger } from './memory-ledger';
import { memorySource } from './memory-source';

const PLAIN: RunPolicy = {
  acceptClosed: false,
  acceptConversions: false,
  full: false,
  upkeep: 'never',
  stepBudget: null,
};
const NO_TRAFFIC = { requests: 0, retries: 0, bytesSent: 0, bytesReceived: 0 };
const OPTIONS = {
  ...DEFAULT_OPTIONS,
  demandeurs: false,
  avis: false,
  pieces: false,
  instructeurs: false,
};

/** `answerOf`: what a dossier answers to each field. */
export function formWorld(
  form: readonly Descriptor[],
  answerOf: (descriptor: Descriptor, number: number) => ChampValue,
  count = 3,
) {
  const source = memorySource(demarche(form));
  const document = memoryDocument();
  const ledger = memoryLedger();
  let policies: Policies = DEFAULT_POLICIES;
  let takeOver: TakeOver | undefined;
  let options: LayoutOptions = OPTIONS;
  const events: string[] = [];
  const ports = {
    source,
    destination: document,
    ledger,
    clock: { now: () => Date.parse(source.now) },
    journal: { write: (event: object) => void events.push(JSON.stringify(event)) },
    stop: new AbortController().signal,
  };
  const answers = (fields: readonly Descriptor[], number: number) =>
    fields.map((field) => champ(field.id, answerOf(field, number)));
  const setForm = (next: readonly Descriptor[]) => {
    source.demarche = demarche(next);
    for (let number = 1; number <= count; number += 1) {
      const base = dossier(answers(next, number));
      const at = `2026-01-0${number}T09:00:00.000Z`;
      const made: Dossier = {
        ...base,
        id: `Dossier-${number}`,
        number,
        dates: { ...base.dates, depot: at, derniereModification: at },
      };
      source.dossiers.set(number, made);
    }
  };
  setForm(form);
  const open = async (kind: 'sync' | 'decision') => {
    const link = await ledger.openLink({
      sourceUrl: 'https://dn.exemple.fr',
      demarche: 123,
      destinationUrl: 'https://grist.exemple.fr',
      document: 'doc',
    });
    const begun = await ledger.beginRun({ linkId: link.id, kind, trigger: 'cli' });
    if (begun.status === 'busy') throw new Failure('SYNCHRO_DEJA_EN_COURS');
    return begun.handle;
  };
  const workshopOf = async () =>
    openWorkshop(ports, await open('sync'), { scope: EVERYTHING, options, policies, takeOver });
  /** A decision as a run of its own. */
  const decided = async <T>(work: (handle: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> => {
    const handle = await open('decision');
    try {
      return await work(handle);
    } finally {
      const end: RunEnd = {
        status: 'reussi',
        counts: NO_COUNTS,
        code: null,
        traffic: { source: NO_TRAFFIC, destination: NO_TRAFFIC },
      };
      await ledger.finishRun(handle, end, null);
    }
  };
  const history = async (): Promise<readonly RecordedChange[]> => ledger.changes('123@doc', 'all');
  return {
    source,
    document,
    ledger,
    ports,
    events,
    setForm,
    setOptions: (next: Partial<LayoutOptions>) => {
      options = { ...OPTIONS, ...next };
    },
    takeOver: (): TakeOver => {
      if (takeOver === undefined) throw new Error('nothing was settled');
      return takeOver;
    },
    setTakeOver: (next: TakeOver) => {
      takeOver = next;
    },
    setPolicies: (next: Partial<Policies>) => {
      policies = { ...DEFAULT_POLICIES, ...next };
    },
    sync: async (policy: Partial<RunPolicy> = {}) =>
      conduct({ run: (_id, work) => work() }, await workshopOf(), { ...PLAIN, ...policy }),
    /** Number of differences, rows and structure together. */
    differences: async () => {
      const report = await verify(await workshopOf());
      ledger.expireLeases();
      return report.differenceCount + report.structure.length;
    },
    history,
    /** The entries but those of the first load, as `kind status`. */
    told: async () =>
      (await history())
        .filter(({ reason }) => reason !== 'premiere_synchronisation')
        .map(({ kind, status }) => `${kind} ${status}`),
    numberOf: async (kind: RecordedChange['kind'], status?: ChangeStatus) => {
      const entry = (await history()).findLast(
        (one) => one.kind === kind && (status === undefined || one.status === status),
      );
      if (entry === undefined) throw new Error(`no ${kind} in the history`);
      return entry.number;
    },
    accept: (numbers: readonly number[] | 'tout') =>
      decided((handle) => decideChanges(ports, handle, numbers, 'acceptee')),
    refuse: (numbers: readonly number[]) =>
      decided((handle) => decideChanges(ports, handle, numbers, 'refusee')),
    undo: (number: number) => decided((handle) => undoChange(ports, handle, number)),
    columns: (table = 'Demarche_123_champs') => document.table(table).columns.map(({ id }) => id),
    cells: (column: string, table = 'Demarche_123_champs') =>
      document.rowsOf(table).map((row) => row[column] ?? null),
    /** What a user does to a column in Grist. */
    change: (
      id: string,
      changes: Partial<ReturnType<typeof document.table>['columns'][number]> | null,
      name = 'Demarche_123_champs',
    ) => {
      const table = document.table(name);
      table.columns = table.columns.flatMap((column) => {
        if (column.id !== id) return [column];
        return changes === null ? [] : [{ ...column, ...changes }];
      });
    },
  };
}
