'use client';
// Joins an e-mail address: sends it a link, to be opened in this browser.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { Button } from '@codegouvfr/react-dsfr/Button';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { useActionState } from 'react';
import { type JoinState, joinAddress } from './actions';

export function JoinAddressForm() {
  const [{ address, answer }, action, pending] = useActionState<JoinState, FormData>(joinAddress, {
    address: '',
    answer: null,
  });
  return (
    <form action={action} noValidate>
      {answer !== null && answer.kind !== 'field' && (
        <Alert
          className="fr-mb-2w"
          severity={answer.kind === 'sent' ? 'success' : 'warning'}
          small
          description={answer.text}
        />
      )}
      <Input
        label="Autre adresse électronique"
        hintText="Format attendu : nom@domaine.fr"
        state={answer?.kind === 'field' ? 'error' : 'default'}
        stateRelatedMessage={answer?.text}
        nativeInputProps={{
          name: 'adresse',
          type: 'email',
          autoComplete: 'off',
          required: true,
          maxLength: 254,
          defaultValue: address,
        }}
      />
      <Button type="submit" priority="secondary" nativeButtonProps={{ 'aria-disabled': pending }}>
        Associer cette adresse
      </Button>
    </form>
  );
}
