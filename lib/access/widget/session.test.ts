// A widget's session: read as it was made, for ten minutes, and made by nobody else.

import { describe, expect, it } from 'vitest';
import { keyedHash } from '../secrets';
import { readWidgetSession, SESSION_MS, widgetSession } from './session';
import { sign } from './signed';

const SECRET = 'secret-des-essais-sans-aucune-valeur-0123456789';
const NOW = Date.UTC(2026, 10, 23, 9);
const PROVEN = { grist: 'https://grist.exemple.invalid', document: 'documentdetest', user: 7 } as const;
const { session, until } = widgetSession(SECRET, { ...PROVEN, right: 'lecture' }, NOW);
const [body = '', signature = ''] = session.split('.');

describe('a widget’s session', () => {
  it('says what was proven, until its last millisecond', () => {
    expect(until).toBe(NOW + SESSION_MS);
    const read = { ...PROVEN, right: 'lecture', until };
    expect(readWidgetSession(SECRET, session, NOW)).toEqual(read);
    expect(readWidgetSession(SECRET, session, until - 1)).toEqual(read);
    expect(() => readWidgetSession(SECRET, session, until)).toThrow('WIDGET_SESSION_FINIE');
  });

  it('lasts ten minutes at most', () => {
    expect(SESSION_MS).toBeLessThanOrEqual(10 * 60_000);
  });

  it.each([
    ['nothing', ''],
    ['without its signature', `${body}.`],
    ['with something more', `${session}.x`],
    ['of another secret', widgetSession(`${SECRET}x`, { ...PROVEN, right: 'ecriture' }, NOW).session],
    ['signed for another purpose', sign(SECRET, 'départ de widget', { ...PROVEN, right: 'ecriture', until })],
    ['signed by the plain secret', `${body}.${keyedHash(SECRET, body)}`],
    [
      'raised to writing',
      `${Buffer.from(JSON.stringify({ ...PROVEN, right: 'ecriture', until })).toString('base64url')}.${signature}`,
    ],
    ['of another shape', sign(SECRET, 'session de widget', { ...PROVEN, right: 'tout', until })],
  ])('%s', (_what, text) => {
    expect(() => readWidgetSession(SECRET, text, NOW)).toThrow('WIDGET_SESSION_FINIE');
  });
});
