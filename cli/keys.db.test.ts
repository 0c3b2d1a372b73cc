// Changing the encryption key, as whoever operates the service does: add one, seal again, remove the older one.

import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { readSealKeys } from '../lib/env/seal-keys';
import { createCredential } from '../lib/store/credentials';
import { openCredential } from '../lib/store/open-credential';
import { testDatabase } from '../lib/store/testing/database';
import { testClock } from '../lib/store/testing/samples';
import { keys } from './keys';

const store = testDatabase();
const OLD = `ancienne:${randomBytes(32).toString('base64')}`;
const NEW = `nouvelle:${randomBytes(32).toString('base64')}`;
const ORIGIN = 'https://dn.exemple.fr';
const SECRET = 'jeton-invente-des-essais';

async function run(given: readonly string[], variable: string) {
  const printed: string[] = [];
  const told: string[] = [];
  const code = await keys(
    given,
    {
      environment: { DATABASE_URL: store.url(), CLES_DE_CHIFFREMENT: variable },
      print: (text) => void printed.push(text),
      tell: (text) => void told.push(text),
    },
    '/nowhere/.env',
  );
  return { code, told: told.join(''), printed: printed.join('\n').replaceAll('\u00a0', ' ') };
}

it('counts, seals again, and says which key may go; a key that is gone too early is told', async () => {
  const given = { kind: 'jeton_dn', origin: ORIGIN, secret: SECRET, givenBy: null, expiresAt: null } as const;
  const context = {
    database: store.database(),
    clock: testClock(),
    keys: readSealKeys({ CLES_DE_CHIFFREMENT: OLD }),
  };
  const { id } = await createCredential(context, given);
  await createCredential(context, given);
  const both = `${NEW},${OLD}`;
  expect(await run([], both)).toMatchObject({
    code: 0,
    printed:
      'nouvelle : 0 jeton (clé des nouveaux jetons)\nancienne : 2 jetons (à garder jusqu’à « sceller »)',
  });
  expect((await run([], NEW)).printed).toContain('ancienne : 2 jetons (clé absente');
  const early = await run(['sceller'], NEW);
  expect(early).toMatchObject({ code: 2, printed: '' });
  expect(early.told).toContain('SECRET_ILLISIBLE');
  expect(early.told.replaceAll('\u00a0', ' ')).toContain('« ancienne » : 2 jetons');
  expect(await run(['sceller'], both)).toMatchObject({
    code: 0,
    printed:
      '2 jetons scellés de nouveau sous « nouvelle ».\nnouvelle : 2 jetons (clé des nouveaux jetons)\nancienne : 0 jeton (peut être retirée de CLES_DE_CHIFFREMENT)',
  });
  expect((await run(['sceller'], both)).printed).toContain('0 jeton scellé');
  const alone = readSealKeys({ CLES_DE_CHIFFREMENT: NEW });
  expect(await openCredential(store.database(), alone, { id, kind: 'jeton_dn', origin: ORIGIN })).toBe(
    SECRET,
  );
});

it('refuses what it does not understand, and a key that is not one', async () => {
  expect((await run(['effacer'], OLD)).code).toBe(2);
  expect(await run([], 'pas-une-cle')).toMatchObject({ code: 2, printed: '' });
});
