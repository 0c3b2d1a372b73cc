// Step 2: the démarche. Démarche numérique lists none for a token: what the number leads to is shown, to be confirmed.

import { Badge } from '@codegouvfr/react-dsfr/Badge';
import type { Metadata } from 'next';
import { site } from '../../../../../lib/access/service';
import type { Draft } from '../../../../../lib/store/draft-rows';
import { type DraftProps, seenDraft } from '../draft-gate';
import { StepFrame } from '../step-frame';
import { ConfirmForm, NumberForm } from './demarche-forms';

export const metadata: Metadata = { title: 'La démarche – Nouvelle liaison' };

export default async function DemarchePage({ params }: DraftProps) {
  const draft = await seenDraft((await params).brouillon, 'demarche');
  const demo = site().demo?.try?.demarche ?? null;
  const number = draft.demarche ?? demo;
  return (
    <StepFrame draft={draft} step="demarche">
      {draft.demarche !== null && (
        <section aria-labelledby="trouvee" className="fr-callout">
          <h3 id="trouvee" className="fr-callout__title">
            {draft.title || `Démarche n° ${draft.demarche}`}
          </h3>
          <div className="fr-callout__text">
            <Found {...draft} />
          </div>
          <p className="fr-mt-3w fr-mb-2w">
            <strong>Est-ce bien la démarche que vous voulez relier ?</strong>
          </p>
          <ConfirmForm draftId={draft.id} />
        </section>
      )}
      <NumberForm
        key={draft.demarche}
        draftId={draft.id}
        number={number === null ? '' : String(number)}
        isFound={draft.demarche !== null}
        demo={demo === null ? null : String(demo)}
      />
    </StepFrame>
  );
}

const STATES: Readonly<Record<string, { readonly word: string; readonly more: string | null }>> = {
  publiee: { word: 'Publiée', more: null },
  brouillon: {
    word: 'En test',
    more: 'Les dossiers d’une démarche en test sont supprimés à sa publication : ils le seront aussi dans votre suivi.',
  },
  close: { word: 'Close', more: 'Elle ne reçoit plus de dossiers. Ceux qu’elle a seront suivis.' },
  depubliee: { word: 'Dépubliée', more: 'Elle ne reçoit plus de dossiers. Ceux qu’elle a seront suivis.' },
};

function Found({ demarche, demarcheState, dossiersCount }: Draft) {
  const state = STATES[demarcheState ?? ''];
  return (
    <>
      {state !== undefined && (
        <Badge severity={demarcheState === 'publiee' ? 'success' : 'warning'} noIcon>
          {state.word}
        </Badge>
      )}
      <p className="fr-mt-1w fr-mb-0">
        Démarche n° {demarche}.{' '}
        {dossiersCount === null
          ? 'Démarche numérique n’indique pas le nombre de dossiers.'
          : `${new Intl.NumberFormat('fr-FR').format(dossiersCount)} ${dossiersCount >= 2 ? 'dossiers' : 'dossier'}.`}
      </p>
      {state?.more && <p className="fr-mt-1w fr-mb-0">{state.more}</p>}
    </>
  );
}
