'use client';
// The form of the document: its address, and the key that opens it.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { FormAnswer } from '../../../../../components/form/answer';
import { fieldState, shown } from '../../../../../components/form/state';
import { useActionForm } from '../../../../../components/form/use-action-form';
import { type KnownSecret, SecretChoice } from '../../../../../components/link-settings/secret-choice';
import { saveDocument } from '../../actions';

export function DocumentForm({
  draftId,
  document,
  known,
  chosen,
  demo,
}: {
  readonly draftId: string;
  readonly document: string;
  readonly known: readonly KnownSecret[];
  readonly chosen: string | null;
  readonly demo: string | null;
}) {
  const { state, pending, form } = useActionForm(saveDocument);
  return (
    <form {...form}>
      <FormAnswer state={state} title="Le document n’a pas été enregistré" />
      <input type="hidden" name="brouillon" value={draftId} />
      <Input
        label="Adresse du document Grist, ou son identifiant"
        hintText="Ouvrez le document dans Grist et copiez l’adresse affichée par le navigateur."
        {...fieldState(state, 'document')}
        nativeInputProps={{
          ...{ id: 'document', name: 'document', type: 'text', autoComplete: 'off', spellCheck: false },
          defaultValue: shown(state, 'document', document),
        }}
      />
      <SecretChoice
        {...{ state, known, chosen, demo }}
        field="cle"
        legend="Quelle clé d’API utiliser ?"
        newLabel="Une nouvelle clé"
        label="Clé d’API Grist"
        hint={
          demo === null
            ? 'Collez-la en entier. Elle est chiffrée, et ne sera plus jamais affichée.'
            : 'Démonstration : la clé du Grist simulé est déjà là. Elle ne vaut rien ailleurs.'
        }
      />
      <Button className="fr-mt-3w" type="submit" nativeButtonProps={{ 'aria-disabled': pending }}>
        {pending ? 'Vérification des droits…' : 'Vérifier les droits et continuer'}
      </Button>
    </form>
  );
}
