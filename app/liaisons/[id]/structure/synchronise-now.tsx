'use client';
// What was accepted is done by the next synchronisation: now, for who would rather not wait.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { UNSENT } from '../../../../components/form/state';
import { synchroniseNow } from './actions';

export function SynchroniseNow({ linkId }: { readonly linkId: string }) {
  const [state, action, pending] = useActionState(synchroniseNow, UNSENT);
  return (
    <form action={action} {...once(pending)} className="fr-mb-4w">
      <FormAnswer state={state} title="La synchronisation n’a pas été lancée" />
      <input type="hidden" name="liaison" value={linkId} />
      <p className="fr-mb-1w">Des changements acceptés seront faits à la prochaine synchronisation.</p>
      <Button type="submit" priority="secondary" nativeButtonProps={{ 'aria-disabled': pending }}>
        Synchroniser maintenant
      </Button>
    </form>
  );
}
