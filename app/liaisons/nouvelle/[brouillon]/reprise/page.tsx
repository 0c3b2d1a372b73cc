// The step of a document that the original tool filled: what becomes of each of its columns. Absent for any other document.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Failure } from '../../../../../lib/errors/failure';
import { choicesOf, lookAtDraft } from '../../../../../lib/links/connect/original';
import { readSettings } from '../../../../../lib/links/settings';
import type { Draft } from '../../../../../lib/store/draft-rows';
import { connecting } from '../../on-draft';
import { type DraftProps, seenDraft, stepPath } from '../draft-gate';
import { SideTrouble } from '../side-trouble';
import { StepFrame } from '../step-frame';
import { Elsewhere } from './elsewhere';
import { tablesToShow } from './shown-tables';
import { TakeOverForm } from './take-over-form';

export const metadata: Metadata = { title: 'La reprise du document – Nouvelle liaison' };

export default async function TakeOverPage({ params }: DraftProps) {
  const draft = await seenDraft((await params).brouillon, 'reprise');
  const { destinationUrl, document, documentName } = draft;
  return (
    <StepFrame draft={draft} step="reprise">
      <p>
        {`Le document « ${documentName} » contient déjà des tables de cette démarche, remplies par l’ancien outil One Trick Pony. Elles sont reprises\u00a0: mêmes tables, mêmes lignes, mêmes colonnes. Rien n’est encore écrit.`}
      </p>
      <Alert
        className="fr-mb-4w"
        severity="info"
        small
        description="Par défaut, rien n’est converti : vos formules, vos pages et vos colonnes continuent de fonctionner comme avant."
      />
      <Shown draft={draft} />
      <h3 className="fr-h5 fr-mt-6w">Revenir en arrière</h3>
      <p>
        {
          'Grist garde des copies datées du document. Avant la première synchronisation, notez l’heure\u00a0; pour revenir à ce moment, ouvrez '
        }
        <a href={`${destinationUrl}/doc/${document}`} target="_blank" rel="noopener noreferrer">
          le document dans Grist
        </a>
        {
          ', puis «\u00a0Historique du document\u00a0» et «\u00a0Instantanés\u00a0», et restaurez celui qui précède. Mettez d’abord la liaison en pause\u00a0: sinon la synchronisation suivante recommencerait.'
        }
      </p>
    </StepFrame>
  );
}

async function Shown({ draft }: { readonly draft: Draft }) {
  const { probes } = await connecting();
  const seen = await looked(() => lookAtDraft(probes, draft));
  if (seen instanceof Failure) return <SideTrouble failure={seen} draftId={draft.id} />;
  if (seen === null) redirect(stepPath(draft.id, 'apercu'));
  const tables = tablesToShow(seen, choicesOf(readSettings(draft.settings).takeOver));
  return (
    <>
      <TakeOverForm draftId={draft.id} tables={tables} />
      <Elsewhere survey={seen.survey} />
    </>
  );
}

async function looked<T>(work: () => Promise<T>): Promise<T | Failure> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
