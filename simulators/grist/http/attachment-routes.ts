// Attached files: taken in by several in one request, listed, told one by one, given back.

import type { Attachment, Upload } from '../engine/attachments';
import { Refusal } from '../engine/refusal';
import type { Hosted, Site, User } from '../site';
import { seesAll } from './access';
import { type Answer, type Exchange, ok } from './exchange';

export function addAttachments(hosted: Hosted, { uploads, user }: Exchange, { settings }: Site): Answer {
  const { document, brought } = hosted;
  if (uploads === null) throw new Refusal(415, 'unsupported content-type');
  if (uploads.length === 0) throw new Refusal(400, 'missing payload');
  const size = uploads.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (document.attachments.size + size > settings.attachmentRoom) {
    throw new Refusal(413, 'Exceeded internal attachments limit for document');
  }
  const most = settings.maxAttachment;
  if (uploads.some(({ bytes }) => bytes.length > most)) {
    throw new Refusal(413, `Attachments must not exceed ${most / 1_048_576}MB`);
  }
  const ids = document.attach(uploads);
  const email = user?.email ?? '';
  brought.set(email, new Set([...(brought.get(email) ?? []), ...ids]));
  return ok(ids);
}

export function listAttachments(hosted: Hosted, { user }: Exchange): Answer {
  const { document } = hosted;
  if (!seesAll(hosted, user)) return ok({ records: [] });
  return ok({ records: document.attachments.all.map((one) => ({ id: one.id, fields: shown(one) })) });
}

export function readAttachment(hosted: Hosted, wanted: string, { user }: Exchange): Answer {
  return ok(shown(found(hosted, wanted, user)));
}

export function downloadAttachment(hosted: Hosted, wanted: string, { user }: Exchange): Answer {
  const one = found(hosted, wanted, user);
  // Octets of UTF-8 taken one by one, as the header of the real one gives them.
  const name = one.fileName.replace(/[^\x20-\x7e]/g, '?').replaceAll('"', '\\"');
  return {
    status: 200,
    json: '',
    file: {
      bytes: hosted.document.attachments.bytesOf(one),
      disposition: `attachment; filename="${name}"`,
    },
  };
}

/**
 * Who does not see everything sees what some cell names. The simulator hides no row: Grist looks for a cell that the user
 * may read.
 */
function found(hosted: Hosted, wanted: string, user: User | null): Attachment {
  const { document } = hosted;
  const id = Number(wanted);
  if (!Number.isInteger(id)) throw new Refusal(400, `attId parameter should be an integer: ${wanted}`);
  const one = document.attachments.find(id);
  if (!seesAll(hosted, user) && (one === undefined || !document.isNamed(one.id))) {
    throw new Refusal(403, 'Cannot access attachment');
  }
  if (one === undefined) throw new Refusal(404, `Attachment not found: ${id}`);
  return one;
}

function shown({ fileName, fileSize, timeUploaded }: Attachment) {
  return { fileName, fileSize, timeUploaded: new Date(timeUploaded).toISOString() };
}

/**
 * Whoever does not see everything may write in cells only attachments that they brought or that some cell names; the
 * others may write any number (grist-core GranularAccess.ts, `_checkIncomingAttachmentChanges`; seen on 1.7.17).
 */
export function requireAttachments(hosted: Hosted, user: User | null, actions: unknown): void {
  if (seesAll(hosted, user) || !Array.isArray(actions)) return;
  const { document, brought } = hosted;
  const own = brought.get(user?.email ?? '');
  for (const [, tableId, , values] of actions as readonly (readonly unknown[])[]) {
    const table = document.model.findTable(String(tableId));
    if (table === undefined || typeof values !== 'object' || values === null) continue;
    for (const [colId, cells] of Object.entries(values)) {
      if (document.model.columnsOf(table.ref).get(colId)?.type !== 'Attachments') continue;
      for (const id of idsIn(cells)) {
        if (own?.has(id) || document.isNamed(id)) continue;
        throw new Refusal(403, 'Cannot access attachment');
      }
    }
  }
}

/** Of one cell, or of a column of cells. */
function idsIn(cells: unknown): readonly number[] {
  if (!Array.isArray(cells)) return [];
  return cells.flatMap((one: unknown) => (typeof one === 'number' ? [one] : idsIn(one)));
}

/** Files of the field `upload`; null when the body is not a form of files. Names as Grist's parser reads them. */
export async function uploadsOf(
  bytes: Buffer,
  contentType: string | undefined,
): Promise<readonly Upload[] | null> {
  if (contentType === undefined || !contentType.startsWith('multipart/form-data')) return null;
  const response = new Response(Uint8Array.from(bytes), { headers: { 'content-type': contentType } });
  const form = await response.formData().catch(() => {
    throw new Refusal(400, 'stream ended unexpectedly');
  });
  return Promise.all(
    form.getAll('upload').flatMap((part) => (typeof part === 'string' ? [] : [uploadOf(part)])),
  );
}

async function uploadOf(part: File): Promise<Upload> {
  return {
    filename: asRead(part.name),
    contentType: part.type,
    bytes: Buffer.from(await part.arrayBuffer()),
  };
}

/** Character references are read, and what stands before a backslash is dropped (multiparty, `parseFilename`). */
function asRead(name: string): string {
  const read = name.replace(/&#([0-9]{1,5});/g, (_, code: string) => String.fromCharCode(Number(code)));
  return read.slice(read.lastIndexOf('\\') + 1);
}
