'use client';
// The e-mail form: keeps what was typed, says what is wrong beside the field and above it. Works without JavaScript.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { Button } from '@codegouvfr/react-dsfr/Button';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { useActionState, useEffect, useRef } from 'react';
import { type EmailFormState, sendSignInLink } from './actions';

const FIELD = 'adresse-electronique';

export function EmailForm({ returnTo }: { readonly returnTo: string }) {
  const [state, action, pending] = useActionState<EmailFormState, FormData>(sendSignInLink, {
    address: '',
    problem: null,
  });
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.problem !== null) summary.current?.focus();
  }, [state]);
  const isField = state.problem?.kind === 'field';
  return (
    <form action={action} noValidate>
      {state.problem !== null && (
        <div ref={summary} tabIndex={-1} className="fr-mb-3w">
          <Alert
            severity="error"
            as="h3"
            title={isField ? 'L’adresse est à corriger' : 'Aucun message n’est parti'}
            description={isField ? <a href={`#${FIELD}`}>{state.problem.text}</a> : state.problem.text}
          />
        </div>
      )}
      <input type="hidden" name="retour" value={returnTo} />
      <Input
        label="Adresse électronique professionnelle"
        hintText="Format attendu : nom@domaine.fr"
        state={isField ? 'error' : 'default'}
        stateRelatedMessage={state.problem?.text}
        nativeInputProps={{
          id: FIELD,
          name: 'adresse',
          type: 'email',
          autoComplete: 'email',
          required: true,
          maxLength: 254,
          defaultValue: state.address,
        }}
      />
      <Button type="submit" nativeButtonProps={{ 'aria-disabled': pending }}>
        Recevoir un lien de connexion
      </Button>
    </form>
  );
}
