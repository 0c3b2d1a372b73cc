// Steps in hand end before Next's server ends the process; whoever insists is obeyed at once.

import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { leaveAfter } from './leave';

function scene() {
  const emitter = new EventEmitter();
  const told: string[] = [];
  emitter.on('SIGTERM', (signal: string) => void told.push(`next ${signal}`));
  let resolve = (): void => undefined;
  let reject = (_: Error): void => undefined;
  const promise = new Promise<void>((done, failed) => {
    [resolve, reject] = [done, failed];
  });
  leaveAfter(emitter, () => {
    told.push('runs');
    return promise;
  });
  return { emitter, told, resolve, reject };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('runs leave first, then the server', async () => {
  const { emitter, told, resolve } = scene();
  emitter.emit('SIGTERM', 'SIGTERM');
  await settled();
  expect(told).toEqual(['runs']);
  resolve();
  await settled();
  expect(told).toEqual(['runs', 'next SIGTERM']);
});

it('the server leaves even when the runs could not be stopped', async () => {
  const { emitter, told, reject } = scene();
  emitter.emit('SIGTERM', 'SIGTERM');
  reject(new Error('the database is away'));
  await settled();
  expect(told).toEqual(['runs', 'next SIGTERM']);
});

it('a second signal is obeyed at once', async () => {
  const { emitter, told } = scene();
  emitter.emit('SIGTERM', 'SIGTERM');
  emitter.emit('SIGTERM', 'SIGTERM');
  await settled();
  expect(told).toEqual(['runs', 'next SIGTERM']);
});
