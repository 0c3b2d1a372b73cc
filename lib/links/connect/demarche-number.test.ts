// What people type or paste where the number of a démarche is asked.

import { describe, expect, it } from 'vitest';
import { readDemarcheNumber } from './demarche-number';

describe('the number of a démarche', () => {
  it.each([
    ['12345', 12345, null],
    ['  12 345 ', 12345, null],
    ['12\u202f345', 12345, null],
    ['n° 12345', 12345, null],
    ['N°12345', 12345, null],
    [
      'https://demarche.numerique.gouv.fr/admin/procedures/12345',
      12345,
      'https://demarche.numerique.gouv.fr',
    ],
    [
      'https://demarche.numerique.gouv.fr/admin/procedures/12345/champs?x=1#y',
      12345,
      'https://demarche.numerique.gouv.fr',
    ],
    ['demarche.numerique.gouv.fr/procedures/77/a-suivre', 77, 'https://demarche.numerique.gouv.fr'],
    ['http://127.0.0.1:4150/procedures/4242', 4242, 'http://127.0.0.1:4150'],
  ])('%s', (text, number, origin) => {
    expect(readDemarcheNumber(text)).toEqual({ status: 'read', number, origin });
  });

  it.each([
    ['', 'Donnez le numéro'],
    ['abc', 'Ce n’est pas un numéro'],
    ['<script>alert(1)</script>', 'Ce n’est pas un numéro'],
    ['-12', 'Ce n’est pas un numéro'],
    ['0', 'ne peut pas être un numéro'],
    ['99999999999', 'ne peut pas être un numéro'],
    ['4294967296', 'ne peut pas être un numéro'],
    ['https://demarche.numerique.gouv.fr/commencer/mon-aide', 'celle des usagers'],
    ['https://demarche.numerique.gouv.fr/', 'ne dit pas le numéro'],
    ['https://a:b@demarche.numerique.gouv.fr/procedures/1', 'mot de passe'],
    ['9'.repeat(10_000), 'ne peut pas être un numéro'],
    ['x'.repeat(10_000), 'Ce n’est pas un numéro'],
  ])('is not in %s', (text, why) => {
    const read = readDemarcheNumber(text);
    expect(read.status === 'unread' ? read.why : read).toContain(why);
  });
});
