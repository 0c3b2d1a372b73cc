// Processes that carry runs: started, told, killed; all gone at the end of the tests.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Host = {
  tell(line: string): void;
  /** What follows the first word of the next line that begins with it, said since it was last heard. */
  hears(word: string): Promise<string>;
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  isAlive(): boolean;
  /** All that it wrote, on both of its outputs. */
  output(): string;
};

const SCRIPT = fileURLToPath(new URL('./host.ts', import.meta.url));

export function hosts(databaseUrl: string, environment: Readonly<Record<string, string>> = {}) {
  const children = new Set<ChildProcess>();
  return {
    async start(): Promise<Host> {
      const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, databaseUrl], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { ...process.env, ...environment },
      });
      const written: string[] = [];
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => written.push(text));
      }
      child.stderr.pipe(process.stderr, { end: false });
      // It may be told something as it dies.
      child.stdin.on('error', () => undefined);
      children.add(child);
      const exited = once(child, 'exit').then(() => children.delete(child));
      const isAlive = () => child.exitCode === null && child.signalCode === null;
      const said: string[] = [];
      createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
      const host: Host = {
        tell: (line) => void child.stdin.write(`${line}\n`),
        async hears(word) {
          for (;;) {
            const at = said.findIndex((line) => line.split(' ')[0] === word);
            if (at >= 0) return said.splice(at, 1)[0]?.slice(word.length + 1) ?? '';
            if (!isAlive()) throw new Error(`the host ended with ${child.exitCode ?? child.signalCode}`);
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        },
        isAlive,
        async kill(signal = 'SIGKILL') {
          child.kill(signal);
          await exited;
        },
        output: () => written.join(''),
      };
      await host.hears('ready');
      return host;
    },
    async end(): Promise<void> {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}
