// How runs are executed: by the embedded engine, or by an Inngest server; and how long one may last.

import { serviceVariableFailure } from './service-variables';

/** Any of them, and the functions run on an Inngest server, which the SDK finds by these same variables. */
const SERVER_VARIABLES = [
  'INNGEST_SIGNING_KEY',
  'INNGEST_BASE_URL',
  'INNGEST_DEV',
  'INNGEST_EVENT_KEY',
] as const;

export type EngineEnvironment = {
  readonly engine: 'embedded' | 'server';
  /** Of one execution, as Inngest writes durations: `2h`. It is then taken up again from where it was. */
  readonly finish: string;
  /** Synchronisations and verifications that go on at once, on all the processes of a database. */
  readonly runs: number;
};

const FINISH = 'DUREE_MAX_SYNCHRONISATION';
const RUNS = 'SYNCHRONISATIONS_SIMULTANEES';

/** Pure. Throws CONFIG_INVALIDE. */
export function readEngine(variables: Readonly<Record<string, string | undefined>>): EngineEnvironment {
  const isServer = SERVER_VARIABLES.some((name) => (variables[name] ?? '').trim() !== '');
  const finish = variables[FINISH]?.trim() || '2h';
  if (!/^[1-9]\d{0,3}[mh]$/.test(finish)) {
    throw serviceVariableFailure(FINISH, 'écrivez un nombre de minutes ou d’heures, par exemple 90m ou 2h');
  }
  const runs = Number(variables[RUNS]?.trim() || '6');
  if (!Number.isInteger(runs) || runs < 1 || runs > 100) {
    throw serviceVariableFailure(RUNS, 'écrivez un nombre entier de 1 à 100');
  }
  return { runs, engine: isServer ? 'server' : 'embedded', finish };
}
