// Cookies that no other site, no other page and no script can put or read.

import { describe, expect, it } from 'vitest';
import { cookieName, cookieOptions } from './cookies';
import { SITE } from './testing/access';

describe('our cookies', () => {
  it('are of this host alone, and encrypted, over https', () => {
    expect(cookieName(SITE, 'session')).toBe('__Host-otp-session');
    expect(cookieOptions(SITE)).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: true });
  });

  it('do without where browsers would refuse them', () => {
    const here = { ...SITE, origin: 'http://127.0.0.1:3000' };
    expect(cookieName(here, 'session')).toBe('otp-session');
    expect(cookieOptions(here).secure).toBe(false);
  });
});
