// `otp drift`: the history of the structure, what waits for the user, and the user's word on it.

import { decideChanges } from '../../lib/run/decide';
import { conductDecision } from '../../lib/run/decision';
import { undoChange } from '../../lib/run/undo';
import type { Workshop } from '../../lib/run/workshop';
import type { RecordedChange } from '../../lib/sync/model/change';
import type { DriftRequest } from '../arguments';
import { decidedText, historyJson, historyText } from '../drift-report';
import { EXIT, type ExitCode } from '../exit';
import type { Session } from '../session';

/** Listing reads the Ledger only. A decision takes the lease: no run goes on meanwhile; undoing also writes in Grist. */
export async function drift(session: Session, request: DriftRequest): Promise<ExitCode> {
  switch (request.action) {
    case 'lister':
      return list(session);
    case 'accepter':
    case 'refuser': {
      const decision = request.action === 'accepter' ? 'acceptee' : 'refusee';
      return tell(session, (workshop) =>
        decideChanges(workshop.ports, workshop.handle, request.numbers, decision),
      );
    }
    case 'annuler':
      return tell(session, async (workshop) => [
        await undoChange(workshop.ports, workshop.handle, request.number),
      ]);
  }
}

async function list({ wired, output, openLink }: Session): Promise<ExitCode> {
  const link = await openLink();
  const changes = await wired.ports.ledger.changes(link.id, 'all');
  const tables = new Map(link.bindings.tables.map(({ key, id }) => [key, id]));
  output.print(
    output.json ? JSON.stringify({ changes: changes.map(historyJson) }) : historyText(changes, tables),
  );
  return EXIT.clean;
}

async function tell(
  session: Session,
  decide: (workshop: Workshop) => Promise<readonly RecordedChange[]>,
): Promise<ExitCode> {
  const { output } = session;
  const changes = await session.withRun('decision', (workshop) =>
    conductDecision(workshop.ports, workshop.handle, () => decide(workshop)),
  );
  output.print(output.json ? JSON.stringify({ changes: changes.map(historyJson) }) : decidedText(changes));
  return EXIT.clean;
}
