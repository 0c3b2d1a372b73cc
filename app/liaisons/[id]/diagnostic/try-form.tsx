'use client';
// The button that tries both accesses.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { UNSENT } from '../../../../components/form/state';
import { tryAccesses } from './actions';

export function TryForm({ linkId }: { readonly linkId: string }) {
  const [state, action, pending] = useActionState(tryAccesses, UNSENT);
  return (
    <form action={action} {...once(pending)} className="fr-mb-4w">
      <FormAnswer state={state} title="Les accès n’ont pas été essayés" />
      <input type="hidden" name="liaison" value={linkId} />
      <Button type="submit" nativeButtonProps={{ 'aria-disabled': pending }}>
        {pending ? 'Essai en cours…' : 'Essayer les deux accès maintenant'}
      </Button>
    </form>
  );
}
