// What is heard of Grist's messages, and what is not.

import { describe, expect, it } from 'vitest';
import { isRpcMessage, tokenOf, toldBy } from './messages';

describe('a message of Grist', () => {
  it('tells the access that the widget has', () => {
    expect(
      toldBy({ options: null, settings: { accessLevel: 'full', linking: {} }, fromReady: true }),
    ).toEqual({
      access: 'full',
    });
    expect(toldBy({ settings: { accessLevel: 'owner' } })).toEqual({});
  });

  it('tells the theme, and whether it is the first one', () => {
    expect(toldBy({ theme: { appearance: 'dark', colors: {} }, fromReady: true })).toEqual({
      theme: { appearance: 'dark', isFirst: true },
    });
    expect(toldBy({ theme: { appearance: 'light', colors: {} } })).toEqual({
      theme: { appearance: 'light', isFirst: false },
    });
    expect(toldBy({ theme: { appearance: '"><script>' } })).toEqual({});
  });

  it('tells where the cursor is', () => {
    expect(toldBy({ tableId: 'T', rowId: 3, dataChange: false })).toEqual({ cursor: { table: 'T', row: 3 } });
    expect(toldBy({ tableId: 'T', dataChange: true })).toEqual({ cursor: { table: 'T', row: 0 } });
  });

  it.each([null, undefined, 3, 'texte', [], {}])('is nothing when it is %j', (message) => {
    expect(toldBy(message)).toEqual({});
    expect(isRpcMessage(message)).toBe(false);
    expect(tokenOf(message)).toBeNull();
  });
});
