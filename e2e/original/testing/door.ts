// Grist's REST API as the original used it: tables, columns and records, one plain request each.

export type Address = { readonly url: string; readonly key: string; readonly docId: string };
export type Door = ReturnType<typeof openDoor>;

export function openDoor({ url, key, docId }: Address) {
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/api/docs/${docId}${path}`, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    /** Values go unparsed, which is the same for them: dates are ISO texts. A `type` beside `id` is what the original sent, and what Grist drops: the column becomes a text. */
    addTable: async (id: string, columns: readonly object[]) =>
      ask('POST', '/tables', { tables: [{ id, columns }] }),
    addColumns: async (table: string, columns: readonly object[]) =>
      columns.length === 0 ? null : ask('POST', `/tables/${table}/columns`, { columns }),
    addRecords: async (table: string, rows: readonly object[]) => {
      for (let from = 0; from < rows.length; from += 50) {
        const records = rows.slice(from, from + 50).map((fields) => ({ fields }));
        await ask('POST', `/tables/${table}/records?noparse=1`, { records });
      }
    },
    columnIds: async (table: string): Promise<ReadonlySet<string>> => {
      const { columns } = (await ask('GET', `/tables/${table}/columns`)) as {
        columns: readonly { id: string }[];
      };
      return new Set(columns.map(({ id }) => id));
    },
    apply: async (actions: readonly unknown[]) =>
      ask('POST', '/apply', actions) as Promise<{ retValues: unknown[] }>,
    records: async (table: string) =>
      (
        (await ask('GET', `/tables/${table}/records`)) as {
          records: readonly { id: number; fields: Readonly<Record<string, unknown>>; errors?: unknown }[];
        }
      ).records,
    tables: async () =>
      (
        (await ask('GET', '/tables?expand=column')) as {
          tables: readonly {
            id: string;
            fields: Readonly<Record<string, unknown>>;
            columns: readonly { id: string; fields: Readonly<Record<string, unknown>> }[];
          }[];
        }
      ).tables,
  };
}
