// The schedule of a link, for those who manage it.

import type { Metadata } from 'next';
import { ScheduleForm } from '../../../../../components/link-settings/schedule-form';
import { siteDatabase } from '../../../../../lib/access/service';
import { NEVER, readSchedule } from '../../../../../lib/links/schedule/schedule';
import { readManagedLink } from '../../../../../lib/store/managed-links';
import { SYSTEM_CLOCK } from '../../../../../lib/wiring';
import { type LinkProps, nameOf, seenLink } from '../../link-gate';
import { changeSchedule } from './actions';

export async function generateMetadata({ params }: LinkProps): Promise<Metadata> {
  const { link } = await seenLink((await params).id, 'gerer');
  return { title: `Planification : ${nameOf(link)}` };
}

export default async function LinkSchedulePage({ params }: LinkProps) {
  const { link } = await seenLink((await params).id, 'gerer');
  const { schedule, rank, pausedAt } = await readManagedLink(await siteDatabase(), link.id);
  return (
    <>
      <h2>Planification</h2>
      {pausedAt !== null && (
        <p>Cette liaison est en pause : la planification reprendra quand vous l’en sortirez.</p>
      )}
      {link.slowed !== null && <p>{link.slowed}</p>}
      <ScheduleForm
        action={changeSchedule}
        target={{ name: 'liaison', value: link.id }}
        schedule={schedule === null ? NEVER : readSchedule(schedule)}
        rank={rank}
        now={SYSTEM_CLOCK.now()}
        submit="Enregistrer la planification"
        submitting="Enregistrement…"
      />
      <p className="fr-mt-4w">
        <a href={`/liaisons/${link.id}/reglages`}>Revenir aux réglages</a>
      </p>
    </>
  );
}
