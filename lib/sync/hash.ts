// A small, fast, pure hash for identifiers that must be short and stable. Not for secrets, not for proofs.

/**
 * 53-bit hash of a text (two interleaved multiply-xorshift lanes), in base 36, always 11 characters.
 * Collisions are tolerable where it is used: inside one table of a form, or among the files of one dossier.
 */
export function shortHash(text: string, seed = 0): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  const value = 2 ** 32 * (low & 0x1fffff) + (high >>> 0);
  return value.toString(36).padStart(11, '0');
}
