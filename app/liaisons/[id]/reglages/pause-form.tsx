'use client';
// Pausing the link, or taking it up again.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { UNSENT } from '../../../../components/form/state';
import { setPause } from './actions';

export function PauseForm({ linkId, paused }: { readonly linkId: string; readonly paused: boolean }) {
  const [state, action, pending] = useActionState(setPause, UNSENT);
  return (
    <form action={action} {...once(pending)}>
      <FormAnswer state={state} title="La pause n’a pas changé" />
      <input type="hidden" name="liaison" value={linkId} />
      <input type="hidden" name="pause" value={paused ? 'non' : 'oui'} />
      <p>
        {paused
          ? 'La liaison est en pause : elle ne se synchronise plus d’elle-même. Le document garde tout.'
          : 'En pause, la liaison ne se synchronise plus d’elle-même. Le document garde tout, et personne n’est alerté d’un retard.'}
      </p>
      <Button type="submit" priority="secondary" nativeButtonProps={{ 'aria-disabled': pending }}>
        {paused ? 'Reprendre les synchronisations' : 'Mettre en pause'}
      </Button>
    </form>
  );
}
