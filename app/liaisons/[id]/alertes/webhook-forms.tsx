'use client';
// The address that another program is told at: given, changed, removed.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { FormAnswer } from '../../../../components/form/answer';
import { fieldState, shown } from '../../../../components/form/state';
import { useActionForm } from '../../../../components/form/use-action-form';
import { dropWebhook, setWebhook } from './actions';

export function WebhookForm({ linkId, url }: { readonly linkId: string; readonly url: string | null }) {
  const { state, pending, form } = useActionForm(setWebhook);
  return (
    <form {...form}>
      <FormAnswer state={state} title="L’adresse n’a pas été enregistrée" />
      <input type="hidden" name="liaison" value={linkId} />
      <Input
        label="Adresse à prévenir"
        hintText="Elle commence par https:// et répond sur Internet."
        {...fieldState(state, 'adresse')}
        nativeInputProps={{
          ...{ id: 'adresse', name: 'adresse', type: 'url', autoComplete: 'off', spellCheck: false },
          defaultValue: shown(state, 'adresse', url ?? ''),
        }}
      />
      <Button type="submit" priority="secondary" nativeButtonProps={{ 'aria-disabled': pending }}>
        {url === null ? 'Prévenir cette adresse' : 'Enregistrer, avec une nouvelle clé'}
      </Button>
    </form>
  );
}

export function DropWebhookForm({ linkId }: { readonly linkId: string }) {
  const { state, pending, form } = useActionForm(dropWebhook);
  return (
    <form {...form} className="fr-mt-2w">
      <FormAnswer state={state} title="L’adresse n’a pas été retirée" />
      <input type="hidden" name="liaison" value={linkId} />
      <Button type="submit" priority="tertiary" nativeButtonProps={{ 'aria-disabled': pending }}>
        Retirer cette adresse
      </Button>
    </form>
  );
}
