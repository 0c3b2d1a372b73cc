// The run of an address, for those who may see its link; everybody else learns nothing, not even that it exists.

import { authorise } from '../../../lib/access/authorise';
import { currentSession, visitor } from '../../../lib/access/request';
import { access, siteDatabase } from '../../../lib/access/service';
import { Failure } from '../../../lib/errors/failure';
import { type HistoryRow, historyRow } from '../../../lib/store/history-rows';

/** `reader`: who asks. */
export type ReadableRun = HistoryRow & { readonly reader: string };

export async function readableRun(runId: string): Promise<ReadableRun | 'anonymous' | 'unknown'> {
  const session = await currentSession();
  if (session === null) return 'anonymous';
  try {
    const row = await historyRow(await siteDatabase(), runId);
    const asked = { userId: session.person.id, linkId: row.linkId, right: 'lire' } as const;
    return (await authorise(await access(), await visitor(), asked)).ok
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
