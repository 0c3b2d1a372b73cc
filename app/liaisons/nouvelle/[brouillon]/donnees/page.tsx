// Step 4: what of the démarche goes to the document, field by field, and which dossiers.

import type { Metadata } from 'next';
import { DataForm } from '../../../../../components/link-settings/data-form';
import { Failure } from '../../../../../lib/errors/failure';
import { describeDemarche } from '../../../../../lib/links/connect/find-demarche';
import { readSettings } from '../../../../../lib/links/settings';
import type { Draft } from '../../../../../lib/store/draft-rows';
import { copyableFields } from '../../../../../lib/sync/copyable';
import { outlineOf } from '../../../../../lib/sync/outline';
import { chooseData } from '../../data-action';
import { connecting } from '../../on-draft';
import { type DraftProps, seenDraft } from '../draft-gate';
import { SideTrouble } from '../side-trouble';
import { StepFrame } from '../step-frame';

export const metadata: Metadata = { title: 'Les données – Nouvelle liaison' };

export default async function DataPage({ params }: DraftProps) {
  const draft = await seenDraft((await params).brouillon, 'donnees');
  return (
    <StepFrame draft={draft} step="donnees">
      <Choices draft={draft} />
    </StepFrame>
  );
}

async function Choices({ draft }: { readonly draft: Draft }) {
  const { probes } = await connecting();
  try {
    const { form, groupes } = await describeDemarche(probes, draft, draft.demarche ?? 0);
    return (
      <DataForm
        action={chooseData}
        target={{ name: 'brouillon', value: draft.id }}
        sections={outlineOf(form)}
        copyable={copyableFields(form).map(({ id }) => id)}
        groups={groupes.map(({ number, label }) => ({ number, label }))}
        settings={readSettings(draft.settings)}
        submit="Enregistrer et voir l’aperçu"
      />
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return <SideTrouble failure={error} draftId={draft.id} />;
  }
}
