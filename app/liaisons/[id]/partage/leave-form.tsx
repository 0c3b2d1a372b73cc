'use client';
// Leaving the link.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Checkbox } from '@codegouvfr/react-dsfr/Checkbox';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { fieldState, UNSENT } from '../../../../components/form/state';
import { leave } from './actions';

export function LeaveForm({ linkId }: { readonly linkId: string }) {
  const [state, action, pending] = useActionState(leave, UNSENT);
  return (
    <form action={action} {...once(pending)} noValidate>
      <FormAnswer state={state} title="Vous n’avez pas quitté la liaison" />
      <input type="hidden" name="liaison" value={linkId} />
      <Checkbox
        id="confirmation"
        {...fieldState(state, 'confirmation')}
        options={[
          {
            label: 'Je ne veux plus avoir accès à cette liaison',
            nativeInputProps: { name: 'confirmation', value: 'oui' },
          },
        ]}
      />
      <Button type="submit" priority="tertiary" nativeButtonProps={{ 'aria-disabled': pending }}>
        Quitter la liaison
      </Button>
    </form>
  );
}
