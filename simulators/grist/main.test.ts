// The simulated Grist as a process, and its flags.

import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startChild } from '../ready';
import { optionsFromFlags } from './flags';

describe('the simulated Grist as a process', () => {
  it('says where it is, serves the document that was asked, and stops when told', async () => {
    const started = await startChild('./grist/main.ts', [
      '--port',
      '0',
      '--key',
      'cle',
      '--doc',
      'docu',
      '--name',
      'Essai',
    ]);
    const { url, docId, control } = started.ready as {
      url: string;
      docId: string;
      control: { url: string; token: string };
    };
    expect(docId).toBe('docu');
    const asked = await fetch(`${url}/api/docs/docu`, { headers: { authorization: 'Bearer cle' } });
    expect(await asked.json()).toMatchObject({ name: 'Essai', access: 'owners' });
    const counted = await fetch(control.url, { method: 'POST', headers: { 'x-controle': control.token } });
    expect(await counted.json()).toMatchObject({ stats: { requests: 2 } });
    await started.stop();
    expect(started.process.exitCode).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('takes a free port when its own is taken', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      }),
    );
    const started = await startChild('./grist/main.ts', ['--port', String(port)]);
    expect(started.ready.url).not.toBe(`http://127.0.0.1:${port}`);
    await started.stop();
    taken.close();
  });

  it('reads its flags, and tells in French those that make no sense', () => {
    expect(optionsFromFlags(['--latency', '20', '--seed', '3', '--doc', 'd'])).toEqual({
      latencyMs: 20,
      seed: 3,
      document: 'd',
    });
    expect(() => optionsFromFlags(['--latency', 'peu'])).toThrow('--latency attend un nombre entier');
    expect(() => optionsFromFlags(['--inconnu', '1'])).toThrow();
  });
});
