// MD5 (RFC 1321), with which the original shortened the longest names: the heart knows no package, not even Node's.

const TURNS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
const SINES = Array.from({ length: 64 }, (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32));

/** Hexadecimal. `text`: ASCII, as names are once they are normalised. */
export function md5(text: string): string {
  const bytes = [...text].map((sign) => sign.charCodeAt(0));
  const bits = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  for (let at = 0; at < 8; at += 1) bytes.push(Math.floor(bits / 2 ** (8 * at)) & 0xff);

  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let start = 0; start < bytes.length; start += 64) {
    const word = (rank: number) =>
      [0, 1, 2, 3].reduce((sum, at) => sum | ((bytes[start + 4 * rank + at] ?? 0) << (8 * at)), 0);
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let at = 0; at < 64; at += 1) {
      const round = at >> 4;
      const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round] ?? 0;
      const rank = [at, 5 * at + 1, 3 * at + 5, 7 * at][round] ?? 0;
      const sum = (a + mixed + (SINES[at] ?? 0) + word(rank % 16)) | 0;
      const turn = TURNS[round]?.[at % 4] ?? 0;
      [a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0];
    }
    state = [a, b, c, d].map((part, at) => (part + (state[at] ?? 0)) | 0);
  }
  return state
    .flatMap((part) => [0, 8, 16, 24].map((shift) => ((part >>> shift) & 0xff).toString(16).padStart(2, '0')))
    .join('');
}
