// Starts one simulator as a child process and waits for the JSON line that says it is ready.

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Started = {
  /** What the process said when it was ready. */
  readonly ready: Readonly<Record<string, unknown>>;
  readonly process: ChildProcess;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
};

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/**
 * `entry`: the simulator's main.ts, relative to this file. Its errors go to our own stderr. Rejects when it ends before
 * being ready. The channel to the child is how it learns that we died (with-parent.ts).
 */
export const startChild = async (entry: string, args: readonly string[]): Promise<Started> => {
  const script = fileURLToPath(new URL(entry, import.meta.url));
  const preloaded = [import.meta.resolve('tsx'), import.meta.resolve('./with-parent.ts')];
  const imports = preloaded.flatMap((one) => ['--import', one]);
  const child = spawn(process.execPath, [...imports, script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ready = await new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`${entry} : arrêté (${code ?? signal}) avant d’être prêt`)),
    );
    if (child.stdout === null) throw new Error('a child without stdout');
    createInterface({ input: child.stdout }).once('line', (line) => {
      try {
        resolve(JSON.parse(line) as Record<string, unknown>);
      } catch (error) {
        reject(error);
      }
    });
  });
  return {
    ready,
    process: child,
    stop: async () => {
      child.kill('SIGTERM');
      await ended(child);
    },
  };
};
