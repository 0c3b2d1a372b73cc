// Gives the bytes of files to whoever has a link, with the troubles that were asked for.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { FileFault, FileFaults } from '../faults/file-faults';
import type { Counters } from '../stats';
import type { Links } from './links';
import { page } from './reply';

export type FileServer = {
  /** False when the request is not for a file. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  /** Origin of a second server that gives the same files: a storage apart. Opened when first asked for. */
  openStorage(): Promise<string>;
  close(): Promise<void>;
};

export const openFileServer = (links: Links, faults: FileFaults, counters: Counters): FileServer => {
  const timers = new Set<NodeJS.Timeout>();
  let storage: { readonly origin: string; close(): Promise<void> } | null = null;

  const drip = (response: ServerResponse, bytes: Buffer, at: number, step: number, ms: number): void => {
    if (response.destroyed) return;
    if (at >= bytes.length) {
      response.end();
      return;
    }
    response.write(bytes.subarray(at, at + step));
    const timer = setTimeout(() => {
      timers.delete(timer);
      drip(response, bytes, at + step, step, ms);
    }, ms);
    timers.add(timer);
  };

  const refuse = (
    response: ServerResponse,
    status: number,
    headers: Readonly<Record<string, string>>,
  ): number => {
    const { headers: usual, body } = page(status, 'Fichier');
    response.writeHead(status, { ...usual, ...headers });
    response.end(body);
    return 0;
  };

  /** Bytes of the file that were sent. */
  const send = (response: ServerResponse, content: Buffer, fault: FileFault | null): number => {
    const announce = (length: number): void => {
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-length': String(length),
      });
    };
    switch (fault?.type) {
      case 'status':
        return refuse(
          response,
          fault.status,
          fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter },
        );
      case 'redirect':
        return refuse(response, 302, { location: fault.to });
      case 'html':
        return refuse(response, 200, {});
      case 'slow':
        announce(content.length);
        drip(response, content, 0, fault.bytes, fault.ms);
        return content.length;
      case 'cut': {
        if (fault.before === true) {
          response.destroy();
          return 0;
        }
        const half = content.subarray(0, content.length >> 1);
        announce(content.length);
        response.write(half, () => response.destroy());
        return half.length;
      }
      case 'longer': {
        const longer = Buffer.concat([content, Buffer.alloc(fault.bytes, '+')]);
        announce(longer.length);
        response.end(longer);
        return longer.length;
      }
      case 'other_bytes':
        announce(content.length);
        response.end(Buffer.alloc(content.length, 'autre chose '));
        return content.length;
      case undefined:
        announce(content.length);
        response.end(content);
        return content.length;
    }
  };

  const serve = (request: IncomingMessage, response: ServerResponse): boolean => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const asked = request.method === 'GET' ? links.find(pathname) : null;
    if (asked === null) return false;
    request.resume();
    const bytes =
      asked.status === 'expired'
        ? refuse(response, 403, {})
        : send(response, asked.content, faults.for(asked.filename));
    counters.downloaded(bytes, request.headers.authorization !== undefined);
    return true;
  };

  return {
    serve,
    async openStorage() {
      storage ??= await listenApart((request, response) => {
        if (!serve(request, response)) refuse(response, 404, {});
      });
      return storage.origin;
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      await storage?.close();
    },
  };
};

const listenApart = async (
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly origin: string; close(): Promise<void> }> => {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
