// What the functions work with: the service's memory, its secrets, its post, and the workshops of this process.

import type { Access } from '../lib/access/access';
import type { Engine } from '../lib/engine/engine';
import type { Service } from '../lib/links/service';
import type { Ledger } from '../lib/run/ports';
import type { Watch } from './durable';
import type { Workshops } from './workshops';

export type Works = {
  readonly service: Service;
  readonly ledger: Ledger;
  readonly workshops: Workshops;
  readonly access: Access;
  /** Null on an Inngest server, which keeps its own house. */
  readonly engine: Engine | null;
  readonly limits: Limits;
  /** For crash tests. */
  readonly watch?: Watch;
};

export type Limits = {
  /** Of one execution, as Inngest writes durations. */
  readonly finish: string;
  /** Milliseconds of reading and writing in one step. */
  readonly stepBudget: number;
  /** Runs that go on at once, on all the processes of the database. */
  readonly runs: number;
  /** Stages of one execution: Inngest allows a thousand steps. What is left is a run of its own. */
  readonly stages: number;
  /** Before trouble that may pass by itself is tried again, as Inngest writes durations. */
  readonly retryAfter: string;
};

export const STEP_BUDGET_MS = 20_000;
export const MOST_STAGES = 500;
