// For the tests of this folder: a small démarche in a document, on the simulator or on any other Grist.

import { onTestFinished } from 'vitest';
import { serve } from '../http/fixture-server';
import type { RowGroup, RowOperation, SchemaOperation } from '../sync/model/operation';
import type { BoundTable, Cell, ColumnSpec, FoundTable, TableSpec } from '../sync/model/table';
import { opened } from './fixture-grist';
import type { GristDestination, GristOptions } from './open';

/** A Grist where documents can be made. */
export type Backend = { readonly url: string; readonly key: string; newDocument(): Promise<string> };

export type Sent = { readonly method: string; readonly path: string; readonly body: string };

/** What the network, or Grist, does to a request: null lets it through. */
export type Trouble = (sent: Sent) => Mishap | null;
export type Mishap =
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly body: string;
      readonly when: 'before' | 'after';
    }
  | { readonly type: 'cut'; readonly when: 'before' | 'after' }
  | { readonly type: 'silence'; readonly when: 'before' | 'after' };

/** A proxy before a Grist: counts what is sent, and makes trouble when told. */
export async function proxied(backend: Backend) {
  const sent: Sent[] = [];
  const state: { trouble: Trouble; before: (() => Promise<unknown>) | null } = {
    trouble: () => null,
    before: null,
  };
  const server = await serve(async (request, response) => {
    const one: Sent = { method: request.method, path: request.url, body: request.body };
    sent.push(one);
    const { before } = state;
    if (before !== null && one.path.includes('/apply')) {
      state.before = null;
      await before();
    }
    const mishap = state.trouble(one);
    const forward = async () => {
      const answer = await fetch(backend.url + one.path, {
        method: one.method,
        headers: { authorization: `Bearer ${backend.key}`, 'content-type': 'application/json' },
        ...(one.method === 'GET' ? {} : { body: one.body }),
      });
      return { status: answer.status, body: await answer.text() };
    };
    if (mishap === null) {
      const { status, body } = await forward();
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      return;
    }
    if (mishap.when === 'after') await forward();
    if (mishap.type === 'cut') response.destroy();
    if (mishap.type === 'answer') response.writeHead(mishap.status).end(mishap.body);
  });
  onTestFinished(() => server.close());
  return {
    url: server.origin,
    sent,
    /** In force until another one is given. */
    troubleWith: (trouble: Trouble) => {
      state.trouble = trouble;
    },
    /** Somebody else does something just before the next write. */
    beforeNextWrite: (work: () => Promise<unknown>) => {
      state.before = work;
    },
    applies: () => sent.filter(({ path }) => path.includes('/apply')),
  };
}

const column = (
  key: string,
  id: string,
  type: ColumnSpec['type'],
  more: Partial<ColumnSpec> = {},
): ColumnSpec => ({
  key,
  id,
  aliases: [],
  label: `Libellé de ${key}`,
  description: `Aide de ${key}`,
  type,
  widget: {},
  volatile: false,
  lookup: null,
  ...more,
});

/** Every type, a field named like something reserved, a formula, and what it refers to. */
export const DOSSIERS: TableSpec = {
  key: 'dossiers',
  id: 'Demarche_1_dossiers',
  aliases: [],
  keyColumns: ['meta:number'],
  dossierColumn: 'meta:number',
  displayColumn: 'meta:number',
  columns: [
    column('meta:number', 'number', 'Int'),
    column('etat', 'state', 'Choice', { widget: { choices: ['Accepté', 'Refusé'] } }),
    column('texte', 'id', 'Text'),
    column('nombre', 'class', 'Numeric', { widget: { decimals: 2 } }),
    column('oui', 'oui', 'Bool'),
    column('choix', 'choix', 'ChoiceList'),
    column('jour', 'jour', 'Date'),
    column('instant', 'instant', 'DateTime:Europe/Paris'),
    column('pieces', 'pieces', 'Attachments'),
    column('lien', 'lien', 'Int'),
    column(
      'lien#ref',
      'lien_ref',
      { ref: 'dossiers' },
      {
        lookup: { table: 'dossiers', column: 'meta:number', by: 'lien' },
      },
    ),
  ],
};
export const BLOC: TableSpec = {
  key: 'bloc:x',
  id: 'Demarche_1_bloc_x',
  aliases: [],
  keyColumns: ['meta:dossier_number', 'meta:bloc_ligne_id'],
  dossierColumn: 'meta:dossier_number',
  displayColumn: 'meta:bloc_ligne_id',
  columns: [
    column('meta:dossier', 'dossier', { ref: 'dossiers' }),
    column('meta:dossier_number', 'dossier_number', 'Int'),
    column('meta:bloc_ligne_id', 'bloc_ligne_id', 'Text'),
    column('note', 'note', 'Numeric'),
  ],
};
export const INSTRUCTEURS: TableSpec = {
  key: 'instructeurs',
  id: 'Demarche_1_instructeurs',
  aliases: [],
  keyColumns: ['meta:email'],
  dossierColumn: null,
  displayColumn: 'meta:email',
  columns: [column('meta:email', 'email', 'Text')],
};

/** Children first, so that the order of creation is not ours by luck. */
export const CREATIONS: readonly SchemaOperation[] = [BLOC, INSTRUCTEURS, DOSSIERS].map((table) => ({
  type: 'create_table',
  table,
  reason: 'premiere_synchronisation',
}));

export type SmallDemarche = {
  readonly document: string;
  readonly grist: GristDestination;
  readonly proxy: Awaited<ReturnType<typeof proxied>>;
  readonly dossiers: BoundTable;
  readonly bloc: BoundTable;
  readonly instructeurs: BoundTable;
  readonly tables: readonly BoundTable[];
  /** Another adapter on the same document. */
  again(options?: Partial<GristOptions>): GristDestination;
  /** Somebody else's user actions, past the proxy. */
  act(actions: readonly unknown[]): Promise<unknown>;
};

/** A document with the three tables, empty, seen through a proxy that makes no trouble yet. */
export async function smallDemarche(
  backend: Backend,
  options: Partial<GristOptions> = {},
): Promise<SmallDemarche> {
  const document = await backend.newDocument();
  const proxy = await proxied(backend);
  const again = (more: Partial<GristOptions> = {}) => opened(proxy.url, document, { ...options, ...more });
  const grist = again();
  const { structure, tables, columns } = await grist.reshape(CREATIONS, []);
  const bind = (spec: TableSpec): BoundTable => {
    const ref = tables.find(({ key }) => key === spec.key)?.ref;
    const refs = new Map(
      columns.filter(({ table }) => table === spec.key).map((one) => [one.column, one.ref]),
    );
    return bound(spec, structure, ref ?? 0, refs);
  };
  const [dossiers, bloc, instructeurs] = [bind(DOSSIERS), bind(BLOC), bind(INSTRUCTEURS)];
  proxy.sent.length = 0;
  return {
    document,
    grist,
    proxy,
    dossiers,
    bloc,
    instructeurs,
    tables: [dossiers, bloc, instructeurs],
    again,
    act: async (actions) => {
      const answer = await fetch(`${backend.url}/api/docs/${document}/apply?noparse=1`, {
        method: 'POST',
        headers: { authorization: `Bearer ${backend.key}`, 'content-type': 'application/json' },
        body: JSON.stringify(actions),
      });
      if (!answer.ok) throw new Error(`act: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
  };
}

/** A spec tied to the structure by refs, as the conductor does; formulas are not bound. */
export function bound(
  spec: TableSpec,
  structure: readonly FoundTable[],
  tableRef: number,
  refs: ReadonlyMap<string, number>,
): BoundTable {
  const table = structure.find(({ ref }) => ref === tableRef);
  if (table === undefined) throw new Error(`no table ${tableRef}`);
  return {
    key: spec.key,
    ref: tableRef,
    id: table.id,
    keyColumns: spec.keyColumns,
    dossierColumn: spec.dossierColumn,
    columns: spec.columns.map(({ key }) => {
      const found = table.columns.find(({ ref }) => ref === refs.get(key));
      if (found === undefined) throw new Error(`no column ${key}`);
      return { key, ref: found.ref, id: found.id, type: found.type };
    }),
  };
}

/** A new dossier and its rows of the block, the children first: order must not matter. */
export function newDossier(
  number: number,
  cells: Readonly<Record<string, Cell>> = {},
  lines: readonly Readonly<Record<string, Cell>>[] = [{}],
): RowGroup {
  const children = lines.map(
    (line, at): RowOperation => ({
      type: 'add',
      table: 'bloc:x',
      key: `${number}:${at}`,
      reason: 'nouveau',
      cells: {
        'meta:dossier': { parent: true },
        'meta:dossier_number': number,
        'meta:bloc_ligne_id': `L${at}`,
        ...line,
      },
    }),
  );
  const own: RowOperation = {
    type: 'add',
    table: 'dossiers',
    key: String(number),
    reason: 'nouveau',
    cells: { 'meta:number': number, ...cells },
  };
  return { dossier: number, operations: [...children, own] };
}

/** Grist refuses a reference to a temporary row that nobody adds, and with it the whole transaction. */
export const POISON: Readonly<Record<string, Cell>> = { 'meta:dossier': -999_999 };
