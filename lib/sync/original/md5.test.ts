// The examples of RFC 1321, and lengths around a block.

import { expect, it } from 'vitest';
import { md5 } from './md5';

it.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  [
    '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
    '57edf4a22be3c955ac49da2e2107b67a',
  ],
  ['a'.repeat(55), 'ef1772b6dff9a122358552954ad0df65'],
  ['a'.repeat(56), '3b0c8ac703f828b04c6c197006d17218'],
  ['a'.repeat(64), '014842d480b571495a4a0363793f7367'],
])('%j', (text, hash) => {
  expect(md5(text)).toBe(hash);
});
