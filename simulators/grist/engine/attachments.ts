// Attached files of one simulated document: their rows in `_grist_Attachments`, and their bytes, kept once a content.

import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { Store } from './database';

export type Upload = {
  readonly filename: string;
  /** Of its part of the request, `''` when none was said. */
  readonly contentType: string;
  readonly bytes: Buffer;
};

export type Attachment = {
  readonly id: number;
  /** SHA-1 of the bytes in hexadecimal, then the extension. */
  readonly fileIdent: string;
  readonly fileName: string;
  readonly fileSize: number;
  readonly fileExt: string;
  /** Epoch ms. */
  readonly timeUploaded: number;
  /** Epoch s: found unused, to be thrown away later; null while it is used, or not looked at yet. */
  timeDeleted: number | null;
};

const TABLE = `CREATE TABLE _grist_Attachments (id INTEGER PRIMARY KEY, "fileIdent" TEXT DEFAULT '', "fileName" TEXT
  DEFAULT '', "fileType" TEXT DEFAULT '', "fileSize" INTEGER DEFAULT 0, "fileExt" TEXT DEFAULT '', "imageHeight" INTEGER
  DEFAULT 0, "imageWidth" INTEGER DEFAULT 0, "timeDeleted" DATETIME DEFAULT NULL, "timeUploaded" DATETIME DEFAULT NULL)`;

export class Attachments {
  private readonly store: Store;
  private list: Attachment[] = [];
  private readonly contents = new Map<string, Buffer>();
  private greatest = 0;

  constructor(store: Store) {
    this.store = store;
    store.run(TABLE);
  }

  get all(): readonly Attachment[] {
    return this.list;
  }

  find(id: number): Attachment | undefined {
    return this.list.find((one) => one.id === id);
  }

  bytesOf({ fileIdent }: Attachment): Buffer {
    return this.contents.get(fileIdent) ?? Buffer.alloc(0);
  }

  /** Bytes of all the contents, each counted once, as in Grist's usage of a document. */
  get size(): number {
    return [...this.contents.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  }

  /** Ids in the order of the files. The same content again gets a new id. */
  add(uploads: readonly Upload[]): readonly number[] {
    return uploads.map((upload) => {
      this.greatest += 1;
      const fileExt = extensionOf(upload);
      const fileIdent = `${createHash('sha1').update(upload.bytes).digest('hex')}${fileExt}`;
      const one: Attachment = {
        ...{
          id: this.greatest,
          fileIdent,
          fileName: upload.filename,
          fileSize: upload.bytes.length,
          fileExt,
        },
        ...{ timeUploaded: Date.now(), timeDeleted: null },
      };
      this.contents.set(fileIdent, upload.bytes);
      this.list.push(one);
      this.store.run(
        'INSERT INTO _grist_Attachments (id, fileIdent, fileName, fileSize, fileExt, timeUploaded) VALUES (?, ?, ?, ?, ?, ?)',
        [one.id, fileIdent, one.fileName, one.fileSize, fileExt, one.timeUploaded],
      );
      return one.id;
    });
  }

  /** As Grist's housekeeping does with what no cell names. */
  markUnused(id: number, at: number | null): void {
    const one = this.find(id);
    if (one === undefined) throw new Error(`no attachment ${id} in the simulated document`);
    one.timeDeleted = at;
    this.store.run('UPDATE _grist_Attachments SET timeDeleted = ? WHERE id = ?', [at, id]);
  }

  /** For good, whether a cell names them or not: the cell then names nothing, without a word. */
  remove(ids: readonly number[]): void {
    this.list = this.list.filter(({ id }) => !ids.includes(id));
    for (const id of ids) this.store.run('DELETE FROM _grist_Attachments WHERE id = ?', [id]);
    const used = new Set(this.list.map(({ fileIdent }) => fileIdent));
    for (const ident of this.contents.keys()) if (!used.has(ident)) this.contents.delete(ident);
    this.greatest = Math.max(0, ...this.list.map(({ id }) => id));
  }
}

/** Of the name, else of the kind that was said, for the kinds that the tests send (grist-core guessExt.ts). */
function extensionOf({ filename, contentType }: Upload): string {
  return extname(filename).toLowerCase() || (BY_KIND[contentType] ?? '.bin');
}

const BY_KIND: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'text/plain': '.txt',
  'image/png': '.png',
  'image/jpeg': '.jpeg',
};
