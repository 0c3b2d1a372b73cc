'use client';
// Putting right what differs.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Checkbox } from '@codegouvfr/react-dsfr/Checkbox';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { UNSENT } from '../../../../components/form/state';
import { repairNow } from './actions';

export function RepairForm({ linkId, hasExtra }: { readonly linkId: string; readonly hasExtra: boolean }) {
  const [state, action, pending] = useActionState(repairNow, UNSENT);
  return (
    <form action={action} {...once(pending)} noValidate className="fr-mb-4w">
      <FormAnswer state={state} title="La réparation n’a pas été lancée" />
      <input type="hidden" name="liaison" value={linkId} />
      <p>
        Réparer relit les dossiers concernés dans Démarche numérique, réécrit ce qui diffère, retire les
        lignes en double, puis vérifie de nouveau. Ce que vous avez ajouté à côté n’est pas touché.
      </p>
      {hasExtra && (
        <Checkbox
          options={[
            {
              label: 'Supprimer aussi les lignes de dossiers que Démarche numérique ne connaît pas',
              hintText: 'Ce que vous avez écrit à côté, dans ces lignes, disparaît avec elles.',
              nativeInputProps: { name: 'en_trop', value: 'oui' },
            },
          ]}
        />
      )}
      <Button type="submit" priority="secondary" nativeButtonProps={{ 'aria-disabled': pending }}>
        Réparer
      </Button>
    </form>
  );
}
