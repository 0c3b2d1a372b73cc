// The workshop: what the stages of one run share in a process, loaded when first needed, so that a stage started in a
// fresh process (after a kill, or as a durable step elsewhere) finds the same things on its own.

import { Failure } from '../errors/failure';
import { isArchive, withArchive } from '../sync/archive';
import { bind } from '../sync/bind';
import { withKnownExposed } from '../sync/exposed';
import { type MirroredColumns, mirroredColumns } from '../sync/mirrored';
import type { Demarche } from '../sync/model/demarche';
import type { BoundTable, ColumnKey, FoundTable, TableKey } from '../sync/model/table';
import { takeOver } from '../sync/original/take-over';
import { type Shape, shapeOf } from '../sync/shape';
import { type Marking, markingOf } from './fingerprint';
import type { Link, LinkSettings, Ports, RunHandle, Selection } from './ports';
import { selectionFor } from './selection';
import { NO_TRAFFIC, type RunTraffic, trafficSince } from './traffic';

export type Form = {
  readonly demarche: Demarche;
  readonly shape: Shape;
  readonly selection: Selection;
  readonly marking: Marking;
  readonly mirrored: MirroredColumns;
};

export type Workshop = {
  readonly ports: Ports;
  readonly handle: RunHandle;
  readonly settings: LinkSettings;
  /** The link as the Ledger has it; read again at each call, because stages change it. */
  link(): Promise<Link>;
  /** The form, read from DN when this process has not yet: it names instructeurs, so it is kept nowhere. */
  form(): Promise<Form>;
  /** Reads the form again: what the run starts from. */
  readForm(): Promise<Form>;
  tables(): Promise<readonly BoundTable[]>;
  /** Forgets the structure; `structure` replaces it when it was just read. */
  reloadTables(structure?: readonly FoundTable[]): Promise<readonly BoundTable[]>;
  /** Is it a column whose value changes at every reading: never compared, never hashed? */
  isVolatile(table: TableKey, column: ColumnKey): boolean;
  /** What both sides were asked for since this was last called; at first, since their adapters were made. */
  takeTraffic(): RunTraffic;
};

export function openWorkshop(ports: Ports, handle: RunHandle, settings: LinkSettings): Workshop {
  let form: Form | null = null;
  let tables: readonly BoundTable[] | null = null;
  let told = NO_TRAFFIC;

  const shape = async (described: Demarche): Promise<Form> => {
    const { sourceUrl, bindings } = await ports.ledger.readLink(handle.linkId);
    const demarche = { ...described, form: withKnownExposed(described.form, bindings) };
    const usual = shapeOf(demarche, settings.options, sourceUrl);
    const plain = settings.takeOver === undefined ? usual : takeOver(usual, demarche, settings.takeOver);
    const { departures, outOfScope } = settings.policies;
    const archives = departures === 'archiver' || outOfScope === 'archiver';
    // Once there, the archive is kept: a dossier that comes back must leave it.
    const hasArchive = archives || bindings.tables.some(({ key }) => isArchive(key));
    const made = hasArchive ? { ...plain, layout: withArchive(plain.layout) } : plain;
    const selection = selectionFor(demarche, settings.options);
    form = {
      ...{ demarche, shape: made, selection },
      marking: markingOf(plain.layout),
      mirrored: mirroredColumns(plain.layout),
    };
    return form;
  };

  const workshop: Workshop = {
    ports,
    handle,
    settings,
    link: () => ports.ledger.readLink(handle.linkId),
    form: async () => form ?? workshop.readForm(),
    readForm: async () => shape(await ports.source.describe()),
    tables: async () => tables ?? workshop.reloadTables(),
    async reloadTables(structure) {
      const [{ bindings }, { shape: current }] = await Promise.all([workshop.link(), workshop.form()]);
      const found = structure ?? (await ports.destination.structure());
      tables = bind(current.layout, found, bindings);
      if (!tables.some(({ key }) => key === 'dossiers')) throw new Failure('GRIST_TABLE_SUPPRIMEE');
      return tables;
    },
    isVolatile: (table, column) => form?.marking.volatile.get(table)?.has(column) ?? false,
    takeTraffic() {
      const now = { source: ports.source.traffic(), destination: ports.destination.traffic() };
      const since = trafficSince(told, now);
      told = now;
      return since;
    },
  };
  return workshop;
}
