// Step « planification », and the end: the link, its schedule and its owner, at once and once.

import { Failure } from '../../errors/failure';
import { type Draft, finishDraft, updateDraft } from '../../store/draft-rows';
import { readCron } from '../schedule/cron';
import { nextAfter } from '../schedule/next';
import { DEFAULT_SCHEDULE, readSchedule, type Schedule, scheduleShape } from '../schedule/schedule';
import type { Service } from '../service';
import { readSettings } from '../settings';
import { reached } from './steps';

/** The schedule that the draft shows: the default one until another was chosen. */
export function scheduleOf(draft: Draft): Schedule {
  return draft.schedule === null ? DEFAULT_SCHEDULE : readSchedule(draft.schedule);
}

/** What is chosen, with its expression set right. Throws PLANIFICATION_INVALIDE. */
export function checkedSchedule(given: Schedule): Schedule {
  const read = scheduleShape.parse(given);
  return read.kind === 'cron' ? { ...read, expression: readCron(read.expression) } : read;
}

/**
 * A second click, or the back button, gives the same link. Throws PLANIFICATION_INVALIDE, BROUILLON_INCOMPLET,
 * LIAISON_DEJA_LA, LIAISON_EN_SUPPRESSION; the draft is then as it was, with its schedule.
 */
export async function makeLink(
  service: Service,
  draft: Draft,
  given: Schedule,
): Promise<{ readonly linkId: string; readonly first: boolean }> {
  if (draft.linkId === null && reached(draft) !== 'planification') throw new Failure('BROUILLON_INCOMPLET');
  const schedule = checkedSchedule(given);
  await updateDraft(service, draft, { schedule });
  const now = new Date(service.clock.now());
  const end = await finishDraft(service, draft, {
    settings: readSettings(draft.settings),
    // Off is no schedule at all: such a link takes no place among those of its document.
    schedule: schedule.kind === 'jamais' ? null : schedule,
    dueAt: (rank) => nextAfter(schedule, now, rank),
  });
  switch (end.status) {
    case 'created':
      return { linkId: end.linkId, first: end.first };
    case 'taken':
      throw new Failure(end.deleting ? 'LIAISON_EN_SUPPRESSION' : 'LIAISON_DEJA_LA');
    case 'incomplete':
    case 'unknown':
      throw new Failure('BROUILLON_INCOMPLET');
  }
}
