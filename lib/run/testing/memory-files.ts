// Files in memory: what their site gives for each, and the attachments that a document keeps.

import { createHash } from 'node:crypto';
import { Failure } from '../../errors/failure';
import type { FileRef } from '../../sync/model/dossier';
import { file } from '../../sync/testing/samples';
import type { FileSource, FileStore, FoundAttachment } from '../ports';

/** A file whose size and checksum are those of its text. */
export function fileOf(filename: string, text: string, more: Partial<FileRef> = {}): FileRef {
  return file(filename, {
    byteSize: Buffer.byteLength(text),
    checksum: createHash('md5').update(text).digest('base64'),
    url: `https://fichiers.exemple.fr/${createHash('sha256').update(`${filename} ${text}`).digest('hex')}`,
    ...more,
  });
}

export type MemoryFiles = ReturnType<typeof memoryFiles>;

export function memoryFiles() {
  /** Address → what is really there; absent: a link that leads nowhere. */
  const site = new Map<string, string>();
  const kept = new Map<number, { readonly filename: string; readonly bytes: Buffer }>();
  const requests: string[] = [];
  /** What the next uploads meet, in order: `before`: nothing is kept; `after`: the answer is lost. */
  const trouble: { when: 'before' | 'after'; error: Failure }[] = [];
  /** What the download of a file of that name meets. */
  const broken = new Map<string, Failure>();
  /** What an upload meets that has a file of that name in it. */
  const unsendable = new Map<string, Failure>();
  let next = 1;
  let hidden = false;
  let largest = Number.POSITIVE_INFINITY;

  const source: FileSource = {
    async *download(wanted, maxBytes) {
      requests.push(`download ${wanted.filename}`);
      const failure = broken.get(wanted.filename);
      if (failure !== undefined) throw failure;
      const text = site.get(wanted.url ?? '');
      if (text === undefined) throw new Failure('PIECE_INTROUVABLE');
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += 5) {
        if (Math.min(at + 5, bytes.length) > maxBytes) throw new Failure('PIECE_ALTEREE');
        yield bytes.subarray(at, at + 5);
      }
    },
  };
  const found = (ids: Iterable<number>): readonly FoundAttachment[] =>
    [...ids].flatMap((id) => {
      const attachment = kept.get(id);
      if (attachment === undefined) return [];
      const { filename, bytes } = attachment;
      return [{ id, filename, bytes: bytes.length, sha1: createHash('sha1').update(bytes).digest('hex') }];
    });
  const store: FileStore = {
    async attach(files) {
      requests.push(`attach ${files.length}`);
      const met = trouble.shift();
      if (met?.when === 'before') throw met.error;
      for (const { filename } of files) {
        const failure = unsendable.get(filename);
        if (failure !== undefined) throw failure;
      }
      const received: { filename: string; bytes: Buffer }[] = [];
      for (const { filename, bytes } of files) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of bytes) chunks.push(chunk);
        received.push({ filename, bytes: Buffer.concat(chunks) });
      }
      if (received.reduce((sum, { bytes }) => sum + bytes.length, 0) > largest) {
        throw new Failure('PIECE_TROP_GRANDE');
      }
      const ids = received.map((one) => {
        kept.set(next, one);
        next += 1;
        return next - 1;
      });
      if (met !== undefined) throw met.error;
      return ids;
    },
    async attachments(ids) {
      requests.push('attachments');
      if (hidden) throw new Failure('GRIST_REGLES_ACCES');
      return found(ids);
    },
    async find(sha1s) {
      requests.push('find');
      if (hidden) throw new Failure('GRIST_REGLES_ACCES');
      return found(kept.keys()).filter(({ sha1 }) => sha1s.includes(sha1));
    },
  };
  return {
    ports: { source, store },
    site,
    kept,
    requests,
    trouble,
    broken,
    unsendable,
    /** Thrown away, and its id given to the next attachment, as Grist does. */
    purge: (id: number) => {
      kept.delete(id);
      next = id;
    },
    /** Largest request that this document takes, in bytes. */
    limit: (bytes: number) => {
      largest = bytes;
    },
    /** Rules of the document hide its attachments from our key. */
    hide: () => {
      hidden = true;
    },
    /** Puts these files on their site, as they should be; gives them back. */
    put(files: readonly (readonly [string, string, Partial<FileRef>?])[]): readonly FileRef[] {
      return files.map(([filename, text, more]) => {
        const ref = fileOf(filename, text, more);
        if (ref.url !== null) site.set(ref.url, text);
        return ref;
      });
    },
  };
}
