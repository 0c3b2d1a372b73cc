'use client';
// Whether the person who looks is told of this link.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { FormAnswer } from '../../../../components/form/answer';
import { useActionForm } from '../../../../components/form/use-action-form';
import { setMyAlerts } from './actions';

export function MineForm({ linkId, muted }: { readonly linkId: string; readonly muted: boolean }) {
  const { state, pending, form } = useActionForm(setMyAlerts);
  return (
    <form {...form}>
      <FormAnswer state={state} title="Votre choix n’a pas été enregistré" />
      <input type="hidden" name="liaison" value={linkId} />
      <input type="hidden" name="alertes" value={muted ? 'oui' : 'non'} />
      <Button type="submit" priority="secondary" nativeButtonProps={{ 'aria-disabled': pending }}>
        {muted ? 'Recevoir les alertes de cette liaison' : 'Ne plus recevoir les alertes de cette liaison'}
      </Button>
    </form>
  );
}
