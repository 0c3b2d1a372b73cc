// A function as the engine executes it, and the refusal of whatever it would not execute as written.

import type { Cron } from 'croner';
import { Failure } from '../errors/failure';
import { parseCron } from './cron';
import { durationMs } from './duration';
import { compile, type Expression } from './expression';

export type Trigger = { readonly event: string; readonly condition: Expression | null };

export type CronTrigger = { readonly text: string; readonly cron: Cron };

export type Cancellation = { readonly event: string; readonly condition: Expression | null };

/** At most `limit` steps at a time share a value of `key`; the name of the lane says who else shares it. */
export type Concurrency = { readonly lane: string; readonly key: Expression | null; readonly limit: number };

export type Singleton = { readonly key: Expression | null; readonly mode: 'skip' | 'cancel' };

export type Definition = {
  /** `<app>-<function>`. */
  readonly id: string;
  readonly triggers: readonly Trigger[];
  readonly crons: readonly CronTrigger[];
  readonly maxAttempts: number;
  readonly concurrency: readonly Concurrency[];
  readonly singleton: Singleton | null;
  readonly idempotency: Expression | null;
  readonly cancellations: readonly Cancellation[];
  /** Milliseconds; null: no limit. */
  readonly startTimeout: number | null;
  readonly finishTimeout: number | null;
};

/** Retries when a function names none: five attempts in all (facts/inngest.md §4). */
const DEFAULT_RETRIES = 4;

/** As on the real server: one more of either, and the registration fails (facts/inngest.md §1). */
const MOST_CONCURRENCY = 2;
const MOST_CANCELLATIONS = 5;

const KNOWN = new Set([
  'id',
  'name',
  'triggers',
  'steps',
  'idempotency',
  'concurrency',
  'timeouts',
  'singleton',
  'cancel',
]);

/**
 * One function of the registration that the SDK posts (facts/stack.md §6).
 * Throws `Failure` MOTEUR_FONCTION_REFUSEE, whose detail names the function and the option.
 */
export function define(config: unknown): Definition {
  const id = text(field(config, 'id')) ?? '?';
  const refuse = (option: string, why: string): Failure =>
    new Failure('MOTEUR_FONCTION_REFUSEE', { detail: `fonction « ${id} », option « ${option} » : ${why}` });
  const expression = (option: string, value: unknown): Expression | null => {
    if (value === undefined || value === null) return null;
    try {
      return compile(String(value));
    } catch (error) {
      throw refuse(option, sentence(error));
    }
  };
  const duration = (option: string, value: unknown): number | null => {
    if (value === undefined || value === null) return null;
    const ms = durationMs(String(value));
    if (ms === null) throw refuse(option, `la durée « ${String(value)} » n’est pas lisible`);
    return ms;
  };

  for (const [name, value] of Object.entries(record(config))) {
    if (value !== undefined && value !== null && !KNOWN.has(name)) {
      throw refuse(name, 'le moteur embarqué ne la connaît pas');
    }
  }

  const triggers: Trigger[] = [];
  const crons: CronTrigger[] = [];
  for (const trigger of list(field(config, 'triggers'))) {
    const event = text(field(trigger, 'event'));
    const rhythm = text(field(trigger, 'cron'));
    if (event !== null) {
      if (event.includes('*')) {
        throw refuse('triggers', `le nom d’événement « ${event} » ne peut pas contenir d’étoile`);
      }
      triggers.push({ event, condition: expression('triggers', field(trigger, 'expression')) });
    } else if (rhythm !== null) {
      if (field(trigger, 'jitter') !== undefined) {
        throw refuse('jitter', 'le moteur embarqué ne la connaît pas');
      }
      try {
        crons.push({ text: rhythm, cron: parseCron(rhythm) });
      } catch (error) {
        throw refuse('cron', sentence(error));
      }
    } else {
      throw refuse('triggers', 'un déclencheur n’est ni un événement ni un rythme');
    }
  }

  return {
    id,
    triggers,
    crons,
    maxAttempts: retries(config) + 1,
    concurrency: concurrencies(id, field(config, 'concurrency'), refuse, expression),
    singleton: singleton(field(config, 'singleton'), refuse, expression),
    idempotency: expression('idempotency', field(config, 'idempotency')),
    cancellations: cancellations(field(config, 'cancel'), refuse, expression),
    startTimeout: duration('timeouts.start', field(field(config, 'timeouts'), 'start')),
    finishTimeout: duration('timeouts.finish', field(field(config, 'timeouts'), 'finish')),
  };
}

type Refuse = (option: string, why: string) => Failure;
type Compile = (option: string, value: unknown) => Expression | null;

function retries(config: unknown): number {
  const attempts = field(field(field(field(config, 'steps'), 'step'), 'retries'), 'attempts');
  return typeof attempts === 'number' ? attempts : DEFAULT_RETRIES;
}

function concurrencies(
  id: string,
  value: unknown,
  refuse: Refuse,
  expression: Compile,
): readonly Concurrency[] {
  const entries = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  if (entries.length > MOST_CONCURRENCY) {
    throw refuse('concurrency', `au plus ${MOST_CONCURRENCY} limites, comme sur un serveur Inngest`);
  }
  return entries.map((entry: unknown) => {
    const limit = typeof entry === 'number' ? entry : field(entry, 'limit');
    if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0) {
      throw refuse('concurrency', 'une limite n’est pas un nombre entier');
    }
    const scope = text(field(entry, 'scope')) ?? 'fn';
    const key = text(field(entry, 'key'));
    if (scope !== 'fn' && scope !== 'env' && scope !== 'account') {
      throw refuse('concurrency', `la portée « ${scope} » n’existe pas`);
    }
    if (scope !== 'fn' && key === null) {
      throw refuse('concurrency', `la portée « ${scope} » demande une clé`);
    }
    return {
      lane: `${scope === 'fn' ? `fn ${id}` : scope} ${key ?? ''}`,
      key: expression('concurrency', key),
      // Zero means no limit of one's own.
      limit: limit === 0 ? Number.MAX_SAFE_INTEGER : limit,
    };
  });
}

function singleton(value: unknown, refuse: Refuse, expression: Compile): Singleton | null {
  if (value === undefined || value === null) return null;
  const mode = field(value, 'mode');
  if (mode !== 'skip' && mode !== 'cancel') {
    throw refuse('singleton', `le mode « ${String(mode)} » n’existe pas`);
  }
  return { key: expression('singleton', field(value, 'key')), mode };
}

function cancellations(value: unknown, refuse: Refuse, expression: Compile): readonly Cancellation[] {
  const entries = list(value);
  if (entries.length > MOST_CANCELLATIONS) {
    throw refuse('cancelOn', `au plus ${MOST_CANCELLATIONS} événements, comme sur un serveur Inngest`);
  }
  return entries.map((entry) => {
    if (field(entry, 'timeout') !== undefined) {
      throw refuse('cancelOn.timeout', 'le moteur embarqué ne la connaît pas');
    }
    const event = text(field(entry, 'event'));
    if (event === null) throw refuse('cancelOn', 'un événement n’a pas de nom');
    return { event, condition: expression('cancelOn', field(entry, 'if')) };
  });
}

function record(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function field(value: unknown, name: string): unknown {
  return Reflect.get(record(value), name);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
