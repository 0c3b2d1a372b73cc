// The operator's log: lines that machines read, and nothing that must not be there.

import { describe, expect, it } from 'vitest';
import { Failure } from '../errors/failure';
import { openLog } from './log';

function heard() {
  const lines: string[] = [];
  const log = openLog((line) => void lines.push(line));
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
}

describe('the operator’s log', () => {
  it('is one JSON line an event', () => {
    const { log, lines, last } = heard();
    log.tell('execution-finie', { execution: '0192', dossiers: 12 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/\}\n$/);
    expect(last()).toMatchObject({
      niveau: 'info',
      service: 'one-trick-pony',
      evenement: 'execution-finie',
      dossiers: 12,
    });
    expect(Date.parse(String(last().time))).not.toBeNaN();
  });

  it('tells of an error its kind, its code and its place, never its words', () => {
    const { log, lines, last } = heard();
    const error = Object.assign(new TypeError('refusé : Bearer s3cret de Zoé Martin'), {
      code: 'ECONNRESET',
    });
    log.fail('envoi-impossible', error);
    expect(last()).toMatchObject({ niveau: 'error', erreur: 'TypeError', code: 'ECONNRESET' });
    expect(String(last().lieu)).toContain('log.test.ts');
    log.fail('envoi-impossible', new Failure('GRIST_INJOIGNABLE', { detail: 'Zoé Martin', cause: error }));
    expect(last()).toMatchObject({ erreur: 'Failure', code: 'GRIST_INJOIGNABLE' });
    log.fail('envoi-impossible', 'Zoé Martin');
    expect(lines.join('')).not.toMatch(/s3cret|Zoé/);
  });

  it('keeps a code that is a sentence out', () => {
    const { log, last } = heard();
    log.fail('envoi-impossible', Object.assign(new Error(''), { code: 'a sentence with s3cret' }));
    expect(last().code).toBeNull();
  });

  it('blanks facts whose name says that they should not be there', () => {
    const { log, lines } = heard();
    log.warn('essai', { token: 's3cret', courriel: 'zoe@exemple.fr' });
    expect(lines[0]).not.toMatch(/s3cret|zoe@/);
  });
});
