// What may be chosen when a simulated DN is started, and what each preset chooses.

import type { FaultRule } from './faults/rule';
import type { FieldSpec } from './form/field';
import type { Variant } from './schema/variant';
import { type Clock, type MovableClock, movable, SYSTEM_CLOCK } from './time/clock';

/**
 * `demo`: every type of field, 2 000 dossiers. `small`: the same form, 25 dossiers. `bench`: 60 plain fields and a
 * block, 1 000 dossiers. `tiny`: 3 plain fields, 5 dossiers.
 */
export type Preset = 'demo' | 'small' | 'bench' | 'tiny';

/** A real démarche has one kind of demandeur; `mixte` has them all, to see them all in one run. */
export type DemandeurKind = 'physique' | 'morale' | 'mixte';

export type DemarchesOptions = {
  readonly preset?: Preset;
  readonly dossiers?: number;
  /** Plain fields of the `bench` preset. */
  readonly champs?: number;
  /** A form of one's own instead of the preset's. */
  readonly form?: { readonly champs: readonly FieldSpec[]; readonly annotations?: readonly FieldSpec[] };
  readonly seed?: number;
  readonly number?: number;
  /** 0: any free port. */
  readonly port?: number;
  readonly variant?: Variant;
  readonly demandeurs?: DemandeurKind;
  readonly clock?: Clock;
  /** Requests a minute for one Authorization header; null: no limit. */
  readonly rateLimit?: number | null;
  readonly latencyMs?: number;
  readonly faults?: readonly FaultRule[];
  /** Guards `POST /__controle`; random when absent. */
  readonly controlToken?: string;
};

export type Settings = {
  readonly [K in keyof Omit<DemarchesOptions, 'form' | 'controlToken' | 'clock'>]-?: Exclude<
    DemarchesOptions[K],
    undefined
  >;
} & {
  readonly clock: MovableClock;
  readonly form: DemarchesOptions['form'] | null;
  readonly controlToken: string | null;
};

const COUNTS: Readonly<Record<Preset, number>> = { demo: 2000, small: 25, bench: 1000, tiny: 5 };

export const settle = (options: DemarchesOptions): Settings => {
  const preset = options.preset ?? 'demo';
  const plain = preset === 'bench' || preset === 'tiny';
  return {
    preset,
    dossiers: options.dossiers ?? COUNTS[preset],
    champs: options.champs ?? 60,
    form: options.form ?? null,
    seed: options.seed ?? 1,
    number: options.number ?? 4242,
    port: options.port ?? 0,
    variant: options.variant ?? '2026-08',
    demandeurs: options.demandeurs ?? (plain ? 'physique' : 'mixte'),
    clock: movable(options.clock ?? SYSTEM_CLOCK),
    rateLimit: options.rateLimit === undefined ? 400 : options.rateLimit,
    latencyMs: options.latencyMs ?? 0,
    faults: options.faults ?? [],
    controlToken: options.controlToken ?? null,
  };
};
