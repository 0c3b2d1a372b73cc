'use client';
// The form of the token: one given before or a new one, its instance, and when it expires.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { RadioButtons } from '@codegouvfr/react-dsfr/RadioButtons';
import { FormAnswer } from '../../../../../components/form/answer';
import { fieldState, shown } from '../../../../../components/form/state';
import { useActionForm } from '../../../../../components/form/use-action-form';
import { type KnownSecret, SecretChoice } from '../../../../../components/link-settings/secret-choice';
import { saveToken } from '../../actions';

export function TokenForm({
  draftId,
  known,
  chosen,
  instances,
  instance,
  isDemo,
  demo,
}: {
  readonly draftId: string;
  readonly known: readonly KnownSecret[];
  readonly chosen: string | null;
  /** Origins that may be chosen. */
  readonly instances: readonly string[];
  readonly instance: string;
  readonly isDemo: boolean;
  readonly demo: string | null;
}) {
  const { state, pending, form } = useActionForm(saveToken);
  const expiry = fieldState(state, 'expiration');
  return (
    <form {...form}>
      <FormAnswer state={state} title="Le jeton n’a pas été enregistré" />
      <input type="hidden" name="brouillon" value={draftId} />
      <SecretChoice
        {...{ state, known, chosen, demo }}
        field="jeton"
        legend="Quel jeton utiliser ?"
        newLabel="Un nouveau jeton"
        label="Jeton d’API de Démarche numérique"
        hint={
          demo === null
            ? 'Collez-le en entier. Il est chiffré, et ne sera plus jamais affiché.'
            : 'Démonstration : le jeton du site simulé est déjà là. Il ne vaut rien ailleurs.'
        }
      >
        {isDemo ? (
          <Input
            label="Site de Démarche numérique"
            hintText="Démonstration : un site simulé, sur cette machine."
            {...fieldState(state, 'instance')}
            nativeInputProps={{
              ...{ id: 'instance', name: 'instance', type: 'text', autoComplete: 'off' },
              defaultValue: shown(state, 'instance', instance),
            }}
          />
        ) : (
          instances.length > 1 && (
            <RadioButtons
              id="instance"
              legend="De quel site vient ce jeton ?"
              name="instance"
              {...fieldState(state, 'instance')}
              options={instances.map((origin) => ({
                label: new URL(origin).host,
                nativeInputProps: {
                  value: origin,
                  defaultChecked: shown(state, 'instance', instance) === origin,
                },
              }))}
            />
          )
        )}
        <Input
          label="Date d’expiration du jeton (facultatif)"
          hintText="Démarche numérique l’indique à côté du jeton. Nous vous préviendrons avant cette date."
          {...expiry}
          nativeInputProps={{
            ...{ id: 'expiration', name: 'expiration', type: 'date' },
            defaultValue: shown(state, 'expiration', ''),
          }}
        />
      </SecretChoice>
      <Button className="fr-mt-3w" type="submit" nativeButtonProps={{ 'aria-disabled': pending }}>
        {pending ? 'Essai du jeton…' : 'Essayer ce jeton et continuer'}
      </Button>
    </form>
  );
}
