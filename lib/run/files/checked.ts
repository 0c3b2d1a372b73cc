// The bytes of a file on their way from one side to the other, counted and checked: what is not what Démarche numérique
// announced never reaches its end, so that Grist keeps none of it.

import { createHash } from 'node:crypto';
import { Failure } from '../../errors/failure';
import type { FileRef } from '../../sync/model/dossier';
import type { FileSource } from '../ports';

export type Checked = {
  /** To be read once. Throws PIECE_ALTEREE instead of ending when the size or the checksum (MD5) is another. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** SHA-1 of what went through, in hexadecimal; null until it is whole. */
  sha1(): string | null;
  /** What stopped it; null when nothing did. */
  trouble(): unknown;
};

/** `byteSize`: what was announced. */
export function checkedBytes(source: FileSource, file: FileRef, byteSize: number): Checked {
  let whole: string | null = null;
  let trouble: unknown = null;
  async function* flow(): AsyncIterable<Uint8Array> {
    const md5 = createHash('md5');
    const sha1 = createHash('sha1');
    let size = 0;
    try {
      for await (const chunk of source.download(file, byteSize)) {
        size += chunk.length;
        md5.update(chunk);
        sha1.update(chunk);
        yield chunk;
      }
      if (size !== byteSize || md5.digest('base64') !== file.checksum) throw new Failure('PIECE_ALTEREE');
      whole = sha1.digest('hex');
    } catch (error) {
      trouble = error;
      throw error;
    }
  }
  return { bytes: flow(), sha1: () => whole, trouble: () => trouble };
}
