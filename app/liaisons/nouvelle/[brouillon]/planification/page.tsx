// Step 6: how often it synchronises by itself, then the link is made and its first synchronisation begins.

import type { Metadata } from 'next';
import { ScheduleForm } from '../../../../../components/link-settings/schedule-form';
import { siteDatabase } from '../../../../../lib/access/service';
import { scheduleOf } from '../../../../../lib/links/connect/finish';
import { scheduledIn } from '../../../../../lib/store/draft-rows';
import { SYSTEM_CLOCK } from '../../../../../lib/wiring';
import { createAndSynchronise } from '../../actions';
import { type DraftProps, seenDraft } from '../draft-gate';
import { StepFrame } from '../step-frame';

export const metadata: Metadata = { title: 'La planification – Nouvelle liaison' };

export default async function SchedulePage({ params }: DraftProps) {
  const draft = await seenDraft((await params).brouillon, 'planification');
  const { destinationUrl, document } = draft;
  const rank =
    destinationUrl === null || document === null
      ? 0
      : await scheduledIn(await siteDatabase(), { destinationUrl, document });
  return (
    <StepFrame draft={draft} step="planification">
      <p>
        {`La première synchronisation commence tout de suite : elle écrira les dossiers de « ${draft.title} » dans « ${draft.documentName} ». `}
        Choisissez comment les suivantes seront lancées. Vous pourrez changer d’avis.
      </p>
      <ScheduleForm
        action={createAndSynchronise}
        target={{ name: 'brouillon', value: draft.id }}
        schedule={scheduleOf(draft)}
        rank={rank}
        now={SYSTEM_CLOCK.now()}
        submit="Créer la liaison et synchroniser"
        submitting="Création de la liaison…"
      />
    </StepFrame>
  );
}
