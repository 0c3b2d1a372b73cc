'use client';
// The end of the link, once the number of its démarche is typed.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { fieldState, shown, UNSENT } from '../../../../components/form/state';
import { removeLink } from './actions';

export function RemoveForm({ linkId, demarche }: { readonly linkId: string; readonly demarche: number }) {
  const [state, action, pending] = useActionState(removeLink, UNSENT);
  return (
    <form action={action} {...once(pending)} noValidate>
      <FormAnswer state={state} title="La liaison n’a pas été supprimée" />
      <input type="hidden" name="liaison" value={linkId} />
      <Input
        label="Numéro de la démarche, pour confirmer"
        hintText={`Tapez ${demarche}.`}
        {...fieldState(state, 'confirmation')}
        nativeInputProps={{
          ...{ id: 'confirmation', name: 'confirmation', inputMode: 'numeric', autoComplete: 'off' },
          defaultValue: shown(state, 'confirmation', ''),
        }}
      />
      <Button type="submit" nativeButtonProps={{ 'aria-disabled': pending }}>
        Supprimer la liaison
      </Button>
    </form>
  );
}
