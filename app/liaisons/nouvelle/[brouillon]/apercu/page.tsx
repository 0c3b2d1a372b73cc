// Step 5: what the document would become, and a sample of its rows. Read for this page alone: kept nowhere.

import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { Failure } from '../../../../../lib/errors/failure';
import { previewDraft } from '../../../../../lib/links/connect/preview-draft';
import type { Draft } from '../../../../../lib/store/draft-rows';
import { connecting } from '../../on-draft';
import { type DraftProps, seenDraft, stepPath } from '../draft-gate';
import { SideTrouble } from '../side-trouble';
import { StepFrame } from '../step-frame';
import { AcceptForm } from './accept-form';
import { FilesSize } from './files-size';
import { PreviewView } from './preview-view';

export const metadata: Metadata = { title: 'L’aperçu – Nouvelle liaison' };

export default async function PreviewPage({ params }: DraftProps) {
  const draft = await seenDraft((await params).brouillon, 'apercu');
  return (
    <StepFrame draft={draft} step="apercu" wide>
      <p>
        {`Rien n’est encore écrit. Voici ce que deviendra le document « ${draft.documentName} », avec quelques dossiers pris en exemple.`}
      </p>
      <Suspense fallback={null}>
        <FilesSize draft={draft} />
      </Suspense>
      <Suspense
        fallback={
          <p role="status">
            Lecture de quelques dossiers et du document… Cela peut prendre quelques secondes.
          </p>
        }
      >
        <Shown draft={draft} />
      </Suspense>
      <noscript>
        <p>L’aperçu a besoin de JavaScript. Vous pouvez continuer sans lui.</p>
        <AcceptForm draftId={draft.id} />
      </noscript>
    </StepFrame>
  );
}

async function Shown({ draft }: { readonly draft: Draft }) {
  const { sealing, probes } = await connecting();
  try {
    const preview = await previewDraft(sealing, probes, draft);
    return (
      <>
        <PreviewView preview={preview} />
        <AcceptForm draftId={draft.id} />
        <p className="fr-mt-3w">
          <a href={stepPath(draft.id, 'donnees')}>Changer les données choisies</a>
        </p>
      </>
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return (
      <>
        <SideTrouble failure={error} draftId={draft.id} />
        <div className="fr-btns-group fr-btns-group--inline">
          <Button priority="secondary" linkProps={{ href: stepPath(draft.id, 'apercu') }}>
            Essayer de nouveau
          </Button>
        </div>
        {error.code === 'APERCU_TROP_LONG' && <AcceptForm draftId={draft.id} />}
      </>
    );
  }
}
