// What the document says of its attachments: through /sql when it allows it, else through their records.

import { z } from 'zod';
import { Failure } from '../errors/failure';
import type { FoundAttachment } from '../run/ports';
import { failureOfRefusal } from './failure';
import type { QueryDoor } from './query';
import { answeredOrThrow, shapedAs, type Wire } from './wire';

export type AttachmentReader = {
  /**
   * Whatever became of their use: one that Grist will throw away is still there, and comes back to life in a cell.
   * Throws GRIST_REGLES_ACCES where rules hide the list from this key: that one is not in it would prove nothing.
   */
  byId(ids: readonly number[]): Promise<readonly FoundAttachment[]>;
  /**
   * Not those that Grist found unused and will throw away: it could do so before a cell names them. None, where rules
   * hide the list from this key.
   */
  byContent(sha1s: readonly string[]): Promise<readonly FoundAttachment[]>;
};

const PER_REQUEST = 500;
/** All of them at once may come here, when /sql is not allowed. */
const LARGE = 400 * 1024 * 1024;

/** `fileIdent`: SHA-1 in hexadecimal, then the extension, whatever it is (grist-core AttachmentFileManager.ts). */
const Attachment = z.object({
  id: z.number().int(),
  fileIdent: z.string(),
  fileName: z.string().nullable(),
  fileSize: z.number().nullable(),
  timeDeleted: z.number().nullable(),
});
type Attachment = z.output<typeof Attachment>;

const COLUMNS = 'id, fileIdent, fileName, fileSize, timeDeleted';
const BY_ID = `select ${COLUMNS} from _grist_Attachments where id in (select value from json_each(?1)) order by id`;
const BY_CONTENT = `select ${COLUMNS} from _grist_Attachments where substr(fileIdent, 1, 40) in (select value from json_each(?1)) and timeDeleted is null order by id`;

const Records = z.object({
  records: z.array(z.object({ id: z.number().int(), fields: Attachment.omit({ id: true }) })),
});

export function readAttachments(wire: Wire, query: QueryDoor): AttachmentReader {
  /** Null when the other way must be taken. */
  const queried = async (
    sql: string,
    values: readonly (string | number)[],
  ): Promise<readonly Attachment[] | null> => {
    const rows: Attachment[] = [];
    for (let at = 0; at < values.length; at += PER_REQUEST) {
      const args = [JSON.stringify(values.slice(at, at + PER_REQUEST))];
      const answer = await query.run({ sql, args }, Attachment);
      if (answer.status !== 'rows') return null;
      rows.push(...answer.rows);
    }
    return rows.sort((a, b) => a.id - b.id);
  };

  const records = async (filter: string): Promise<readonly Attachment[]> => {
    const path = `/tables/_grist_Attachments/records${filter}`;
    const heard = await wire.read({ method: 'GET', path, maxBytes: LARGE });
    const found = shapedAs(Records, answeredOrThrow(heard, 'pieces'), 'pieces');
    return found.records.map(({ id, fields }) => ({ id, ...fields })).sort((a, b) => a.id - b.id);
  };

  /**
   * To a key from which any rule hides anything, Grist shows an empty list without a word; one that is asked for by its
   * id is « not found » only to a key that sees everything (grist-core GranularAccess.ts; both seen on 1.7.17).
   */
  const proveGone = async (id: number): Promise<void> => {
    const heard = await wire.read({ method: 'GET', path: `/attachments/${id}` });
    if (heard.status === 'refused' && heard.refusal.kind === 'structure_changed') return;
    if (heard.status === 'refused' && heard.refusal.kind !== 'sandbox') {
      throw failureOfRefusal(heard.refusal, { quoi: 'pieces' });
    }
    throw new Failure('GRIST_REGLES_ACCES', { facts: { quoi: 'pieces' } });
  };

  return {
    async byId(ids) {
      const wanted = [...new Set(ids)];
      if (wanted.length === 0) return [];
      const rows = await queried(BY_ID, wanted);
      if (rows !== null) return rows.flatMap(foundOf);
      const slow: Attachment[] = [];
      for (let at = 0; at < wanted.length; at += PER_REQUEST) {
        const filter = JSON.stringify({ id: wanted.slice(at, at + PER_REQUEST) });
        slow.push(...(await records(`?filter=${encodeURIComponent(filter)}`)));
      }
      const seen = new Set(slow.map(({ id }) => id));
      const missing = wanted.find((id) => !seen.has(id));
      if (missing !== undefined) await proveGone(missing);
      return slow.flatMap(foundOf);
    },
    async byContent(sha1s) {
      const wanted = new Set(sha1s.map((sha1) => sha1.toLowerCase()));
      if (wanted.size === 0) return [];
      const rows = await queried(BY_CONTENT, [...wanted]);
      // No filter says « begins with »: all of them, once.
      const all = rows ?? (await records('')).filter(({ timeDeleted }) => timeDeleted === null);
      return all.flatMap(foundOf).filter(({ sha1 }) => wanted.has(sha1));
    },
  };
}

/** One whose content Grist names otherwise is none of ours. */
function foundOf({ id, fileIdent, fileName, fileSize }: Attachment): readonly FoundAttachment[] {
  const sha1 = /^[0-9a-f]{40}/.exec(fileIdent)?.[0];
  return sha1 === undefined ? [] : [{ id, sha1, filename: fileName ?? '', bytes: fileSize ?? 0 }];
}
