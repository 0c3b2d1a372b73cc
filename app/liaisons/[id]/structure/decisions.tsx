'use client';
// The changes on which the user has, or may have, a word to say: each with what a yes and a no do.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { UNSENT } from '../../../../components/form/state';
import type { ChangeLine } from '../../../../lib/links/structure/read';
import { decide } from './actions';
import { ChangeItem } from './change-item';

export function Decisions({
  linkId,
  waiting,
  told,
  mayDecide,
}: {
  readonly linkId: string;
  readonly waiting: readonly ChangeLine[];
  readonly told: readonly ChangeLine[];
  readonly mayDecide: boolean;
}) {
  const [state, action, pending] = useActionState(decide, UNSENT);
  return (
    <form action={action} {...once(pending)}>
      <input type="hidden" name="liaison" value={linkId} />
      <h3 className="fr-h5">À décider</h3>
      <FormAnswer state={state} title="La décision n’a pas pu être enregistrée" />
      {waiting.length === 0 ? (
        <p>Rien n’attend votre accord.</p>
      ) : (
        <>
          {mayDecide && waiting.length > 1 && (
            <Button
              type="submit"
              size="small"
              priority="secondary"
              className="fr-mb-3w"
              value="acceptee:tout"
              nativeButtonProps={{ name: 'decision', 'aria-disabled': pending }}
            >
              Tout accepter ({waiting.length} changements)
            </Button>
          )}
          <ul className="fr-raw-list">
            {waiting.map((change) => (
              <Decidable key={change.number} {...{ change, mayDecide, pending }} />
            ))}
          </ul>
        </>
      )}
      {told.length > 0 && (
        <>
          <h3 className="fr-h5 fr-mt-4w">Signalé ou déjà décidé</h3>
          <p>Vous pouvez encore changer d’avis tant que la prochaine synchronisation n’a pas eu lieu.</p>
          <ul className="fr-raw-list">
            {told.map((change) => (
              <Decidable key={change.number} {...{ change, mayDecide, pending }} />
            ))}
          </ul>
        </>
      )}
    </form>
  );
}

function Decidable({
  change,
  mayDecide,
  pending,
}: {
  readonly change: ChangeLine;
  readonly mayDecide: boolean;
  readonly pending: boolean;
}) {
  const { number, effects, word, status, sentence } = change;
  return (
    <ChangeItem change={change}>
      {word !== null && <p className="fr-text--sm fr-text--bold fr-mb-1w">Votre décision : {status}.</p>}
      {effects !== null && (
        <>
          <ul className="fr-text--sm fr-mb-1w">
            {word !== 'acceptee' && (
              <li>
                <strong>{effects.yes}</strong> : {effects.accepted}
              </li>
            )}
            {word !== 'refusee' && (
              <li>
                <strong>{effects.no}</strong> : {effects.refused}
              </li>
            )}
          </ul>
          {mayDecide && (
            <div className="fr-btns-group fr-btns-group--inline fr-btns-group--sm">
              {word !== 'acceptee' && (
                <Button
                  type="submit"
                  size="small"
                  value={`acceptee:${number}`}
                  nativeButtonProps={{ name: 'decision', 'aria-disabled': pending }}
                >
                  {effects.yes}
                  <span className="fr-sr-only"> : {sentence}</span>
                </Button>
              )}
              {word !== 'refusee' && (
                <Button
                  type="submit"
                  size="small"
                  priority="secondary"
                  value={`refusee:${number}`}
                  nativeButtonProps={{ name: 'decision', 'aria-disabled': pending }}
                >
                  {effects.no}
                  <span className="fr-sr-only"> : {sentence}</span>
                </Button>
              )}
            </div>
          )}
        </>
      )}
    </ChangeItem>
  );
}
