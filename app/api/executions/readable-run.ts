// The run of an address, for those who may see its link; everybody else learns nothing, not even that it exists.

import type { Visitor } from '../../../lib/access/access';
import { authorise } from '../../../lib/access/authorise';
import { sessionToken, visitor } from '../../../lib/access/request';
import { access, siteDatabase } from '../../../lib/access/service';
import { readSession } from '../../../lib/access/session-life';
import { Failure } from '../../../lib/errors/failure';
import { type HistoryRow, historyRow } from '../../../lib/store/history-rows';

/** `reader`: who asks. */
export type ReadableRun = HistoryRow & { readonly reader: string };

/** Who asks, told by the request: read before an answer begins, for nothing of the request can be read after. */
export type Asker = { readonly token: string | null; readonly visitor: Visitor };

export async function asking(): Promise<Asker> {
  return { token: await sessionToken(), visitor: await visitor() };
}

/** May be asked again while an answer goes on: a session that ended, or a right that was taken back, is seen. */
export async function readableRun(
  runId: string,
  asker: Asker,
): Promise<ReadableRun | 'anonymous' | 'unknown'> {
  const session = await readSession(await access(), asker.token);
  if (session === null) return 'anonymous';
  try {
    const row = await historyRow(await siteDatabase(), runId);
    const asked = { userId: session.person.id, linkId: row.linkId, right: 'lire' } as const;
    return (await authorise(await access(), asker.visitor, asked)).ok
      ? { ...row, reader: session.person.id }
      : 'unknown';
  } catch (error) {
    if (error instanceof Failure && error.code === 'EXECUTION_INCONNUE') return 'unknown';
    throw error;
  }
}

/** The answer to whoever may not. */
export function refusal(run: 'anonymous' | 'unknown'): Response {
  return new Response(null, { status: run === 'anonymous' ? 401 : 404 });
}
