// One of the two sides did not give what a step shows: why, and the step where it can be mended.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { FailureNotice } from '../../../../components/failure-notice';
import type { Failure } from '../../../../lib/errors/failure';
import type { DraftStep } from '../../../../lib/store/draft-rows';
import { STEP_TITLES } from '../step-words';
import { stepPath } from './draft-gate';

export function SideTrouble({ failure, draftId }: { readonly failure: Failure; readonly draftId: string }) {
  const step = mendedAt(failure);
  return (
    <>
      <FailureNotice code={failure.code} detail={failure.detail} />
      <div className="fr-btns-group fr-btns-group--inline fr-mt-3w">
        {step !== null && (
          <Button linkProps={{ href: stepPath(draftId, step) }}>
            Revenir à l’étape « {STEP_TITLES[step]} »
          </Button>
        )}
      </div>
    </>
  );
}

function mendedAt({ code }: Failure): DraftStep | null {
  if (/^DS_JETON|^SECRET_/.test(code)) return 'jeton';
  if (/^DS_DEMARCHE/.test(code)) return 'demarche';
  if (/^GRIST_/.test(code)) return 'document';
  return null;
}
