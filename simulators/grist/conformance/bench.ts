// What a conformance case talks to: any Grist, real or simulated, through HTTP, in scratch documents of its own.

import assert from 'node:assert/strict';

export type Who = 'owner' | 'editor' | 'viewer' | 'stranger' | 'nobody';

export type Target = {
  /** Without a final slash. */
  readonly url: string;
  readonly keys: Readonly<Partial<Record<Who, string>>> & { readonly owner: string };
  /** To share documents with. */
  readonly emails: Readonly<Partial<Record<'editor' | 'viewer', string>>>;
  readonly workspace: number;
  /** Puts an access rule on everybody but owners. */
  restrict(bench: Bench, what: 'structure' | 'rows_of_T'): Promise<void>;
};

export type Reply = {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Parsed body; throws when it is not JSON. */
  json(): unknown;
};

export type Case = {
  readonly name: string;
  /** Needs an editor and a viewer. */
  readonly people?: true;
  run(bench: Bench): Promise<void>;
};

export type Row = { readonly id: number; readonly fields: Record<string, unknown>; readonly errors?: object };
export type Column = { readonly id: string; readonly fields: Record<string, unknown> };

/** A scratch document and the requests that cases make. Every expectation throws an AssertionError. */
export class Bench {
  readonly target: Target;
  readonly docId: string;

  private constructor(target: Target, docId: string) {
    this.target = target;
    this.docId = docId;
  }

  static async open(target: Target): Promise<Bench> {
    const reply = await send(target, 'owner', 'POST', `/workspaces/${target.workspace}/docs`, {
      name: 'conformité',
    });
    assert.equal(reply.status, 200, reply.text);
    return new Bench(target, String(reply.json()));
  }

  async close(): Promise<void> {
    await send(this.target, 'owner', 'DELETE', `/docs/${this.docId}`);
  }

  /** `path` is under the document, `''` for itself. */
  send(method: string, path: string, body?: unknown, as: Who = 'owner'): Promise<Reply> {
    return send(this.target, as, method, `/docs/${this.docId}${path}`, body);
  }

  /** User actions that must be accepted: their values. */
  async apply(...actions: readonly unknown[]): Promise<unknown[]> {
    const answer = await this.applied(actions);
    return answer.retValues;
  }

  async applied(
    actions: unknown,
    as: Who = 'owner',
  ): Promise<{
    actionNum: number;
    actionHash: string | null;
    retValues: unknown[];
    isModification: boolean;
  }> {
    const reply = await this.send('POST', '/apply?noparse=1', actions, as);
    assert.equal(reply.status, 200, reply.text);
    return reply.json() as Awaited<ReturnType<Bench['applied']>>;
  }

  /** A request that must be refused, with this status and this `error`. */
  async refused(status: number, error: string, request: Promise<Reply>): Promise<Reply> {
    const reply = await request;
    assert.deepEqual([reply.status, (reply.json() as { error: unknown }).error], [status, error]);
    return reply;
  }

  refusedActions(status: number, error: string, actions: unknown, as: Who = 'owner'): Promise<Reply> {
    return this.refused(status, error, this.send('POST', '/apply?noparse=1', actions, as));
  }

  /** Rows of a SELECT that must be accepted. */
  async sql(sql: string, args?: readonly unknown[]): Promise<Record<string, unknown>[]> {
    const reply = await this.send('POST', '/sql', args === undefined ? { sql } : { sql, args });
    assert.equal(reply.status, 200, reply.text);
    const answer = reply.json() as { statement: string; records: { fields: Record<string, unknown> }[] };
    assert.equal(answer.statement, sql);
    return answer.records.map(({ fields }) => fields);
  }

  async records(table: string, query = ''): Promise<Row[]> {
    const reply = await this.send('GET', `/tables/${table}/records${query}`);
    assert.equal(reply.status, 200, reply.text);
    return (reply.json() as { records: Row[] }).records;
  }

  /** One column of a table, in the order of the rows. */
  async cells(table: string, colId: string): Promise<unknown[]> {
    return (await this.records(table)).map(({ fields }) => fields[colId]);
  }

  /** By position, then ref: the order of the answer itself is not to be relied on. */
  async columns(table: string, hidden = false): Promise<Column[]> {
    const reply = await this.send('GET', `/tables/${table}/columns${hidden ? '?hidden=1' : ''}`);
    assert.equal(reply.status, 200, reply.text);
    const { columns } = reply.json() as { columns: Column[] };
    return columns.sort(
      (left, right) =>
        Number(left.fields.parentPos) - Number(right.fields.parentPos) ||
        Number(left.fields.colRef) - Number(right.fields.colRef),
    );
  }

  async column(table: string, colId: string): Promise<Column['fields']> {
    const found = (await this.columns(table, true)).find((column) => column.id === colId);
    assert.ok(found, `no column ${colId}`);
    return found.fields;
  }

  async share(): Promise<void> {
    const { editor = '', viewer = '' } = this.target.emails;
    const users = { [editor]: 'editors', [viewer]: 'viewers' };
    const reply = await this.send('PATCH', '/access', { delta: { users } });
    assert.equal(reply.status, 200, reply.text);
  }
}

export async function send(
  target: Target,
  as: Who,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const key = as === 'nobody' ? undefined : (target.keys[as] ?? 'no-such-key');
  const bytes =
    typeof body === 'string'
      ? body
      : body instanceof Uint8Array
        ? Uint8Array.from(body)
        : JSON.stringify(body);
  const response = await fetch(`${target.url}/api${path}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: bytes }),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    headers: response.headers,
    json: () => JSON.parse(text) as unknown,
  };
}

/** The number of a workspace where the owner may make documents. */
export async function findWorkspace(url: string, key: string): Promise<number> {
  const target = { url, keys: { owner: key }, emails: {}, workspace: 0, restrict: async () => undefined };
  const orgs = (await send(target, 'owner', 'GET', '/orgs')).json() as { id: number }[];
  for (const org of orgs) {
    const reply = await send(target, 'owner', 'GET', `/orgs/${org.id}/workspaces`);
    const [first] = reply.json() as { id: number }[];
    if (first !== undefined) return first.id;
  }
  throw new Error('this key sees no workspace');
}
