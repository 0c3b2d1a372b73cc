// The simulators as processes: one JSON line when ready, a free port when theirs is taken, a clean end.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { startChild } from './ready';

const run = (entry: string, args: readonly string[]) => {
  const script = fileURLToPath(new URL(entry, import.meta.url));
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, ...args]);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ready = new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
  const end = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, out, err })),
  );
  return { child, ready, end };
};

describe('the simulated DN', () => {
  test('says where it is, answers, and stops when asked', async () => {
    const started = await startChild('./demarches/main.ts', [
      '--preset',
      'tiny',
      '--dossiers',
      '7',
      '--number',
      '99',
    ]);
    const { url, token, number, control } = started.ready as {
      url: string;
      token: string;
      number: number;
      control: { url: string; token: string };
    };
    expect(number).toBe(99);
    const asked = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ demarcheDescriptor(demarche: {number: 99}) { dossiersCount } }' }),
    });
    expect(await asked.json()).toEqual({ data: { demarcheDescriptor: { dossiersCount: 7 } } });
    const counted = await fetch(control.url, {
      method: 'POST',
      headers: { 'x-controle': control.token },
      body: JSON.stringify({ type: 'numbers' }),
    });
    expect(((await counted.json()) as { result: number[] }).result).toHaveLength(7);
    await started.stop();
    await expect(fetch(url)).rejects.toThrow();
    expect(started.process.exitCode).toBe(0);
  });

  test('takes a free port when its own is taken', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      }),
    );
    const started = await startChild('./demarches/main.ts', ['--preset', 'tiny', '--port', String(port)]);
    expect(started.ready.url).not.toContain(`:${port}/`);
    await started.stop();
    taken.close();
  });

  test('refuses in French what it does not understand', async () => {
    const { code, err } = await run('./demarches/main.ts', ['--dossiers', 'beaucoup']).end;
    expect([code, err]).toEqual([2, '--dossiers attend un nombre entier, pas « beaucoup »\n']);
  });
});

describe('the entry of all simulators', () => {
  test('starts the one that is asked, under its name, and takes it along when it stops', async () => {
    const { child, ready, end } = run('./main.ts', [
      '--only',
      'demarches',
      '--demarches-port',
      '0',
      '--preset=tiny',
    ]);
    await ready;
    child.kill('SIGTERM');
    const { code, out, err } = await end;
    expect([code, err]).toEqual([0, '']);
    const line = JSON.parse(out) as { demarches: { url: string } };
    expect(Object.keys(line)).toEqual(['demarches']);
    await expect(fetch(line.demarches.url)).rejects.toThrow();
  });

  test('a parent that is killed without a word takes them along', async () => {
    const { child, ready, end } = run('./main.ts', [
      '--only',
      'demarches',
      '--demarches-port',
      '0',
      '--preset',
      'tiny',
    ]);
    await ready;
    child.kill('SIGKILL');
    // The child holds the same error output: this ends only when it has ended too.
    const { out } = await end;
    const line = JSON.parse(out) as { demarches: { url: string } };
    await expect(fetch(line.demarches.url)).rejects.toThrow();
  });

  test.each([
    [['--only', 'autre'], '--only attend'],
    [['--seed'], 'sans valeur'],
    [['--only', 'demarches', '--preset', 'nope'], '--preset attend'],
  ])('%j is refused', async (args, sentence) => {
    const { code, err } = await run('./main.ts', args).end;
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });
});
