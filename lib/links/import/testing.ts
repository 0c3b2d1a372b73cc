// What the tests of the import start from: secrets as the original kept them, and its rows as a CSV.

import { createCipheriv, createHmac, randomBytes } from 'node:crypto';

export function sealFernet(key: string, secret: string): string {
  const bytes = Buffer.from(key, 'base64url');
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', bytes.subarray(16), iv);
  const body = Buffer.concat([
    ...[Buffer.from([0x80]), randomBytes(8), iv],
    ...[cipher.update(secret, 'utf8'), cipher.final()],
  ]);
  return Buffer.concat([body, createHmac('sha256', bytes.subarray(0, 16)).update(body).digest()]).toString(
    'base64url',
  );
}

export function csvOf(rows: readonly Readonly<Record<string, string>>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))]
    .map((cells) => cells.map(quoted).join(','))
    .join('\r\n');
}
