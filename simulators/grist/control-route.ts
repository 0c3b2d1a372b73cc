// `POST /__controle`: latency, troubles, statistics and access rules for a simulator that runs in its own process.

import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { FaultPlan } from './faults';
import type { ExtraRoute } from './http/server';
import type { Site } from './site';
import type { Counter } from './stats';

export const CONTROL_PATH = '/__controle';
export const CONTROL_HEADER = 'x-controle';

const when = z.enum(['before', 'after']);

const fault = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('status'),
    status: z.int(),
    when,
    body: z.union([z.string(), z.record(z.string(), z.unknown())]).exactOptional(),
    retryAfter: z.string().exactOptional(),
  }),
  z.strictObject({ type: z.literal('reset'), when }),
  z.strictObject({ type: z.literal('silence'), when }),
  z.strictObject({ type: z.literal('truncated'), whole: z.boolean() }),
  z.strictObject({ type: z.literal('html'), when }),
  z.strictObject({ type: z.literal('slow'), ms: z.number() }),
  z.strictObject({ type: z.literal('drip'), ms: z.number() }),
  z.strictObject({ type: z.literal('stall'), ms: z.number() }),
]);

const rule = z.strictObject({
  method: z.string().exactOptional(),
  path: z.string().exactOptional(),
  body: z.string().exactOptional(),
  skip: z.int().exactOptional(),
  times: z.int().exactOptional(),
  chance: z.number().exactOptional(),
  fault,
});

const allowed = z.enum(['allowed', 'forbidden']);

const order = z.strictObject({
  latencyMs: z.number().exactOptional(),
  maxParallel: z.int().exactOptional(),
  sqlTimeoutMs: z.number().exactOptional(),
  /** Null: no limit. */
  maxAttachment: z.number().nullable().exactOptional(),
  attachmentRoom: z.number().nullable().exactOptional(),
  clearFaults: z.boolean().exactOptional(),
  faults: z.array(rule).exactOptional(),
  resetStats: z.boolean().exactOptional(),
  document: z
    .strictObject({
      id: z.string(),
      trashed: z.boolean().exactOptional(),
      removeAttachments: z.array(z.int()).exactOptional(),
      rules: z
        .strictObject({
          structure: allowed.exactOptional(),
          sql: allowed.exactOptional(),
          appliesTo: z.enum(['everyone', 'not_owners']).exactOptional(),
        })
        .exactOptional(),
    })
    .exactOptional(),
});

const parsed = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(order);

/** Answers the statistics as they were before the order, then obeys it. */
export function controlRoute(token: string, site: Site, faults: FaultPlan, counter: Counter): ExtraRoute {
  return (method, path, headers, body) => {
    if (method !== 'POST' || path !== CONTROL_PATH) return null;
    const given = headers[CONTROL_HEADER];
    if (typeof given !== 'string' || !same(given, token)) return { status: 404, json: '{}' };
    const read = parsed.safeParse(body.length === 0 ? '{}' : body.toString('utf8'));
    if (!read.success) return { status: 400, json: JSON.stringify({ error: read.error.message }) };
    const stats = counter.read();
    obey(read.data, site, faults, counter);
    return { status: 200, json: JSON.stringify({ stats }) };
  };
}

function obey(given: z.infer<typeof order>, site: Site, faults: FaultPlan, counter: Counter): void {
  const { settings } = site;
  settings.latencyMs = given.latencyMs ?? settings.latencyMs;
  settings.maxParallel = given.maxParallel ?? settings.maxParallel;
  settings.sqlTimeoutMs = given.sqlTimeoutMs ?? settings.sqlTimeoutMs;
  if (given.maxAttachment !== undefined)
    settings.maxAttachment = given.maxAttachment ?? Number.POSITIVE_INFINITY;
  if (given.attachmentRoom !== undefined) {
    settings.attachmentRoom = given.attachmentRoom ?? Number.POSITIVE_INFINITY;
  }
  if (given.clearFaults === true) faults.clear();
  for (const one of given.faults ?? []) faults.add(one);
  if (given.resetStats === true) counter.reset();
  const hosted = given.document === undefined ? undefined : site.find(given.document.id);
  if (hosted === undefined) return;
  hosted.document.attachments.remove(given.document?.removeAttachments ?? []);
  hosted.trashed = given.document?.trashed ?? hosted.trashed;
  hosted.rules = { ...hosted.rules, ...given.document?.rules };
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
