// One line of facts/demarches.md §8, one test.

import { describe, expect, test } from 'vitest';
import type { FailureCode } from '../../errors/catalogue';
import { Failure } from '../../errors/failure';
import { readErrors } from './answer-shape';
import { classifyErrors } from './classify-errors';
import { classifyNetwork } from './classify-network';
import { classifyStatus } from './classify-status';
import type { Verdict } from './verdict';

const NOW = Date.parse('2026-11-23T10:00:00Z');

const body = (message: string, code?: string, more: object = {}): string =>
  JSON.stringify({ errors: [{ message, extensions: { code, ...more } }], data: null });

const status = (code: number, text: string, more: { reset?: string; date?: string } = {}): Verdict =>
  classifyStatus(
    { status: code, body: text, rateLimitReset: more.reset ?? null, date: more.date ?? null },
    NOW,
  );

describe('HTTP statuses', () => {
  test.each<[string, Verdict, Verdict['class'], FailureCode]>([
    ['502 of a gateway', status(502, '<html>Bad Gateway</html>'), 'slow', 'DS_INDISPONIBLE'],
    ['504 of a gateway', status(504, '<html>'), 'slow', 'DS_INDISPONIBLE'],
    ['429 in plain text', status(429, 'Throttled'), 'throttled', 'DS_LIMITE_DEBIT'],
    [
      '503 of a maintenance',
      status(503, '{"error":"Le site est en maintenance."}'),
      'maintenance',
      'DS_MAINTENANCE',
    ],
    ['503 of something in front of DN', status(503, '<html>'), 'cut', 'DS_INDISPONIBLE'],
    [
      '500 with a reference',
      status(500, body('Internal Server Error', 'internal_server_error', { exception_id: 'abc-1' })),
      'internal',
      'DS_ERREUR_INTERNE',
    ],
    ['500 in HTML', status(500, '<html>We’re sorry</html>'), 'internal', 'DS_ERREUR_INTERNE'],
    ['401 expired', status(401, body('Token expired', 'unauthorized')), 'fatal', 'DS_JETON_EXPIRE'],
    ['401 otherwise', status(401, 'HTTP Token: Access denied.'), 'fatal', 'DS_JETON_REFUSE'],
    [
      '403 without a valid token',
      status(403, body('Without a token, only persisted queries are allowed', 'forbidden')),
      'fatal',
      'DS_JETON_REFUSE',
    ],
    [
      '403 from a network that is not declared',
      status(403, body('Request issued from a forbidden network. Add 203.0.113.7/32', 'forbidden')),
      'fatal',
      'DS_JETON_IP_REFUSEE',
    ],
    ['403 of something in front of DN', status(403, '<html>'), 'fatal', 'DS_REPONSE_ILLISIBLE'],
    ['400 bad_request', status(400, body('oops', 'bad_request')), 'fatal', 'DS_REQUETE_REFUSEE'],
    ['400 parse', status(400, body('oops', 'graphql_parse_failed')), 'fatal', 'DS_REQUETE_REFUSEE'],
    ['404: not DN', status(404, '<html>'), 'fatal', 'DS_REPONSE_ILLISIBLE'],
    ['520 of a front', status(520, ''), 'cut', 'DS_INDISPONIBLE'],
  ])('%s', (_, verdict, expectedClass, code) => {
    expect(verdict.class).toBe(expectedClass);
    expect(verdict.failure.code).toBe(code);
  });

  test('the refused network’s message is kept word for word', () => {
    const message =
      'Request issued from a forbidden network. Add 203.0.113.7/32 to your allowed adresses in your /profil';
    expect(status(403, body(message, 'forbidden')).failure.detail).toBe(message);
  });

  test.each([
    ['Forbidden network: MDEyMzQ1Njc4OQ Zoé Martin', null],
    ['Forbidden network: MDEyMzQ1Njc4OQ from 2001:db8::7/128 Zoé', '2001:db8::7/128'],
    ['Request issued from a forbidden network. Add 203.0.113.7 (Zoé)', '203.0.113.7'],
  ])('of another sentence about the network, « %s », only the address is told', (message, told) => {
    expect(status(403, body(message, 'forbidden')).failure).toMatchObject({
      code: 'DS_JETON_IP_REFUSEE',
      detail: told,
    });
  });

  test('what has not the shape of a code or of a reference is not repeated: it could quote what we sent', () => {
    const said = 'MDEyMzQ1Njc4OQ== Zoé Martin';
    const refusals = [
      status(400, body('x', said)),
      status(500, body('x', 'internal_server_error', { exception_id: said })),
      status(500, body('x', 'internal_server_error', { exception_id: 'Zoe-Martin' })),
    ];
    for (const { failure } of refusals) {
      expect(JSON.stringify([failure.message, failure.detail, failure.facts])).not.toMatch(/MDEy|Zo/);
    }
    const judged = classifyErrors(readErrors([{ message: 'x', extensions: { code: said } }]), false);
    expect(JSON.stringify(judged)).not.toMatch(/MDEy|Zo/);
  });

  test('the reference of a 500 is shown, its message is not', () => {
    const { failure } = status(
      500,
      body('undefined method for Dossier 12', 'internal_server_error', { exception_id: 'abc-1' }),
    );
    expect(failure.detail).toBe('Référence : abc-1');
    expect(failure.facts).toEqual({ status: 500, exceptionId: 'abc-1' });
    expect(failure.message).not.toContain('undefined method');
  });

  const reset = (seconds: number): string => String(NOW / 1000 + seconds);
  test.each([
    ['by DN’s own clock', { reset: reset(600), date: 'Mon, 23 Nov 2026 10:09:30 GMT' }, 30_000],
    ['by ours without a date', { reset: reset(12) }, 12_000],
    ['never more than 61 s', { reset: reset(3600) }, 61_000],
    ['never less than 1 s', { reset: reset(-30) }, 1000],
    ['61 s without the header', {}, 61_000],
    ['61 s when it is unreadable', { reset: 'demain' }, 61_000],
  ])('429 waits until RateLimit-Reset %s', (_, headers, expected) => {
    const verdict = status(429, 'Throttled', headers);
    expect(verdict.class === 'throttled' && verdict.waitMs).toBe(expected);
  });
});

describe('errors of a 200', () => {
  const error = (message: string, code: string | null, path?: (string | number)[]) => ({
    message,
    ...(code === null ? {} : { extensions: { code } }),
    ...(path === undefined ? {} : { path }),
  });
  const NODE = ['demarche', 'dossiers', 'nodes', 3];

  test.each<[string, object[], boolean, Verdict['class'], FailureCode]>([
    [
      'unauthorized on the démarche',
      [error('x', 'unauthorized', ['demarche'])],
      false,
      'fatal',
      'DS_DEMARCHE_NON_AUTORISEE',
    ],
    [
      'not_found on the démarche',
      [error('Demarche not found', 'not_found', ['demarche'])],
      false,
      'fatal',
      'DS_DEMARCHE_INTROUVABLE',
    ],
    [
      'a timeout by its code',
      [error('Timeout on Dossier.champs', 'timeout', NODE)],
      true,
      'slow',
      'DS_REPONSE_PARTIELLE',
    ],
    [
      'a timeout by its message only',
      [error('Timeout on Dossier.champs', null, NODE)],
      true,
      'slow',
      'DS_REPONSE_PARTIELLE',
    ],
    [
      'a timeout that emptied everything',
      [error('Timeout on Demarche.dossiers', 'timeout', ['demarche', 'dossiers'])],
      false,
      'slow',
      'DS_REPONSE_PARTIELLE',
    ],
    [
      'a timeout among harmless errors',
      [error('x', 'unauthorized', [...NODE, 'dossier']), error('Timeout on A.b', null, NODE)],
      true,
      'slow',
      'DS_REPONSE_PARTIELLE',
    ],
    [
      'unknown field',
      [error('Field x', 'undefinedField', ['query Page', 'demarche', 'x'])],
      false,
      'drift',
      'DS_REQUETE_REFUSEE',
    ],
    [
      'unknown type',
      [error('No such type', 'undefinedType', ['fragment UnChamp'])],
      false,
      'drift',
      'DS_REQUETE_REFUSEE',
    ],
    ['unknown argument', [error('x', 'argumentNotAccepted', [])], false, 'drift', 'DS_REQUETE_REFUSEE'],
    ['unused variable', [error('x', 'variableNotUsed')], false, 'drift', 'DS_REQUETE_REFUSEE'],
    [
      'too deep',
      [error('Query has depth of 16, which exceeds max depth of 15', null)],
      false,
      'drift',
      'DS_REQUETE_REFUSEE',
    ],
    [
      'too complex',
      [error('Query has complexity of 70000, which exceeds max complexity of 60000', null)],
      false,
      'drift',
      'DS_REQUETE_REFUSEE',
    ],
    [
      'bad_request in a 200',
      [error('x', 'bad_request', ['demarche', 'dossiers'])],
      true,
      'fatal',
      'DS_REQUETE_REFUSEE',
    ],
    [
      'a cursor that DN cannot read',
      [error('Invalid input: "abc"', null, ['demarche', 'dossiers'])],
      false,
      'fatal',
      'DS_REQUETE_REFUSEE',
    ],
    [
      'invalid_null that emptied everything',
      [error('x', 'invalid_null', ['demarche', 'title'])],
      false,
      'internal',
      'DS_REPONSE_PARTIELLE',
    ],
    ['an error that tells no place', [error('?', null)], true, 'slow', 'DS_REPONSE_PARTIELLE'],
    ['no data and no error', [], false, 'cut', 'DS_REPONSE_ILLISIBLE'],
  ])('%s', (_, errors, hasData, expectedClass, code) => {
    const judgement = classifyErrors(readErrors(errors), hasData);
    if (judgement.status !== 'unusable') throw new Error('expected an unusable answer');
    expect(judgement.verdict.class).toBe(expectedClass);
    expect(judgement.verdict.failure.code).toBe(code);
  });

  test.each<[string, object[], boolean]>([
    ['no error', [], true],
    ['a link to a foreign dossier', [error('x', 'unauthorized', [...NODE, 'champs', 1, 'dossier'])], true],
    [
      'a null field of one dossier',
      [error('x', 'invalid_null', [...NODE, 'champs', 2, 'commune', 'code'])],
      true,
    ],
    [
      'an address without département',
      [error('x', 'not_found', [...NODE, 'champs', 2, 'departement'])],
      true,
    ],
    ['the count of dossiers is refused', [error('x', 'unauthorized', ['descriptor'])], true],
    ['a dossier that does not exist', [error('Dossier not found', 'not_found', ['dossier'])], false],
    ['a dossier out of reach', [error('x', 'unauthorized', ['dossier'])], false],
  ])('%s leaves the answer usable', (_, errors, hasData) => {
    const judgement = classifyErrors(readErrors(errors), hasData);
    expect(judgement.status).toBe('usable');
    expect(judgement.status === 'usable' && judgement.faults).toHaveLength(errors.length);
  });

  test('oddly shaped errors are read as far as they can be', () => {
    expect(readErrors([{}, { message: 3, path: 'x', extensions: 'y' }])).toHaveLength(2);
    expect(readErrors('nothing')).toEqual([]);
  });

  test('a message of DN’s, which may quote what it was asked, never enters the failure', () => {
    const judgement = classifyErrors(readErrors([error('Invalid input: "secret"', 'bad_request')]), false);
    expect(JSON.stringify(judgement)).not.toContain('secret');
  });
});

describe('no answer at all', () => {
  test.each<[FailureCode, Record<string, string | boolean>, Verdict['class']]>([
    ['RESEAU_INJOIGNABLE', { cause: 'ECONNREFUSED', sent: false }, 'unreachable'],
    ['RESEAU_INJOIGNABLE', { cause: 'ENOTFOUND', sent: false }, 'fatal'],
    ['RESEAU_DELAI', { step: 'connect', sent: false }, 'unreachable'],
    ['RESEAU_DELAI', { step: 'first_byte', sent: true }, 'slow'],
    ['RESEAU_COUPURE', { sent: true }, 'cut'],
    ['RESEAU_REPONSE_TROP_GRANDE', { sent: true }, 'slow'],
    ['RESEAU_REDIRECTION', { sent: true }, 'fatal'],
    ['RESEAU_CERTIFICAT', { sent: false }, 'fatal'],
    ['RESEAU_ADRESSE_INTERDITE', { sent: false }, 'fatal'],
    ['RESEAU_INTERROMPU', { sent: true }, 'fatal'],
  ])('%s %o → %s', (code, facts, expected) => {
    const verdict = classifyNetwork(new Failure(code, { facts }));
    expect(verdict.class).toBe(expected);
    expect(verdict.failure.code).toBe(code);
  });

  test('a bug is not mistaken for the network', () => {
    expect(() => classifyNetwork(new TypeError('bug'))).toThrow('bug');
  });
});
