'use client';
// On from the preview to the schedule.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { FormAnswer } from '../../../../../components/form/answer';
import { useActionForm } from '../../../../../components/form/use-action-form';
import { acceptPreview } from '../../actions';

export function AcceptForm({ draftId }: { readonly draftId: string }) {
  const { state, pending, form } = useActionForm(acceptPreview);
  return (
    <form {...form} className="fr-mt-4w">
      <FormAnswer state={state} title="L’étape n’a pas été enregistrée" />
      <input type="hidden" name="brouillon" value={draftId} />
      <Button type="submit" nativeButtonProps={{ 'aria-disabled': pending }}>
        Continuer vers la planification
      </Button>
    </form>
  );
}
