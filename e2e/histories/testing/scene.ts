// Where a history happens: both simulators, a Ledger, a clock that only moves when told, and what the user chose.

import { makeBudget } from '../../../lib/demarches/budget';
import { memorySchemaCache } from '../../../lib/demarches/schema/schema-cache';
import { openDemarches } from '../../../lib/demarches/source';
import { openGrist } from '../../../lib/grist/open';
import type { Clock, Ledger, Ports } from '../../../lib/run/ports';
import { memoryLedger } from '../../../lib/run/testing/memory-ledger';
import { copyableFields } from '../../../lib/sync/copyable';
import type { Form } from '../../../lib/sync/model/demarche';
import { EVERYTHING, type LayoutOptions, type Scope } from '../../../lib/sync/model/options';
import { DEFAULT_POLICIES } from '../../../lib/sync/model/policies';
import type { FieldSpec } from '../../../simulators/demarches/form/field';
import { startDemarches } from '../../../simulators/demarches/start';
import { testClock } from '../../../simulators/demarches/testing/time';
import { startGrist } from '../../../simulators/grist/start';
import type { History } from './history';
import { ownThings } from './oracle/own-things';
import { OPTIONS } from './settings';
import { taken } from './taken';

const BLOCKS: readonly FieldSpec[] = [
  { type: 'text', label: 'Intitulé' },
  { type: 'integer_number', label: 'Effectif' },
  { type: 'yes_no', label: 'Aidé' },
  { type: 'drop_down_list', label: 'Nature', options: ['Achat', 'Travaux', 'Études'] },
  {
    type: 'repetition',
    label: 'Parcelles',
    children: [
      { type: 'text', label: 'Nom' },
      { type: 'decimal_number', label: 'Surface' },
    ],
  },
  { type: 'repetition', label: 'Personnes', children: [{ type: 'text', label: 'Nom' }] },
];

/** The types of field that are edited and retyped most, one shown only when another says so, blocks on both sides. */
const MIXED: readonly FieldSpec[] = [
  { type: 'header_section', label: 'Votre projet' },
  { type: 'text', label: 'Titre', description: 'En une ligne.' },
  { type: 'textarea', label: 'Résumé' },
  { type: 'decimal_number', label: 'Montant demandé' },
  { type: 'integer_number', label: 'Places' },
  { type: 'yes_no', label: 'Accessible', stableId: 150 },
  { type: 'text', label: 'Comment', shownWhen: 150 },
  { type: 'checkbox', label: 'Certifié' },
  { type: 'date', label: 'Début' },
  { type: 'datetime', label: 'Rendez-vous' },
  { type: 'drop_down_list', label: 'Nature', options: ['Achat', 'Travaux', 'Études'] },
  { type: 'multiple_drop_down_list', label: 'Publics', options: ['Enfants', 'Adultes', 'Aînés, aidants'] },
  { type: 'piece_justificative', label: 'Plan' },
  {
    type: 'repetition',
    label: 'Dépenses',
    children: [
      { type: 'text', label: 'Objet' },
      { type: 'decimal_number', label: 'Montant' },
      { type: 'drop_down_list', label: 'Poste', options: ['Achat', 'Salaire'] },
    ],
  },
];
const NOTES: readonly FieldSpec[] = [
  { type: 'text', label: 'Note' },
  { type: 'yes_no', label: 'Complet' },
  { type: 'repetition', label: 'Relances', children: [{ type: 'date', label: 'Le' }] },
];

/** Where the product remembers: a Ledger for each process that opens it, and a way to let every lease end. */
export type Memory = {
  readonly open: (clock: Clock) => Ledger;
  /** As if the holder of every lease had died long ago. */
  readonly expireLeases: () => Promise<void>;
};

export function inMemory(): Memory {
  const ledger = memoryLedger();
  return { open: () => ledger, expireLeases: async () => ledger.expireLeases() };
}

export type Adapters = { readonly ports: Ports; close(): Promise<void> };
export type Scene = Awaited<ReturnType<typeof openScene>>;

/** How long a silent Grist is waited for where silence is expected, in ms. */
const SHORT = { firstByte: 250, total: 500 };
const IMPATIENT = { read: SHORT, rows: SHORT, structure: SHORT, barrier: SHORT, upload: SHORT };

export async function openScene(history: History, memory: Memory = inMemory()) {
  const clock = testClock();
  const dn = await startDemarches({
    ...formOf(history.form),
    dossiers: history.dossiers,
    seed: history.seed % 1000,
    rateLimit: null,
    clock,
  });
  const grist = await startGrist({ seed: history.seed });
  const ledger = memory.open(clock);
  const schemas = memorySchemaCache();
  const link = () =>
    ledger.openLink({
      sourceUrl: dn.origin,
      demarche: dn.number,
      destinationUrl: grist.url,
      document: grist.docId,
    });
  let options: LayoutOptions = OPTIONS[history.seed % OPTIONS.length] ?? OPTIONS[0];
  let scope: Scope = EVERYTHING;
  /** Our clock, in ms before or after DN's. */
  let skew = 0;
  const owed = new Set<number>();
  /** Every field of files is mirrored, those to come included: in every other history. */
  const copiesFiles = history.seed % 2 === 0;

  /** As in a process of its own: nothing is shared with another one but the Ledger. Waits move the clock, at once. */
  const connect = (impatient = false): Adapters => {
    const sleep = async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      clock.advance(ms);
    };
    const random = () => 0.5;
    const late = skew;
    const ours: Clock = { now: () => clock.now() + late };
    const source = openDemarches({
      url: dn.origin,
      token: dn.token,
      number: dn.number,
      clock: ours,
      sleep,
      random,
      schemas,
      budget: makeBudget({ perMinute: Number.POSITIVE_INFINITY, clock: ours, sleep, random }),
    });
    const destination = openGrist({
      url: grist.url,
      key: grist.key,
      document: grist.docId,
      clock: ours,
      sleep,
      random,
      ...(impatient ? { patience: IMPATIENT } : {}),
    });
    const stop = new AbortController().signal;
    return {
      ports: {
        source,
        destination,
        ledger: memory.open(ours),
        clock: ours,
        stop,
        files: { source, store: destination.files },
        journal: { write: () => {} },
      },
      close: async () => {
        await Promise.all([source.close(), destination.close()]);
      },
    };
  };

  return {
    form: history.form,
    clock,
    dn,
    grist,
    ledger,
    expireLeases: memory.expireLeases,
    link,
    connect,
    own: ownThings(grist.document()),
    taken: taken(),
    /** Numbers of dossiers hidden at some time, and of those purged since. */
    hidden: new Set<number>(),
    purged: new Set<number>(),
    /** Numbers of dossiers that only the user's rows speak of. */
    strangers: new Set<number>(),
    /** Numbers of dossiers of which the user made a second row. */
    twins: new Set<number>(),
    /** Dossiers (0: the rows of none) that differ, or may, until all is read again: no date tells. */
    owed,
    owe: (number: number) => owed.add(number),
    settings: () => ({
      scope,
      options: copiesFiles ? { ...options, fichiersCopies: fieldsOfFiles(dn.demarche().form) } : options,
      policies: DEFAULT_POLICIES,
    }),
    chooseScope: (next: Scope) => {
      scope = next;
    },
    chooseOptions: (next: LayoutOptions) => {
      options = next;
    },
    skewClock: (ms: number) => {
      skew = ms;
    },
    quieten: () => {
      dn.control({ type: 'set_faults', rules: [] });
      grist.clearFaults();
    },
    close: async () => {
      await Promise.all([dn.close(), grist.close()]);
    },
  };
}

function fieldsOfFiles(form: Form): readonly string[] {
  return copyableFields(form).map(({ id }) => id);
}

function formOf(form: History['form']) {
  switch (form) {
    case 'small':
    case 'tiny':
      return { preset: form };
    case 'blocks':
      return {
        preset: 'tiny',
        form: { champs: BLOCKS, annotations: [{ type: 'text', label: 'Note' }] },
      } as const;
    case 'mixed':
      return { preset: 'tiny', form: { champs: MIXED, annotations: NOTES } } as const;
  }
}
