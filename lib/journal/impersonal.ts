// A run told to whoever may read the document alone: how far it is, never which dossiers, never what an instance answered.

import type { EventRow } from '../store/event-rows';
import type { Hub } from './hub';

/** Lines of these types are made of phases and counts (lib/journal/sentences.ts). */
const TOLD: ReadonlySet<string> = new Set(['phase', 'progression', 'fin']);

export function impersonal(hub: Pick<Hub, 'follow'>): Pick<Hub, 'follow'> {
  return {
    async *follow(runId, after, signal) {
      for await (const lines of hub.follow(runId, after, signal)) yield lines.filter(isTold);
    },
  };
}

function isTold({ type }: EventRow): boolean {
  return TOLD.has(type);
}
