// The command line of the simulated Grist, turned into options; a flag that makes no sense is told, in French.

import { parseArgs } from 'node:util';
import type { StartOptions } from './start';

export const GRIST_FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  latency: { type: 'string' },
  seed: { type: 'string' },
  key: { type: 'string' },
  doc: { type: 'string' },
  name: { type: 'string' },
} as const;

function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} attend un nombre entier, pas « ${text} »`);
  return Number(text);
}

/** Throws on an unknown flag or a value that does not fit. */
export function optionsFromFlags(args: readonly string[]): StartOptions {
  const { values } = parseArgs({ args: [...args], options: GRIST_FLAGS });
  const { port, host, latency, seed, key, doc, name } = values;
  return {
    ...(port === undefined ? {} : { port: whole('port', port) }),
    ...(latency === undefined ? {} : { latencyMs: whole('latency', latency) }),
    ...(seed === undefined ? {} : { seed: whole('seed', seed) }),
    ...(host === undefined ? {} : { host }),
    ...(key === undefined ? {} : { key }),
    ...(doc === undefined ? {} : { document: doc }),
    ...(name === undefined ? {} : { documentName: name }),
  };
}
