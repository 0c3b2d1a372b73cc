'use client';
// The name of the link.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { fieldState, shown, UNSENT } from '../../../../components/form/state';
import { rename } from './actions';

export function NameForm({ linkId, name }: { readonly linkId: string; readonly name: string }) {
  const [state, action, pending] = useActionState(rename, UNSENT);
  return (
    <form action={action} {...once(pending)} noValidate>
      <FormAnswer state={state} title="Le nom n’a pas été enregistré" />
      <input type="hidden" name="liaison" value={linkId} />
      <Input
        label="Nom de la liaison"
        hintText="Laissez vide pour reprendre le titre de la démarche."
        {...fieldState(state, 'nom')}
        nativeInputProps={{
          ...{ id: 'nom', name: 'nom', defaultValue: shown(state, 'nom', name), autoComplete: 'off' },
        }}
      />
      <Button type="submit" priority="secondary" nativeButtonProps={{ 'aria-disabled': pending }}>
        Enregistrer le nom
      </Button>
    </form>
  );
}
