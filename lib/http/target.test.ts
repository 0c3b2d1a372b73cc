import { describe, expect, test } from 'vitest';
import { Failure } from '../errors/failure';
import { EVERYWHERE, INTERNET } from './reach';
import { allowedTarget } from './target';

const verdict = (address: string, allowLoopback: boolean): unknown => {
  try {
    return allowedTarget(address, allowLoopback ? EVERYWHERE : INTERNET).href;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.facts.sent).toBe(false);
    return error.facts.reason ?? error.code;
  }
};

describe('allowedTarget', () => {
  test.each([
    ['https://demarche.numerique.gouv.fr/api', true, 'https://demarche.numerique.gouv.fr/api'],
    ['https://demarche.numerique.gouv.fr/api', false, 'https://demarche.numerique.gouv.fr/api'],
    ['http://127.0.0.1:8484/api', true, 'http://127.0.0.1:8484/api'],
    ['http://127.12.0.9/', true, 'http://127.12.0.9/'],
    ['http://localhost:3000/', true, 'http://localhost:3000/'],
    ['http://grist.localhost/', true, 'http://grist.localhost/'],
    ['http://[::1]:8484/', true, 'http://[::1]:8484/'],
    ['http://2130706433/', true, 'http://127.0.0.1/'],
    ['http://127.0.0.1:8484/api', false, 'plain_http'],
    ['http://localhost/', false, 'plain_http'],
    ['http://grist.example.org/', true, 'plain_http'],
    ['http://127.0.0.1.example.org/', true, 'plain_http'],
    ['http://localhost.example.org/', true, 'plain_http'],
    ['http://10.0.0.1/', true, 'plain_http'],
    ['https://moi:secret@example.org/', true, 'credentials'],
    ['https://moi@example.org/', true, 'credentials'],
    ['ftp://example.org/', true, 'scheme'],
    ['file:///etc/passwd', true, 'scheme'],
    ['demarche.numerique.gouv.fr', true, 'invalid'],
    ['', true, 'invalid'],
    ['https://127.0.0.1/', true, 'https://127.0.0.1/'],
    ['https://127.0.0.1/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://0x7f000001/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://0177.0.0.1/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://2130706433/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://127.1/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://10.0.0.1/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://0/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://0x7f.1/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://017700000001/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://127.0.0.1./', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://１２７.０.０.１/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://①②⑦.0.0.1/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://172.16.0.1/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://192.168.0.1:8443/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://100.64.0.1/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://0.0.0.0/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://224.0.0.1/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://255.255.255.255/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[::]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[::ffff:7f00:1]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[::ffff:0:127.0.0.1]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[::127.0.0.1]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[0:0:0:0:0:0:0:1]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[fe80::1]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[fec0::1]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[ff02::1]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[2002:7f00:1::]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[2001:0:7f00:1::]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[64:ff9b:1::a00:1]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[2001:db8::1]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[fe80::1%25eth0]/', false, 'invalid'],
    ['https://127.0.0.1@example.org/', false, 'credentials'],
    ['https://example.org#@127.0.0.1/', false, 'https://example.org/#@127.0.0.1/'],
    ['https://169.254.169.254/latest/meta-data/', true, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[::1]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[::ffff:10.0.0.1]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[fd12::1]/', false, 'RESEAU_HORS_DE_PORTEE'],
    ['https://[64:ff9b::a00:1]/', true, 'RESEAU_HORS_DE_PORTEE'],
    ['https://93.184.216.34/', false, 'https://93.184.216.34/'],
    ['https://[2606:2800:220:1:248:1893:25c8:1946]/', false, 'https://[2606:2800:220:1:248:1893:25c8:1946]/'],
  ])('%s (loopback http allowed: %s) → %s', (address, allowed, expected) => {
    expect(verdict(address, allowed)).toBe(expected);
  });

  test('never quotes the address', () => {
    try {
      allowedTarget('https://moi:tres-secret@example.org/?cle=tres-secret', EVERYWHERE);
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify(error) + String(error)).not.toContain('tres-secret');
    }
  });
});
