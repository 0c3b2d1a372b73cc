// Starts a simulated Grist on a free port of the loopback, with a document, three people, and its controls.

import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { controlRoute } from './control-route';
import { loadSqlite } from './engine/database';
import { FaultPlan, type FaultRule } from './faults';
import { controlOf, type DocumentControl } from './gestures';
import { signToken, TOKEN_MS, userNumber } from './http/access-token';
import { newKey } from './http/home-routes';
import { grist } from './http/server';
import { type Role, SETTINGS, type Settings, Site } from './site';
import { Counter, type Stats } from './stats';

export type StartOptions = {
  /** 0, or a port already taken: any free one. */
  readonly port?: number;
  readonly host?: string;
  /** Id of the first document. */
  readonly document?: string;
  readonly documentName?: string;
  /** Key of its owner. */
  readonly key?: string;
  readonly latencyMs?: number;
  /** Of the drawn troubles. */
  readonly seed?: number;
};

export type Person = { readonly email: string; readonly key: string };

export type TokenOptions = {
  readonly document?: string;
  readonly person?: Person;
  readonly readOnly?: boolean;
  /** Milliseconds; negative: over already. */
  readonly livesMs?: number;
};

export type Simulator = {
  /** Without a final slash. */
  readonly url: string;
  /** The owner's key. */
  readonly key: string;
  readonly docId: string;
  readonly people: {
    readonly owner: Person;
    readonly editor: Person;
    readonly viewer: Person;
    /** Has a key, and no access to any document. */
    readonly stranger: Person;
  };
  /** For the header of `POST /__controle`. */
  readonly controlToken: string;
  /** Changed in place: takes effect with the next request. */
  readonly settings: Settings;
  stats(): Stats;
  resetStats(): void;
  /** Returns the count of requests hit. */
  fault(rule: FaultRule): { readonly hits: number };
  clearFaults(): void;
  /** The first document when no id is given. */
  document(id?: string): DocumentControl;
  /** What a widget gets for a person (the owner when none is given): read-only for a viewer, whatever is asked. */
  accessToken(options?: TokenOptions): {
    readonly token: string;
    readonly baseUrl: string;
    readonly ttlMsecs: number;
  };
  createDocument(options?: { readonly id?: string; readonly name?: string }): DocumentControl;
  /** Cuts what is in hand and frees the documents. */
  close(): Promise<void>;
};

export async function startGrist(options: StartOptions = {}): Promise<Simulator> {
  const person = (name: string, key = newKey()): Person => ({ email: `${name}@exemple.invalid`, key });
  const people = {
    owner: person('proprietaire', options.key),
    editor: person('editrice'),
    viewer: person('lecteur'),
    stranger: person('inconnue'),
  };
  const settings = { ...SETTINGS, latencyMs: options.latencyMs ?? 0 };
  const site = new Site(await loadSqlite(), Object.values(people), settings);
  const roles: readonly (readonly [string, Role])[] = [
    [people.owner.email, 'owners'],
    [people.editor.email, 'editors'],
    [people.viewer.email, 'viewers'],
  ];
  const first = site.create(options.documentName ?? 'Document de test', roles, options.document);
  const faults = new FaultPlan(options.seed ?? 1);
  const counter = new Counter();
  const controlToken = randomBytes(24).toString('hex');
  const server = grist({ site, faults, counter, extra: controlRoute(controlToken, site, faults, counter) });
  const host = options.host ?? '127.0.0.1';
  await listen(server, options.port ?? 0, host);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    key: people.owner.key,
    docId: first.id,
    people,
    controlToken,
    settings,
    stats: () => counter.read(),
    resetStats: () => counter.reset(),
    fault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    document(id = first.id) {
      const hosted = site.find(id);
      if (hosted === undefined) throw new Error(`no document ${id} on the simulated Grist`);
      return controlOf(hosted);
    },
    accessToken({
      document = first.id,
      person: who = people.owner,
      readOnly = false,
      livesMs = TOKEN_MS,
    } = {}) {
      const hosted = site.find(document);
      const user = site.users.find(({ key }) => key === who.key);
      if (hosted === undefined || user === undefined) throw new Error('no such document or person');
      const isReader = hosted.access.get(user.email) === 'viewers';
      const claims = { readOnly: readOnly || isReader, userId: userNumber(site, user) };
      return {
        token: signToken(hosted, claims, livesMs),
        baseUrl: `http://${host}:${port}/api/docs/${hosted.id.slice(0, 12)}`,
        ttlMsecs: TOKEN_MS,
      };
    },
    createDocument: ({ id, name } = {}) => controlOf(site.create(name ?? 'Autre document', roles, id)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      site.close();
    },
  };
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!taken || port === 0) throw error;
    await listen(server, 0, host);
  }
}
