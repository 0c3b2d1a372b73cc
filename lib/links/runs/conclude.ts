// Concluding a run that ended: once, whoever does it and however often.

import { concludeOnce, runsToConclude } from '../../store/conclusion-rows';
import type { Service } from '../service';
import { consequencesOf } from './consequences';

/** How many forgotten runs are concluded in one go. */
const SLICE = 500;

/** False when it is still open, or was concluded before. Safe to play again. */
export function concludeRun({ database }: Service, runId: string): Promise<boolean> {
  return concludeOnce(database, runId, consequencesOf);
}

/** Runs of the terminal, and those whose process died right after their end. Returns how many were concluded. */
export async function concludeForgotten(service: Service): Promise<number> {
  let concluded = 0;
  for (const runId of await runsToConclude(service.database, SLICE)) {
    if (await concludeRun(service, runId)) concluded += 1;
  }
  return concluded;
}
