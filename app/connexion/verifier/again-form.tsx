'use client';
// Another message to the same address. Asked too soon, it says how long to wait.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { Button } from '@codegouvfr/react-dsfr/Button';
import { useActionState } from 'react';
import { type AgainState, sendAgain } from '../actions';

export function AgainForm() {
  const [state, action, pending] = useActionState<AgainState, FormData>(sendAgain, { message: null });
  return (
    <form action={action}>
      {state.message !== null && (
        <Alert className="fr-mb-2w" severity="warning" small description={state.message} />
      )}
      <Button type="submit" priority="secondary" nativeButtonProps={{ 'aria-disabled': pending }}>
        Renvoyer le message
      </Button>
    </form>
  );
}
