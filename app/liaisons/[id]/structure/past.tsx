'use client';
// The changes that are over, the latest first, and taking back those that can be.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { UNSENT } from '../../../../components/form/state';
import type { ChangeLine } from '../../../../lib/links/structure/read';
import { inFull } from '../../../dates';
import { takeBack } from './actions';
import { ChangeItem } from './change-item';

/** How many are shown: a form does not change that often. */
const SHOWN = 100;

export function Past({
  linkId,
  changes,
  mayDecide,
}: {
  readonly linkId: string;
  readonly changes: readonly ChangeLine[];
  readonly mayDecide: boolean;
}) {
  const [state, action, pending] = useActionState(takeBack, UNSENT);
  return (
    <form action={action} {...once(pending)}>
      <input type="hidden" name="liaison" value={linkId} />
      <h3 className="fr-h5 fr-mt-6w">Historique des changements</h3>
      <FormAnswer state={state} title="Le changement n’a pas été annulé" />
      {changes.length === 0 ? (
        <p>Ni le formulaire ni la structure du document n’ont changé depuis la première synchronisation.</p>
      ) : (
        <ul className="fr-raw-list">
          {changes.slice(0, SHOWN).map((change) => (
            <ChangeItem key={change.number} change={change}>
              <p className="fr-text--sm fr-mb-1w">
                Suite : <strong>{change.status}</strong>
                {change.settledAt !== null && <>, le {inFull(change.settledAt)}</>}.
                {change.undo !== null && change.undo !== 'possible' && (
                  <> Ne peut pas être annulé : {change.undo.why}</>
                )}
              </p>
              {mayDecide && change.undo === 'possible' && (
                <Button
                  type="submit"
                  size="small"
                  priority="tertiary"
                  value={String(change.number)}
                  nativeButtonProps={{ name: 'changement', 'aria-disabled': pending }}
                >
                  Annuler ce changement dans le document
                  <span className="fr-sr-only"> : {change.sentence}</span>
                </Button>
              )}
            </ChangeItem>
          ))}
        </ul>
      )}
      {changes.length > SHOWN && <p>Les {SHOWN} derniers changements sont montrés.</p>}
    </form>
  );
}
