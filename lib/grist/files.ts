// The attachments of a document: the port `FileStore` over Grist's REST API.

import { z } from 'zod';
import type { Answer } from '../http/answer';
import type { FileStore, FileUpload, FoundAttachment } from '../run/ports';
import { readAttachments } from './attachments';
import { judgeUpload } from './files-refusal';
import { parseJson } from './json';
import { multipartOf } from './multipart';
import type { QueryDoor } from './query';
import type { Wire } from './wire';

/** Slower than this in the long run is no upload: 50 kB a second, after five minutes. */
const BYTES_PER_MS = 50;
const PATIENCE_MS = 300_000;

const Ids = z.array(z.number().int().positive());

export function openFileStore(wire: Wire, query: QueryDoor): FileStore {
  const { byId, byContent } = readAttachments(wire, query);
  return {
    async attach(files) {
      if (files.length === 0) return [];
      return attach(wire, files);
    },
    attachments: (ids) => byId(ids),
    find: (sha1s): Promise<readonly FoundAttachment[]> => byContent(sha1s),
  };
}

async function attach(wire: Wire, files: readonly FileUpload[]): Promise<readonly number[]> {
  const multipart = multipartOf(files);
  const uploaded = await wire
    .upload({
      path: '/attachments',
      contentType: multipart.contentType,
      body: multipart.body,
      totalMs: PATIENCE_MS + multipart.body.length / BYTES_PER_MS,
      mayBeKept: multipart.wasWhole,
    })
    .catch((error: unknown) => {
      const thrown = multipart.thrown();
      throw thrown === null ? error : thrown.error;
    });
  if (uploaded.status === 'lost') return wire.settle(uploaded);
  const { answer } = uploaded;
  const refused = judgeUpload(answer);
  switch (refused?.status) {
    case 'lost':
      return wire.settle(refused);
    case 'refused':
      throw refused.failure;
  }
  const ids = idsOf(answer, files.length);
  // Kept, but under ids that we cannot tell: as good as a lost answer.
  return ids ?? wire.settle({ status: 'lost', why: 'identifiants' });
}

/** Null when it is not as many ids as files. */
function idsOf(answer: Answer, count: number): readonly number[] | null {
  const parsed = parseJson(answer.text());
  const ids = Ids.safeParse(parsed.status === 'json' ? parsed.value : null);
  return ids.success && ids.data.length === count ? ids.data : null;
}
