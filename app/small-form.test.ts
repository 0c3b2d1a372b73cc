// Forms that routes are sent: small ones are read, the others are not held.

import { expect, test } from 'vitest';
import { smallForm } from './small-form';

const FORM = 'application/x-www-form-urlencoded';
const post = (body: RequestInit['body'], type = FORM) =>
  new Request('http://ici.invalid/', {
    ...{ method: 'POST', body: body ?? null, headers: { 'content-type': type }, duplex: 'half' },
  } as RequestInit);

test('a small form is read', async () => {
  expect((await smallForm(post('retour=%2Fcompte')))?.get('retour')).toBe('/compte');
  expect((await smallForm(post('')))?.has('partout')).toBe(false);
});

test('a body without end is left as soon as it is too large, whatever it said of its length', async () => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 16_384;
      controller.enqueue(new Uint8Array(16_384).fill(97));
    },
  });
  expect(await smallForm(post(endless))).toBeNull();
  expect(given).toBeLessThan(200_000);
});

test.each([
  ['application/json', '{}'],
  ['multipart/form-data; boundary=x', 'ceci n’est pas un formulaire'],
  ['', 'a=b'],
])('what is no form (%s) is none', async (type, body) => {
  expect(await smallForm(post(body, type))).toBeNull();
});
