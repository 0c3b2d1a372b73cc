// Executions that ended without saying so themselves: failed as a whole, cancelled, too long. Their run is recorded as
// interrupted at once, and taken up again from its cursor; the watchdog does the same, minutes later, for those that
// nobody told about.

import { concludeHere, endLost } from './conclude';
import { durably, type EngineStep } from './durable';
import { idsOf, LINKS_DUE } from './events';
import type { Works } from './works';

export type DroppedStep = EngineStep & {
  sendEvent(id: string, events: { name: string; data: Record<string, unknown> }[]): Promise<unknown>;
};

/** @param data of the event that began it; `executor`: the execution that is over. */
export async function dropped(
  works: Works,
  step: DroppedStep,
  data: unknown,
  executor: string,
): Promise<{ readonly status: string }> {
  const ids = idsOf(data);
  if (ids === null) return { status: 'over' };
  const carried = { runId: ids.runId, executor };
  const concluded = await durably(step, { attempt: 0 }, 'conclude', async () => {
    await endLost(works, carried, { status: 'interrompu', code: 'EXECUTION_PERDUE' });
    return concludeHere(works, carried, { linkId: ids.linkId, code: null });
  });
  if (concluded.status === 'interrompu') await step.sendEvent('resume', [{ name: LINKS_DUE, data: {} }]);
  return { status: concluded.status };
}
