// Worker processes of the crash tests: started, listened to, killed; all gone at the end of the test.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { until } from './house';

export type Said = {
  readonly what: string;
  readonly pid: number;
  readonly [name: string]: unknown;
};

export type WorkerProcess = {
  readonly pid: number;
  tell(line: string): void;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Waits until it leaves by itself; its exit code. */
  left(): Promise<number | null>;
};

export type Crew = {
  /** What all the workers said, in order. */
  readonly said: readonly Said[];
  /** Resolves once it is ready. `hold`: its steps that are asked to stay in the middle do. */
  hire(options?: { readonly hold?: boolean; readonly cron?: string }): Promise<WorkerProcess>;
  /** Until this was said so many times. */
  hears(what: string, times?: number): Promise<void>;
  count(what: string, having?: Readonly<Record<string, unknown>>): number;
};

const SCRIPT = fileURLToPath(new URL('./worker.ts', import.meta.url));

export function crew(databaseUrl: string): Crew {
  const said: Said[] = [];
  const count: Crew['count'] = (what, having = {}) =>
    said.filter(
      (one) => one.what === what && Object.entries(having).every(([name, value]) => one[name] === value),
    ).length;

  return {
    said,
    count,
    hears: (what, times = 1) => until(() => count(what) >= times),
    hire: async ({ hold = false, cron = '' } = {}) => {
      const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, databaseUrl, cron], {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, HOLD: hold ? 'yes' : 'no' },
      });
      const exited = once(child, 'exit');
      const kill = async (): Promise<void> => {
        child.kill('SIGKILL');
        await exited;
      };
      onTestFinished(kill);
      createInterface({ input: child.stdout }).on('line', (line) => said.push(JSON.parse(line)));
      const { pid } = child;
      if (pid === undefined) throw new Error('the worker did not start');
      await until(() => said.some((one) => one.what === 'ready' && one.pid === pid));
      return {
        pid,
        kill,
        tell: (line) => child.stdin.write(`${line}\n`),
        left: async () => (await exited)[0],
      };
    },
  };
}
