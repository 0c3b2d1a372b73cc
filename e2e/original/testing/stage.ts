// Where a take-over is played: a démarche of the simulated DN, a document of the original's making with what agents built
// on it, and our whole conductor over real HTTP, on the Postgres of the test.

import { makeBudget } from '../../../lib/demarches/budget';
import { memorySchemaCache } from '../../../lib/demarches/schema/schema-cache';
import { openDemarches } from '../../../lib/demarches/source';
import { Failure } from '../../../lib/errors/failure';
import { openGrist } from '../../../lib/grist/open';
import { conduct, type RunPolicy, type RunReport } from '../../../lib/run/conduct';
import type { Ledger, LinkSettings, Ports } from '../../../lib/run/ports';
import { verify } from '../../../lib/run/verify';
import { openWorkshop } from '../../../lib/run/workshop';
import { DEFAULT_OPTIONS, EVERYTHING, type LayoutOptions } from '../../../lib/sync/model/options';
import { DEFAULT_POLICIES } from '../../../lib/sync/model/policies';
import type { Taken } from '../../../lib/sync/model/takeover';
import {
  type OriginalColumn,
  type OriginalSurvey,
  settle,
  surveyOriginal,
} from '../../../lib/sync/original/survey';
import { shapeOf } from '../../../lib/sync/shape';
import { demoAnnotations, demoChamps } from '../../../simulators/demarches/form/demo';
import type { FieldSpec } from '../../../simulators/demarches/form/field';
import type { DemarchesOptions } from '../../../simulators/demarches/options';
import { type DemarchesSimulator, startDemarches } from '../../../simulators/demarches/start';
import { mortal } from '../../histories/testing/mortal';
import type { Address } from './door';
import { leaveTheirDocument } from './their-document';
import { buildUserWork } from './user-work';

/** A block whose title has no number, so that the original filled it, with labels that have one, and namesakes. */
const PARCELS: FieldSpec = {
  type: 'repetition',
  label: 'Parcelles',
  required: true,
  children: [
    { type: 'text', label: '1. Intitulé' },
    { type: 'decimal_number', label: '2) Surface' },
    { type: 'text', label: 'Détail' },
    { type: 'text', label: 'Détail' },
    { type: 'communes', label: 'Commune' },
    { type: 'yes_no', label: 'Irriguée ?' },
    { type: 'date', label: 'Date du semis' },
    { type: 'multiple_drop_down_list', label: 'Cultures', options: ['Blé', 'Maïs, sorgho'] },
  ],
};

/** Every type of field, and the block above. */
export const EVERY_FIELD: NonNullable<DemarchesOptions['form']> = {
  champs: [...demoChamps('2026-08'), PARCELS],
  annotations: demoAnnotations,
};

export type Choose = (table: string, column: OriginalColumn) => Taken | undefined;

export const NOTHING: Choose = () => undefined;
export const EVERYTHING_CONVERTED: Choose = (_table, { choices }) =>
  choices.includes('convertie') ? 'convertie' : undefined;

const PLAIN: RunPolicy = {
  ...{ acceptClosed: false, acceptConversions: false, full: false },
  ...{ upkeep: 'never', stepBudget: null },
};

/** Starts DN: the caller closes it. */
export function demarcheOfEveryField(more: Partial<DemarchesOptions> = {}): Promise<DemarchesSimulator> {
  return startDemarches({
    form: EVERY_FIELD,
    dossiers: 12,
    seed: 3,
    rateLimit: null,
    demandeurs: 'morale',
    ...more,
  });
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage(
  dn: DemarchesSimulator,
  address: Address,
  memory: { readonly ledger: Ledger; expireLeases(): Promise<void> },
) {
  const { ledger } = memory;
  const [first, doubled, departing] = dn.control({ type: 'numbers' });
  const read = [...dn.truth()];
  dn.control({ type: 'hide', number: departing ?? 0, by: 'usager' });
  dn.control({ type: 'purge', number: departing ?? 0 });
  await leaveTheirDocument(address, {
    ...{ demarche: dn.demarche(), dossiers: read, departed: [departing ?? 0], doubled: doubled ?? 0 },
  });
  const work = await buildUserWork(address, dn.number);

  const options: LayoutOptions = DEFAULT_OPTIONS;
  let settings: LinkSettings = { scope: EVERYTHING, options, policies: DEFAULT_POLICIES };
  let inUse = address.key;
  const clock = { now: () => Date.now() };
  const schemas = memorySchemaCache();
  const connect = () => {
    const source = openDemarches({
      ...{ url: dn.origin, token: dn.token, number: dn.number, clock, schemas },
      budget: makeBudget({ perMinute: Number.POSITIVE_INFINITY, clock }),
    });
    const destination = openGrist({ url: address.url, key: inUse, document: address.docId, clock });
    const ports: Ports = {
      ...{ source, destination, ledger, clock, journal: { write: () => {} } },
      stop: new AbortController().signal,
    };
    return {
      ports,
      close: async () => {
        await Promise.all([source.close(), destination.close()]);
      },
    };
  };
  const begin = async (kind: 'sync' | 'verify') => {
    const link = await ledger.openLink({
      ...{ sourceUrl: dn.origin, demarche: dn.number, destinationUrl: address.url, document: address.docId },
    });
    const begun = await ledger.beginRun({ linkId: link.id, kind, trigger: 'cli' });
    if (begun.status === 'busy') throw new Failure('SYNCHRO_DEJA_EN_COURS');
    return begun.handle;
  };
  const survey = async (): Promise<OriginalSurvey | null> => {
    const { ports, close } = connect();
    try {
      const demarche = await ports.source.describe();
      const { layout } = shapeOf(demarche, options, dn.origin);
      return surveyOriginal(demarche, layout, await ports.destination.structure());
    } finally {
      await close();
    }
  };
  return {
    ...{ dn, address, work, survey },
    numbers: { first: first ?? 0, doubled: doubled ?? 0, departed: departing ?? 0 },
    /** Looks, and settles with these choices. */
    accept: async (choose: Choose) => {
      const found = await survey();
      if (found === null) throw new Error('nothing of the original was found');
      const chosen = new Map(
        found.tables.flatMap(({ key, columns }) =>
          columns.flatMap((column): readonly (readonly [string, Taken])[] => {
            const wish = choose(key, column);
            return wish === undefined ? [] : [[`${key} ${column.column}`, wish]];
          }),
        ),
      );
      settings = { ...settings, takeOver: settle(found, chosen) };
      return found;
    },
    settings: () => settings,
    /** The key of somebody else. */
    useKey: (key: string) => {
      inUse = key;
    },
    /** `at`: the instant of its death. Null: it was killed. */
    sync: async (more: Partial<RunPolicy> = {}, at: number | null = null): Promise<RunReport | null> => {
      const { ports, close } = connect();
      const life = mortal(ports, { at });
      try {
        const workshop = openWorkshop(life.ports, await begin('sync'), settings);
        return await conduct(life.step, workshop, { ...PLAIN, ...more });
      } catch (error) {
        if (life.isDead()) return null;
        throw error;
      } finally {
        await life.settled();
        await close();
        if (life.isDead()) await memory.expireLeases();
      }
    },
    /** Every cell, against DN read again: what differs, as `kind table key`, and tables or columns that are missing. */
    differences: async (): Promise<readonly string[]> => {
      const { ports, close } = connect();
      try {
        const report = await verify(openWorkshop(ports, await begin('verify'), settings));
        if (report.differenceCount > report.differences.length)
          throw new Error('too many differences to list');
        return [
          ...report.differences.map(({ kind, table, key, columns }) =>
            [kind, table, key, ...columns].join(' '),
          ),
          ...report.structure.map((one) => JSON.stringify(one)),
        ];
      } finally {
        await close();
        await memory.expireLeases();
      }
    },
  };
}
