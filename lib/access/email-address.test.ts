// One mailbox, one form; and nothing that a mail relay could read as two.

import { describe, expect, it } from 'vitest';
import { normaliseEmail } from './email-address';

describe('an e-mail address', () => {
  it.each([
    ['  Camille.Martin@Exemple.GOUV.fr ', 'camille.martin@exemple.gouv.fr'],
    ['a+liste@exemple.fr', 'a+liste@exemple.fr'],
    ['o’neil@exemple.fr'.replace('’', "'"), "o'neil@exemple.fr"],
    ['jean@département.fr', 'jean@xn--dpartement-b7a.fr'],
    ['jean@xn--dpartement-b7a.fr', 'jean@xn--dpartement-b7a.fr'],
  ])('%s is %s', (text, address) => {
    expect(normaliseEmail(text)).toBe(address);
  });

  it.each([
    '',
    'camille',
    '@exemple.fr',
    'camille@',
    'camille@exemple',
    'camille@127.0.0.1',
    'camille@[127.0.0.1]',
    'a@b@exemple.fr',
    'a@exemple.fr,b@exemple.fr',
    'a@exemple.fr;b@exemple.fr',
    'a b@exemple.fr',
    '"a"@exemple.fr',
    'Camille <camille@exemple.fr>',
    'camille@exemple.fr\nBcc: tous@exemple.fr',
    'a..b@exemple.fr',
    '.a@exemple.fr',
    'camille@exemple..fr',
    // The Kelvin sign, whose lower case is an ordinary k.
    '\u212aamille@exemple.fr',
    'émile@exemple.fr',
    `${'a'.repeat(65)}@exemple.fr`,
    `a@${'b.'.repeat(130)}fr`,
    '<script>alert(1)</script>@exemple.fr',
    'a@exemple.fr\u0000',
  ])('%j is none', (text) => {
    expect(normaliseEmail(text)).toBeNull();
  });
});
