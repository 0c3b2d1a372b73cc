// A Grist document as the conductor knows it.

import { Failure } from '../errors/failure';
import { type Door, openDoor } from '../http/door';
import { EVERYWHERE, type Reach } from '../http/reach';
import type { Sleep } from '../http/sleep';
import type { Clock, Destination, FileStore, ReadyPages, Reshaped } from '../run/ports';
import type { SchemaOperation } from '../sync/model/operation';
import { readDocumentAddress } from './address';
import { checkDocument, type GristCheck } from './check';
import { openFileStore } from './files';
import type { KnownTable } from './names';
import { openQueryDoor } from './query';
import { openReader } from './read';
import { openReadyPages } from './ready-pages/make';
import { reshapeDocument } from './reshape';
import { foundTables, type RawTable, readStructure } from './structure';
import { openWire, PATIENCE, type Patience } from './wire';
import { openWriter } from './write';

export type GristOptions = {
  /** The site's or the document's address, as people paste it. */
  readonly url: string;
  readonly key: string;
  /** The document's id; may be left out when `url` says it. */
  readonly document?: string | null;
  /** A door of its own, for the counters; made here when absent. */
  readonly door?: Door;
  /** What may be reached beyond the Internet; by default everything, for tests. */
  readonly reach?: Reach;
  readonly clock?: Clock;
  readonly sleep?: Sleep;
  readonly random?: () => number;
  /** Milliseconds; the defaults suit a real Grist. */
  readonly patience?: Partial<Patience>;
};

export type GristDestination = Destination & {
  readonly readyPages: ReadyPages;
  readonly files: FileStore;
  /** `check` of `Destination`, with the document's whole id: the one to remember. 3 requests. */
  check(): Promise<GristCheck>;
  /** `known` may be bound tables, as they are: their columns serve formulas that name them. */
  reshape(operations: readonly SchemaOperation[], known: readonly KnownTable[]): Promise<Reshaped>;
  /** Closes the idle sockets of the door made here. */
  close(): Promise<void>;
};

/** Throws GRIST_URL_INVALIDE, GRIST_URL_NON_AUTORISEE, or GRIST_CLE_REFUSEE; sends nothing. */
export function openGrist(options: GristOptions): GristDestination {
  const address = readDocumentAddress({ url: options.url, document: options.document ?? null });
  const key = readKey(options.key);
  const own = options.door === undefined ? ownDoor(options) : null;
  const door = options.door ?? own ?? ownDoor(options);
  const before = door.traffic();
  const patience = { ...PATIENCE, ...options.patience };
  const wire = openWire({ door, address, key, patience });
  const query = openQueryDoor(wire);

  /** As last read or made here; null when it may have changed. */
  let structure: readonly RawTable[] | null = null;
  const freshStructure = async (): Promise<readonly RawTable[]> => {
    structure = await readStructure(wire);
    return structure;
  };
  const formulas = async (): Promise<ReadonlySet<number>> => {
    const tables = structure ?? (await freshStructure());
    return new Set(
      tables.flatMap(({ columns }) => columns.filter(({ isFormula }) => isFormula).map(({ ref }) => ref)),
    );
  };
  const writer = openWriter(wire, formulas);

  return {
    ...openReader(wire, query),
    check: () => checkDocument(wire, query),
    structure: async () => foundTables(await freshStructure()),
    async reshape(operations, known) {
      const base = structure;
      structure = null;
      const result = await reshapeDocument(wire, operations, known, base);
      structure = result.structure;
      return result.reshaped;
    },
    async write(tables, groups) {
      try {
        return await writer.write(tables, groups);
      } catch (error) {
        // Whatever happened, the next call must not trust what was known of the columns.
        structure = null;
        throw error;
      }
    },
    readyPages: openReadyPages(wire),
    files: openFileStore(wire, query),
    traffic() {
      const now = door.traffic();
      return {
        requests: now.requests - before.requests,
        retries: now.retries - before.retries,
        bytesSent: now.bytesSent - before.bytesSent,
        bytesReceived: now.bytesReceived - before.bytesReceived,
      };
    },
    close: async () => own?.close(),
  };
}

/** What was pasted, without the spaces around; what no header can carry is not a key. */
function readKey(pasted: string): string {
  const key = pasted.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Failure('GRIST_CLE_REFUSEE', { facts: { forme: 'invalide' } });
  return key;
}

function ownDoor(options: GristOptions): Door {
  return openDoor({
    reach: options.reach ?? EVERYWHERE,
    connections: 2,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
    ...(options.random === undefined ? {} : { random: options.random }),
  });
}
