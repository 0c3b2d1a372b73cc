// The simulated site: who may sign in, which documents there are, who may do what in each, and its settings.

import { randomBytes } from 'node:crypto';
import type { SqlJsStatic } from 'sql.js';
import { GristDocument } from './engine/document';

export type Role = 'owners' | 'editors' | 'viewers';

export type User = { readonly email: string; readonly key: string };

/** Access rules of a document, beyond roles. Any rule on structure closes /sql too, as in Grist. */
export type Rules = {
  readonly structure: 'allowed' | 'forbidden';
  readonly sql: 'allowed' | 'forbidden';
  readonly appliesTo: 'everyone' | 'not_owners';
};

export const NO_RULES: Rules = { structure: 'allowed', sql: 'allowed', appliesTo: 'everyone' };

export type Hosted = {
  readonly id: string;
  /** What its access tokens are signed with. */
  readonly secret: string;
  name: string;
  readonly document: GristDocument;
  /** By e-mail. */
  readonly access: Map<string, Role>;
  /** Attachments that each person brought, by e-mail: they may name them although no cell does yet. */
  readonly brought: Map<string, Set<number>>;
  trashed: boolean;
  rules: Rules;
  /** Requests in hand that count against the limit. */
  inHand: number;
  /** Ends when the last write in hand is over: writes go one after the other. */
  lastWrite: Promise<void>;
  /** Ends when the last request in hand has its turn. */
  lastTurn: Promise<void>;
};

export type Settings = {
  /** Added to every request on a document. */
  latencyMs: number;
  sqlTimeoutMs: number;
  /** Bytes of a body, after inflating. */
  maxBody: number;
  maxParallel: number;
  /** Bytes of one attached file (GRIST_MAX_UPLOAD_ATTACHMENT_MB). */
  maxAttachment: number;
  /** Bytes of all the attached files of a document (GRIST_MAX_INTERNAL_ATTACHMENTS_BYTES). */
  attachmentRoom: number;
};

export const SETTINGS: Settings = {
  latencyMs: 0,
  sqlTimeoutMs: 1000,
  maxBody: 1_048_576,
  maxParallel: 10,
  maxAttachment: Number.POSITIVE_INFINITY,
  attachmentRoom: Number.POSITIVE_INFINITY,
};

export class Site {
  readonly users: readonly User[];
  readonly settings: Settings;
  private readonly sqlite: SqlJsStatic;
  private readonly hosted = new Map<string, Hosted>();

  constructor(sqlite: SqlJsStatic, users: readonly User[], settings: Settings) {
    this.sqlite = sqlite;
    this.users = users;
    this.settings = settings;
  }

  documents(): readonly Hosted[] {
    return [...this.hosted.values()];
  }

  find(id: string): Hosted | undefined {
    return this.hosted.get(id);
  }

  create(name: string, access: Iterable<readonly [string, Role]>, id = newDocumentId()): Hosted {
    const hosted: Hosted = {
      id,
      secret: randomBytes(24).toString('hex'),
      name,
      document: new GristDocument(this.sqlite),
      access: new Map(access),
      brought: new Map(),
      trashed: false,
      rules: NO_RULES,
      inHand: 0,
      lastWrite: Promise.resolve(),
      lastTurn: Promise.resolve(),
    };
    this.hosted.set(id, hosted);
    return hosted;
  }

  remove(id: string): void {
    this.hosted.get(id)?.document.close();
    this.hosted.delete(id);
  }

  close(): void {
    for (const { document } of this.hosted.values()) document.close();
    this.hosted.clear();
  }
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** 22 characters, like Grist's. */
function newDocumentId(): string {
  return Array.from(randomBytes(22), (byte) => BASE58[byte % BASE58.length]).join('');
}
