// An instance of DN as we know it: its schema, read once a day, and our documents cut to it.

import { Failure } from '../errors/failure';
import type { Asker, Reply } from './ask';
import { INTROSPECTION_DOCUMENT } from './documents/introspection';
import type { Wants } from './documents/wants';
import type { Insist } from './insist';
import { type InstanceSchema, readInstanceSchema, requireIndispensable } from './schema/instance-schema';
import { pruneDocument } from './schema/prune';
import { type CachedSchema, SCHEMA_LIFETIME_MS, type SchemaCache } from './schema/schema-cache';

export type Inquiry = {
  /** One of our documents, whole. */
  readonly document: string;
  readonly wants: Wants;
  /** Undefined ones are not sent. */
  readonly variables: Readonly<Record<string, string | number | boolean | undefined>>;
};

export type Instance = {
  /** The schema if it is already known and young enough, without asking. */
  knownSchema(): Promise<InstanceSchema | null>;
  /** 1 request when it is not known. Throws DS_SCHEMA_INCONNU, or what forbids to read it. */
  schema(): Promise<InstanceSchema>;
  /**
   * Asks once; when DN says that its schema has changed, reads it again, cuts the document again, and asks once more.
   * What it then refuses is fatal: DS_REQUETE_REFUSEE.
   */
  inquire(inquiry: Inquiry): Promise<Reply>;
};

export type InstanceOptions = {
  readonly origin: string;
  readonly asker: Asker;
  readonly insist: Insist;
  readonly cache: SchemaCache;
  readonly clock: { now(): number };
};

export function makeInstance({ origin, asker, insist, cache, clock }: InstanceOptions): Instance {
  /** Documents already cut, by schema: the texts of a run are few. */
  let cut = new Map<string, string>();
  let cutFor: InstanceSchema | null = null;

  let entry: CachedSchema | null = null;

  const knownSchema = async (): Promise<InstanceSchema | null> => {
    entry ??= await cache.read(origin);
    if (entry !== null && clock.now() - entry.readAt >= SCHEMA_LIFETIME_MS) entry = null;
    return entry?.schema ?? null;
  };

  const learn = async (): Promise<InstanceSchema> => {
    const reply = await insist(() => asker.ask({ document: INTROSPECTION_DOCUMENT, variables: {} })).catch(
      (error: unknown) => {
        if (!(error instanceof Failure) || error.code !== 'DS_REQUETE_REFUSEE') throw error;
        throw new Failure('DS_SCHEMA_INCONNU', { facts: error.facts });
      },
    );
    const schema = readInstanceSchema(reply.data);
    requireIndispensable(schema);
    entry = { schema, readAt: clock.now() };
    await cache.write(origin, entry);
    return schema;
  };

  const textOf = (document: string, wants: Wants, schema: InstanceSchema): string => {
    if (cutFor !== schema) {
      cut = new Map();
      cutFor = schema;
    }
    const key = `${document}\n${JSON.stringify(wants)}`;
    const text = cut.get(key) ?? pruneDocument(document, schema, wants);
    cut.set(key, text);
    return text;
  };

  const schema = async (): Promise<InstanceSchema> => (await knownSchema()) ?? (await learn());

  return {
    knownSchema,
    schema,
    async inquire({ document, wants, variables }) {
      const sent = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
      const reply = await asker.ask({ document: textOf(document, wants, await schema()), variables: sent });
      if (reply.status === 'answered' || reply.verdict.class !== 'drift') return reply;
      const again = await asker.ask({ document: textOf(document, wants, await learn()), variables: sent });
      if (again.status === 'answered' || again.verdict.class !== 'drift') return again;
      const { facts } = again.verdict.failure;
      return {
        status: 'trouble',
        verdict: { class: 'fatal', failure: new Failure('DS_REQUETE_REFUSEE', { facts }) },
      };
    },
  };
}
