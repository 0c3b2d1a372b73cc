'use client';
// Asking a run to stop, after a word of confirmation. Without JavaScript the confirmation is the same page at another
// address.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { useEffect, useRef, useState } from 'react';
import { ActionForm } from '../../../components/form/action-form';
import { cancel } from '../actions';

export function CancelForm({
  runId,
  what,
  asked,
  asking: askingFirst,
}: {
  readonly runId: string;
  /** « synchronisation », « vérification »… */
  readonly what: string;
  /** Somebody did. */
  readonly asked: boolean;
  readonly asking: boolean;
}) {
  const [asking, setAsking] = useState(askingFirst);
  const question = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (asking && moved.current) question.current?.focus();
  }, [asking]);
  if (asked)
    return (
      <p role="status" className="fr-message fr-message--info fr-mb-3w">
        L’annulation est demandée : ce qui est en main est terminé, puis tout s’arrête.
      </p>
    );
  if (!asking)
    return (
      <p className="fr-mb-3w">
        <a
          className="fr-btn fr-btn--secondary"
          href={`/executions/${runId}?annuler=oui`}
          onClick={(event) => {
            event.preventDefault();
            moved.current = true;
            setAsking(true);
          }}
        >
          Annuler…
        </a>
      </p>
    );
  return (
    <div className="fr-callout fr-mb-3w">
      <h2 ref={question} tabIndex={-1} className="fr-callout__title fr-h5">
        Annuler cette {what} ?
      </h2>
      <p className="fr-mb-2w">
        Ce qui est déjà écrit dans le document reste. La suite sera reprise la prochaine fois, là où tout
        s’arrête.
      </p>
      <ActionForm action={cancel} problem="Rien n’a été annulé">
        <input type="hidden" name="execution" value={runId} />
        <ul className="fr-btns-group fr-btns-group--inline">
          <li>
            <Button type="submit">Oui, annuler</Button>
          </li>
          <li>
            <a
              className="fr-btn fr-btn--secondary"
              href={`/executions/${runId}`}
              onClick={(event) => {
                event.preventDefault();
                setAsking(false);
              }}
            >
              Non, continuer
            </a>
          </li>
        </ul>
      </ActionForm>
    </div>
  );
}
