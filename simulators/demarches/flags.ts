// The command line of the simulated DN, turned into options; a flag that makes no sense is told, not guessed.

import { parseArgs } from 'node:util';
import type { FaultRule } from './faults/rule';
import type { DemandeurKind, DemarchesOptions, Preset } from './options';
import type { Variant } from './schema/variant';

const PRESETS: readonly Preset[] = ['demo', 'small', 'bench', 'tiny'];
const VARIANTS: readonly Variant[] = ['2026-01', '2026-08'];
const DEMANDEURS: readonly DemandeurKind[] = ['physique', 'morale', 'mixte'];

export const DEMARCHES_FLAGS = {
  port: { type: 'string' },
  preset: { type: 'string' },
  dossiers: { type: 'string' },
  champs: { type: 'string' },
  seed: { type: 'string' },
  number: { type: 'string' },
  variant: { type: 'string' },
  demandeurs: { type: 'string' },
  latency: { type: 'string' },
  faults: { type: 'string' },
  'rate-limit': { type: 'string' },
} as const;

const whole = (name: string, text: string): number => {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} attend un nombre entier, pas « ${text} »`);
  return Number(text);
};

const among = <T extends string>(name: string, text: string, allowed: readonly T[]): T => {
  const found = allowed.find((one) => one === text);
  if (found === undefined) throw new Error(`--${name} attend ${allowed.join(', ')}, pas « ${text} »`);
  return found;
};

const rules = (text: string): FaultRule[] => {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) throw new Error('--faults attend une liste JSON de règles');
  return parsed as FaultRule[];
};

/** Throws, in French, on an unknown flag or a value that does not fit. `--rate-limit none` removes the limit. */
export const optionsFromFlags = (args: readonly string[]): DemarchesOptions => {
  const { values } = parseArgs({ args: [...args], options: DEMARCHES_FLAGS });
  const limit = values['rate-limit'];
  return {
    ...(values.port === undefined ? {} : { port: whole('port', values.port) }),
    ...(values.preset === undefined ? {} : { preset: among('preset', values.preset, PRESETS) }),
    ...(values.dossiers === undefined ? {} : { dossiers: whole('dossiers', values.dossiers) }),
    ...(values.champs === undefined ? {} : { champs: whole('champs', values.champs) }),
    ...(values.seed === undefined ? {} : { seed: whole('seed', values.seed) }),
    ...(values.number === undefined ? {} : { number: whole('number', values.number) }),
    ...(values.variant === undefined ? {} : { variant: among('variant', values.variant, VARIANTS) }),
    ...(values.demandeurs === undefined
      ? {}
      : { demandeurs: among('demandeurs', values.demandeurs, DEMANDEURS) }),
    ...(values.latency === undefined ? {} : { latencyMs: whole('latency', values.latency) }),
    ...(values.faults === undefined ? {} : { faults: rules(values.faults) }),
    ...(limit === undefined ? {} : { rateLimit: limit === 'none' ? null : whole('rate-limit', limit) }),
  };
};
