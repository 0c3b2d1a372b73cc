'use client';
// Another token, or another key: tried on both sides before it replaces the former one, and never shown again.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Checkbox } from '@codegouvfr/react-dsfr/Checkbox';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { fieldState, shown, UNSENT } from '../../../../components/form/state';
import { replaceToken } from './actions';

export function TokenForm({
  linkId,
  side,
  shared,
}: {
  readonly linkId: string;
  readonly side: 'source' | 'destination';
  /** How many other links of this person work with the same one. */
  readonly shared: number;
}) {
  const [state, action, pending] = useActionState(replaceToken, UNSENT);
  const isToken = side === 'source';
  const field = `secret-${side}`;
  return (
    <form action={action} {...once(pending)} noValidate>
      <FormAnswer
        state={state}
        title={isToken ? 'Le jeton n’a pas été remplacé' : 'La clé n’a pas été remplacée'}
      />
      <input type="hidden" name="liaison" value={linkId} />
      <input type="hidden" name="cote" value={side} />
      <Input
        label={isToken ? 'Nouveau jeton Démarche numérique' : 'Nouvelle clé d’API Grist'}
        hintText={
          isToken
            ? 'Dans votre profil d’administrateur, rubrique « Jetons d’API ». Un accès en lecture suffit.'
            : 'Dans Grist, « Paramètres du profil », puis « Clé d’API ».'
        }
        {...fieldState(
          state,
          state.problems.some((problem) => problem.field === 'secret') ? 'secret' : field,
        )}
        nativeInputProps={{
          ...{ id: field, name: 'secret', type: 'password', autoComplete: 'off', spellCheck: false },
        }}
      />
      <Input
        label="Date d’expiration"
        hintText="Facultatif : les personnes de la liaison sont prévenues avant cette date."
        {...fieldState(state, 'expiration')}
        nativeInputProps={{
          ...{ id: `expiration-${side}`, name: 'expiration', type: 'date' },
          defaultValue: shown(state, 'expiration', ''),
        }}
      />
      {shared > 0 && (
        <Checkbox
          options={[
            {
              label:
                shared === 1
                  ? 'Remplacer aussi pour l’autre de vos liaisons qui utilise le même'
                  : `Remplacer aussi pour les ${shared} autres de vos liaisons qui utilisent le même`,
              nativeInputProps: { name: 'partout', value: 'oui', defaultChecked: true },
            },
          ]}
        />
      )}
      <Button type="submit" priority="secondary" nativeButtonProps={{ 'aria-disabled': pending }}>
        {isToken ? 'Essayer et remplacer le jeton' : 'Essayer et remplacer la clé'}
      </Button>
    </form>
  );
}
