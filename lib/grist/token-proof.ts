// Asking a document whether a token of its own is true, and what it lets do. At most two requests, neither of which changes
// anything.

import { z } from 'zod';
import { Failure } from '../errors/failure';
import type { Answer } from '../http/answer';
import type { Door } from '../http/door';
import { failureOfRefusal, failureOfSilence, unreadableAnswer } from './failure';
import { refusalOf } from './refusal';

/** Somebody waits in front of a widget. Milliseconds. */
export const PROOF_TIMEOUTS = { firstByte: 6_000, total: 8_000 };

/** A document has 500 tables at most (facts/grist.md §7). */
const MOST_BYTES = 1024 * 1024;

const Tables = z.object({ tables: z.array(z.looseObject({ id: z.string() })) });

const Applied = z.looseObject({ retValues: z.array(z.unknown()) });

/**
 * `api`: the document's API, without a final slash, on an origin that was allowed. A 200 on that very document proves that
 * its Grist signed the token for this document, and that the person may read it now; `/apply []` tells whether they may
 * write rows (facts/grist.md §2, §6). It is not asked of a token made for reading.
 *
 * Throws WIDGET_JETON_REFUSE (forged, expired, of another document, of somebody who has no access any more), GRIST_PAS_GRIST
 * (HTML, a redirect), GRIST_INJOIGNABLE (silence, slowness), and what else a Grist says.
 */
export async function proveToken(
  door: Door,
  asked: { readonly api: string; readonly token: string; readonly readOnly: boolean },
): Promise<'lecture' | 'ecriture'> {
  const auth = `auth=${encodeURIComponent(asked.token)}`;
  const send = async (method: 'GET' | 'POST', path: string): Promise<Answer> => {
    try {
      return await door.send({
        ...{ method, url: `${asked.api}${path}?${auth}`, repeatable: true, retry: 'none' },
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        ...(method === 'POST' ? { body: '[]' } : {}),
        ...{ timeouts: PROOF_TIMEOUTS, maxBytes: MOST_BYTES },
      });
    } catch (error) {
      throw failureOfSilence(error);
    }
  };
  read(await send('GET', '/tables'), Tables);
  if (asked.readOnly) return 'lecture';
  const probe = await send('POST', '/apply');
  if (refusalOf(probe)?.kind === 'no_access') return 'lecture';
  read(probe, Applied);
  return 'ecriture';
}

function read(answer: Answer, shape: z.ZodType): void {
  const refusal = refusalOf(answer);
  if (refusal !== null) {
    if (refusal.kind === 'key' || refusal.kind === 'no_access') {
      throw new Failure('WIDGET_JETON_REFUSE', { facts: { status: answer.status } });
    }
    throw failureOfRefusal(refusal, { quoi: 'jeton' });
  }
  let json: unknown;
  try {
    json = answer.json();
  } catch (error) {
    throw failureOfSilence(error);
  }
  if (!shape.safeParse(json).success) throw unreadableAnswer('jeton');
}
