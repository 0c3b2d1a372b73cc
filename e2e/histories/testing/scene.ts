// Where a history happens: both simulators, a Ledger in memory, a clock that only moves when told, and what the user chose.

import { makeBudget } from '../../../lib/demarches/budget';
import { memorySchemaCache } from '../../../lib/demarches/schema/schema-cache';
import { openDemarches } from '../../../lib/demarches/source';
import { openGrist } from '../../../lib/grist/open';
import type { Ports } from '../../../lib/run/ports';
import { memoryLedger } from '../../../lib/run/testing/memory-ledger';
import { EVERYTHING, type LayoutOptions, type Scope } from '../../../lib/sync/model/options';
import { DEFAULT_POLICIES } from '../../../lib/sync/model/policies';
import type { FieldSpec } from '../../../simulators/demarches/form/field';
import { startDemarches } from '../../../simulators/demarches/start';
import { testClock } from '../../../simulators/demarches/testing/time';
import { startGrist } from '../../../simulators/grist/start';
import type { History } from './history';
import { ownThings } from './own-things';
import { OPTIONS } from './settings';

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

export type Adapters = { readonly ports: Ports; close(): Promise<void> };
export type Scene = Awaited<ReturnType<typeof openScene>>;

/** How long a silent Grist is waited for where silence is expected, in ms. */
const SHORT = { firstByte: 250, total: 500 };
const IMPATIENT = { read: SHORT, rows: SHORT, structure: SHORT, barrier: SHORT };

export async function openScene(history: History) {
  const clock = testClock();
  const dn = await startDemarches({
    ...(history.form === 'blocks'
      ? { preset: 'tiny', form: { champs: BLOCKS, annotations: [{ type: 'text', label: 'Note' }] } }
      : { preset: history.form }),
    dossiers: history.dossiers,
    seed: history.seed % 1000,
    rateLimit: null,
    clock,
  });
  const grist = await startGrist({ seed: history.seed });
  const ledger = memoryLedger();
  const schemas = memorySchemaCache();
  const link = () =>
    ledger.openLink({
      sourceUrl: dn.origin,
      demarche: dn.number,
      destinationUrl: grist.url,
      document: grist.docId,
    });
  const options: LayoutOptions = OPTIONS[history.seed % OPTIONS.length] ?? OPTIONS[0];
  let scope: Scope = EVERYTHING;

  /** As in a process of its own: nothing is shared with another one but the Ledger. Waits move the clock, at once. */
  const connect = (impatient = false): Adapters => {
    const sleep = async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      clock.advance(ms);
    };
    const random = () => 0.5;
    const source = openDemarches({
      url: dn.origin,
      token: dn.token,
      number: dn.number,
      clock,
      sleep,
      random,
      schemas,
      budget: makeBudget({ perMinute: Number.POSITIVE_INFINITY, clock, sleep, random }),
    });
    const destination = openGrist({
      url: grist.url,
      key: grist.key,
      document: grist.docId,
      clock,
      sleep,
      random,
      ...(impatient ? { patience: IMPATIENT } : {}),
    });
    const stop = new AbortController().signal;
    return {
      ports: { source, destination, ledger, clock, stop, journal: { write: () => {} } },
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
    link,
    connect,
    options,
    own: ownThings(grist.document()),
    /** Numbers of dossiers hidden at some time, and of those purged since. */
    hidden: new Set<number>(),
    purged: new Set<number>(),
    settings: () => ({ scope, options, policies: DEFAULT_POLICIES }),
    chooseScope: (next: Scope) => {
      scope = next;
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
