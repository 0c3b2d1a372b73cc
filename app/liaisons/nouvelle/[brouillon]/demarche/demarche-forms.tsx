'use client';
// The forms of the démarche: its number, and the word that it is the right one.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { FormAnswer } from '../../../../../components/form/answer';
import { fieldState, shown } from '../../../../../components/form/state';
import { useActionForm } from '../../../../../components/form/use-action-form';
import { acceptDemarche, lookForDemarche } from '../../actions';

export function NumberForm({
  draftId,
  number,
  isFound,
  demo,
}: {
  readonly draftId: string;
  readonly number: string;
  /** A démarche stands above: this one is to change it. */
  readonly isFound: boolean;
  readonly demo: string | null;
}) {
  const { state, pending, form } = useActionForm(lookForDemarche);
  return (
    <form {...form}>
      <FormAnswer state={state} title="La démarche n’a pas été trouvée" />
      <input type="hidden" name="brouillon" value={draftId} />
      <Input
        label={
          isFound ? 'Ce n’est pas elle ? Son numéro, ou son adresse' : 'Numéro de la démarche, ou son adresse'
        }
        hintText={
          demo === null
            ? 'Le numéro suit « procedures/ » dans l’adresse de la démarche, quand vous l’ouvrez comme administrateur ou instructeur.'
            : `Démonstration : la démarche simulée porte le numéro ${demo}.`
        }
        {...fieldState(state, 'numero')}
        nativeInputProps={{
          ...{ id: 'numero', name: 'numero', type: 'text', autoComplete: 'off' },
          defaultValue: shown(state, 'numero', number),
        }}
      />
      <Button
        type="submit"
        priority={isFound ? 'secondary' : 'primary'}
        nativeButtonProps={{ 'aria-disabled': pending }}
      >
        {pending ? 'Recherche…' : 'Chercher cette démarche'}
      </Button>
    </form>
  );
}

export function ConfirmForm({ draftId }: { readonly draftId: string }) {
  const { state, pending, form } = useActionForm(acceptDemarche);
  return (
    <form {...form}>
      <FormAnswer state={state} title="L’étape n’a pas été enregistrée" />
      <input type="hidden" name="brouillon" value={draftId} />
      <Button type="submit" nativeButtonProps={{ 'aria-disabled': pending }}>
        Oui, c’est cette démarche : continuer
      </Button>
    </form>
  );
}
