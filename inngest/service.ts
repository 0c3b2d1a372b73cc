// The functions of this process, on the engine that its environment chooses, and what they work with.

import { Inngest } from 'inngest';
import { serve } from 'inngest/edge';
import type { Access } from '../lib/access/access';
import { type Engine, openEngine } from '../lib/engine/engine';
import type { EngineEnvironment } from '../lib/env/engine-variables';
import { log } from '../lib/log/log';
import type { Database } from '../lib/store/database';
import { openLedger } from '../lib/store/ledger';
import type { SealKeys } from '../lib/store/seal';
import { SYSTEM_CLOCK } from '../lib/wiring';
import { RETRY_AFTER, type Watch } from './durable';
import { annuler } from './functions/annuler';
import { decider } from './functions/decider';
import { menage } from './functions/menage';
import { notifier } from './functions/notifier';
import { planificateur } from './functions/planificateur';
import { reprendre } from './functions/reprendre';
import { synchroniser } from './functions/synchroniser';
import { veilleur } from './functions/veilleur';
import { verifier } from './functions/verifier';
import { type Limits, MOST_STAGES, STEP_BUDGET_MS, type Works } from './works';
import { openWorkshops } from './workshops';

export type RunService = {
  readonly works: Works;
  readonly client: Inngest;
  /** What an Inngest server calls; null with the embedded engine, which nobody calls from outside. */
  readonly handler: ((request: Request) => Promise<Response>) | null;
  /** Takes nothing more, lets the steps in hand end for so long, and leaves the rest to whoever comes after. */
  stop(patienceMs?: number): Promise<void>;
};

export const APP = 'one-trick-pony';

/** On a signal: a step that is cut is made again, so that nobody has to wait for long. */
const PATIENCE_MS = 3_000;

/** Calls kept for what is not a run: the planner, the watchdog, messages. */
const SMALL_WORKS = 4;

/** Throws MOTEUR_FONCTION_REFUSEE, MOTEUR_INSCRIPTION, or what Postgres said when it does not answer. */
export async function startRunService(given: {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly keys: SealKeys;
  readonly access: Access;
  readonly environment: EngineEnvironment;
  /** For tests. */
  readonly limits?: Partial<Limits>;
  readonly watch?: Watch;
  readonly engineOptions?: Partial<Parameters<typeof openEngine>[0]>;
}): Promise<RunService> {
  const { database, keys, access, environment } = given;
  const service = { database, clock: SYSTEM_CLOCK };
  const ledger = openLedger(database, SYSTEM_CLOCK);
  const limits: Limits = {
    ...{ finish: environment.finish, runs: environment.runs },
    ...{ stepBudget: STEP_BUDGET_MS, stages: MOST_STAGES, retryAfter: RETRY_AFTER, ...given.limits },
  };
  const engine: Engine | null =
    environment.engine === 'embedded'
      ? openEngine({
          ...{ url: given.databaseUrl, onTrouble: logTrouble, slots: limits.runs + SMALL_WORKS },
          ...given.engineOptions,
        })
      : null;
  const works: Works = {
    ...{ service, ledger, access, engine, limits },
    workshops: openWorkshops({
      ...{ service, ledger, keys, most: limits.runs },
      ...{ reach: access.site.reach, fileOrigins: access.site.instances.fichiers },
    }),
    ...(given.watch === undefined ? {} : { watch: given.watch }),
  };
  const client = new Inngest({
    id: APP,
    // Each step is a call of its own: what a step answered is kept before the next one begins (docs/decisions/0011).
    checkpointing: false,
    ...(engine === null ? {} : { isDev: true, eventKey: 'embedded', fetch: engine.fetch }),
  });
  const functions = [
    synchroniser,
    verifier,
    decider,
    annuler,
    reprendre,
    planificateur,
    veilleur,
    menage,
    notifier,
  ];
  const handler = serve({ client, functions: functions.map((make) => make(client, works)) });
  if (engine !== null) await engine.start(handler);
  let stopped: Promise<void> | null = null;
  return {
    ...{ works, client },
    handler: engine === null ? handler : null,
    stop(patienceMs = PATIENCE_MS) {
      stopped ??= (async () => {
        await engine?.stop(patienceMs);
        await works.workshops.close();
      })();
      return stopped;
    },
  };
}

/** Names and codes: what a driver says may quote a statement. */
function logTrouble(what: string, error: unknown): void {
  log.fail('moteur', error, { quoi: what });
}
