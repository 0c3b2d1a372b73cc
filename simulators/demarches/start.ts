// Starts a simulated DN: a real HTTP server in this process, and the means to change what it holds.

import { randomBytes } from 'node:crypto';
import type { Demarche } from '../../lib/sync/model/demarche';
import type { Dossier } from '../../lib/sync/model/dossier';
import { RateLimit } from './access/rate-limit';
import { Tokens } from './access/tokens';
import type { Command, CommandResult } from './control/command';
import { Control } from './control/control';
import { FileFaults } from './faults/file-faults';
import { Faults } from './faults/strike';
import { listen } from './http/listen';
import { Waiting } from './http/waiting';
import { type DemarchesOptions, settle } from './options';
import { Counters, type DemarchesStats } from './stats';
import type { Clock } from './time/clock';
import { truthOfDemarche } from './truth/demarche';
import { truthOf } from './truth/dossier';
import { World } from './world/world';

export type DemarchesSimulator = {
  /** The GraphQL endpoint, path included. */
  readonly url: string;
  readonly origin: string;
  /** A valid token, that sees the démarche. */
  readonly token: string;
  readonly number: number;
  readonly clock: Clock;
  /** Guards `POST /__controle`, header `x-controle`. */
  readonly controlToken: string;
  /** Changes the démarche, its dossiers, tokens or faults; throws on a command that makes no sense. */
  control<C extends Command>(command: C): CommandResult<C>;
  /** Every dossier that the administration sees now, as the contract has them, without going through GraphQL. */
  truth(): Iterable<Dossier>;
  /** Null when the administration does not see it. */
  truthOf(number: number): Dossier | null;
  /** The démarche as a description should give it. */
  demarche(): Demarche;
  stats(): DemarchesStats;
  /** Origin of a second server that gives the same files; `set_file_origin` makes links lead there. */
  openStorage(): Promise<string>;
  close(): Promise<void>;
};

export const startDemarches = async (options: DemarchesOptions = {}): Promise<DemarchesSimulator> => {
  const settings = settle(options);
  const world = new World(settings);
  const tokens = new Tokens();
  const token = tokens.issue();
  const counters = new Counters();
  const faults = new Faults(settings.seed, settings.faults);
  const fileFaults = new FileFaults(settings.seed);
  const rateLimit = new RateLimit(settings.rateLimit);
  const controlToken = settings.controlToken ?? randomBytes(24).toString('hex');
  const waiting = new Waiting(settings.latencyMs);
  const control = new Control({ world, tokens, faults, fileFaults, rateLimit, counters, waiting });
  const server = await listen({
    world,
    tokens,
    faults,
    fileFaults,
    rateLimit,
    counters,
    control,
    waiting,
    controlToken,
    port: settings.port,
  });
  return {
    url: `${server.origin}/api/v2/graphql`,
    origin: server.origin,
    token,
    number: settings.number,
    clock: settings.clock,
    controlToken,
    control: (command) => control.run(command),
    *truth() {
      for (let index = 0; index < world.table.count; index += 1) {
        if (world.table.visible(index)) yield truthOf(world, index);
      }
    },
    truthOf: (number) => {
      const index = world.indexOf(number);
      return index !== null && world.table.visible(index) ? truthOf(world, index) : null;
    },
    demarche: () => truthOfDemarche(world),
    stats: () => counters.read({ faults: faults.strikes(), fileFaults: fileFaults.strikes() }),
    openStorage: () => server.openStorage(),
    close: () => server.close(),
  };
};
