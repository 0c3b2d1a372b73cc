'use client';
// Inviting somebody by their address, with a role.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { RadioButtons } from '@codegouvfr/react-dsfr/RadioButtons';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { fieldState, shown, UNSENT } from '../../../../components/form/state';
import { ROLE_MEANINGS, ROLE_NAMES, ROLES } from '../../../../lib/links/role-words';
import { inviteSomebody } from './actions';

export function InviteForm({ linkId }: { readonly linkId: string }) {
  const [state, action, pending] = useActionState(inviteSomebody, UNSENT);
  const isSent = state.news !== null;
  return (
    <form action={action} {...once(pending)} noValidate>
      <FormAnswer state={state} title="L’invitation n’est pas partie" />
      <input type="hidden" name="liaison" value={linkId} />
      <Input
        label="Adresse électronique de la personne"
        hintText="Format attendu : nom@domaine.fr"
        {...fieldState(state, 'adresse')}
        nativeInputProps={{
          ...{ id: 'adresse', name: 'adresse', type: 'email', autoComplete: 'off', maxLength: 254 },
          defaultValue: isSent ? '' : shown(state, 'adresse', ''),
        }}
      />
      <RadioButtons
        id="role"
        legend="Son rôle"
        name="role"
        {...fieldState(state, 'role')}
        options={ROLES.map((role) => ({
          ...{ label: ROLE_NAMES[role], hintText: ROLE_MEANINGS[role] },
          nativeInputProps: {
            value: role,
            defaultChecked: role === (isSent ? 'lecteur' : shown(state, 'role', 'lecteur')),
          },
        }))}
      />
      <Button type="submit" priority="secondary" nativeButtonProps={{ 'aria-disabled': pending }}>
        Inviter
      </Button>
    </form>
  );
}
