// Sealing of secrets: AES-256-GCM under a key of the environment, bound to the very cell that holds it.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Failure } from '../errors/failure';

/** Keys by their name. New secrets are sealed under `active`; the others only open what was sealed before a rotation. */
export type SealKeys = {
  readonly active: string;
  readonly keys: ReadonlyMap<string, Uint8Array>;
};

/** Where a secret lives. It is part of what is authenticated: bytes copied to another cell do not open there. */
export type Cell = { readonly table: string; readonly row: string; readonly column: string };

/** Envelope: version (1 byte), length of the key's name (1), its name, IV (12), tag (16), ciphertext. */
const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Bytes to store. The IV is drawn at random each time: the same secret never gives the same bytes. */
export function seal(keys: SealKeys, cell: Cell, secret: string): Uint8Array<ArrayBuffer> {
  const name = Buffer.from(keys.active, 'ascii');
  const head = Buffer.concat([Buffer.from([VERSION, name.length]), name]);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyNamed(keys, keys.active), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticated(head, cell));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return new Uint8Array(Buffer.concat([head, iv, cipher.getAuthTag(), text]));
}

/**
 * The secret. Throws SECRET_ILLISIBLE whenever anything is not exactly as it was sealed: another row, another column,
 * an altered or shortened envelope, a key that the environment no longer has. It never says which bytes.
 */
export function unseal(keys: SealKeys, cell: Cell, sealed: Uint8Array): string {
  const { head, name, iv, tag, text } = parse(sealed);
  const key = keyNamed(keys, name);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(authenticated(head, cell));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  } catch {
    throw unreadable('altered');
  }
}

/** The same secret under the active key; null when it already is. Opens it to be sure of what it seals again. */
export function reseal(keys: SealKeys, cell: Cell, sealed: Uint8Array): Uint8Array<ArrayBuffer> | null {
  return keyNameOf(sealed) === keys.active ? null : seal(keys, cell, unseal(keys, cell, sealed));
}

/** Name of the key that sealed it. Throws SECRET_ILLISIBLE when this is no envelope. */
export function keyNameOf(sealed: Uint8Array): string {
  return parse(sealed).name;
}

function parse(sealed: Uint8Array) {
  const bytes = Buffer.from(sealed);
  const [version, length] = bytes;
  if (version !== VERSION || length === undefined || length === 0) throw unreadable('envelope');
  const afterName = 2 + length;
  const afterIv = afterName + IV_BYTES;
  const afterTag = afterIv + TAG_BYTES;
  if (bytes.length < afterTag) throw unreadable('truncated');
  return {
    head: bytes.subarray(0, afterName),
    name: bytes.toString('ascii', 2, afterName),
    iv: bytes.subarray(afterName, afterIv),
    tag: bytes.subarray(afterIv, afterTag),
    text: bytes.subarray(afterTag),
  };
}

/** The parts are told apart by their lengths: no two cells give the same bytes. */
function authenticated(head: Uint8Array, { table, row, column }: Cell): Buffer {
  return Buffer.concat([head, Buffer.from(JSON.stringify([table, row, column]), 'utf8')]);
}

function keyNamed(keys: SealKeys, name: string): Uint8Array {
  const key = keys.keys.get(name);
  if (key === undefined) throw unreadable('unknown key');
  return key;
}

function unreadable(reason: string): Failure {
  return new Failure('SECRET_ILLISIBLE', { facts: { reason } });
}
