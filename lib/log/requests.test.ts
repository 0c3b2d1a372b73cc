// Every line of a request or of a run says which one, whatever goes on at the same time.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inContext } from './context';
import { openLog } from './log';
import { nameRequests } from './requests';

const lines: Record<string, unknown>[] = [];
const log = openLog((line) => void lines.push(JSON.parse(line)));
/** Requests wait here, so that they are all under way at once. */
let open: () => void = () => undefined;
const gate = new Promise<void>((resolve) => {
  open = resolve;
});

const server = createServer(async (request, response) => {
  log.tell('debut', { page: request.url ?? '' });
  await gate;
  await new Promise((resolve) => setImmediate(resolve));
  inContext({ execution: `x${request.url}` }, () => log.warn('milieu', { page: request.url ?? '' }));
  log.fail('fin', new Error('mots'), { page: request.url ?? '' });
  response.end(request.headers['x-request-id']);
});
let origin = '';

beforeAll(async () => {
  nameRequests();
  nameRequests();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('lines of a request', () => {
  it('carry its name, that its answer gives; that of a run comes beside', async () => {
    const asked = Array.from({ length: 20 }, (_, rank) => fetch(`${origin}/${rank}`));
    while (lines.length < asked.length) await new Promise((resolve) => setTimeout(resolve, 5));
    open();
    const answers = await Promise.all(asked);
    const names = answers.map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(names).size).toBe(20);
    for (const [rank, answer] of answers.entries()) {
      expect(await answer.text()).toBe(names[rank]);
      const mine = lines.filter(({ page }) => page === `/${rank}`);
      expect(mine.map(({ evenement, demande, execution }) => [evenement, demande, execution])).toEqual([
        ['debut', names[rank], undefined],
        ['milieu', names[rank], `x/${rank}`],
        ['fin', names[rank], undefined],
      ]);
    }
  });

  it('keep the name that a reverse proxy gave, and no other words', async () => {
    const given = randomUUID();
    const keeps = await fetch(origin, { headers: { 'X-Request-Id': given } });
    expect(keeps.headers.get('x-request-id')).toBe(given);
    for (const odd of [
      'camille@exemple.gouv.fr',
      'a b c d e f g h',
      'x'.repeat(65),
      'court',
      '{"a":"bcdefgh"}',
    ]) {
      const answer = await fetch(origin, { headers: { 'X-Request-Id': odd } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('do not run into one another on a connection that is kept', async () => {
    const [first, second] = [await fetch(`${origin}/a`), await fetch(`${origin}/b`)];
    expect(first.headers.get('x-request-id')).not.toBe(second.headers.get('x-request-id'));
    const of = (page: string) =>
      new Set(lines.filter((line) => line.page === page).map(({ demande }) => demande));
    expect(of('/b')).toEqual(new Set([second.headers.get('x-request-id')]));
  });
});

it('outside of both, a line says neither', () => {
  log.tell('seule');
  expect(lines.at(-1)).not.toHaveProperty('demande');
  expect(lines.at(-1)).not.toHaveProperty('execution');
});
