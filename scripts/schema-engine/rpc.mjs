// JSON-RPC over stdin and stdout, one message a line, one at a time: how Prisma's command line talks to its schema engine.

import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** @param {Record<string, unknown>} message */
const send = (message) => writeSync(1, `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

/**
 * @param {NodeJS.ReadableStream} input
 * @param {import('./engine.mjs').Engine} engine
 */
export async function serve(input, engine) {
  for await (const line of createInterface({ input })) {
    if (!line.trim()) continue;
    const { id, method, params } = JSON.parse(line);
    if (method === undefined) continue; // the CLI's answer to one of our `print`
    try {
      const { print, result } = await engine.call(method, params ?? {});
      if (print) send({ id: 'print', method: 'print', params: { content: print } });
      send({ id, result });
    } catch (error) {
      const { message, isPanic, code, meta } = engine.explain(error);
      const known = code === undefined ? {} : { error_code: code };
      send({
        id,
        error: { code: 4466, message, data: { is_panic: isPanic, message, meta: meta ?? {}, ...known } },
      });
    }
  }
}
