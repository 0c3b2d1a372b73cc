'use client';
// Verifying now, as deep as one wants.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { RadioButtons } from '@codegouvfr/react-dsfr/RadioButtons';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { fieldState, shown, UNSENT } from '../../../../components/form/state';
import { DEPTH_MEANINGS, DEPTH_NAMES } from '../../../../lib/links/proof/words';
import { verifyNow } from './actions';

const DEPTHS = ['complete', 'legere', 'comptes'] as const;

export function VerifyForm({ linkId }: { readonly linkId: string }) {
  const [state, action, pending] = useActionState(verifyNow, UNSENT);
  const chosen = shown(state, 'profondeur', 'complete');
  return (
    <form action={action} {...once(pending)} noValidate>
      <FormAnswer state={state} title="La vérification n’a pas été lancée" />
      <input type="hidden" name="liaison" value={linkId} />
      <RadioButtons
        id="profondeur"
        legend="Que vérifier ?"
        name="profondeur"
        {...fieldState(state, 'profondeur')}
        options={DEPTHS.map((depth) => ({
          ...{ label: DEPTH_NAMES[depth], hintText: DEPTH_MEANINGS[depth] },
          nativeInputProps: { value: depth, defaultChecked: depth === chosen },
        }))}
      />
      <Button type="submit" nativeButtonProps={{ 'aria-disabled': pending }}>
        Vérifier maintenant
      </Button>
    </form>
  );
}
