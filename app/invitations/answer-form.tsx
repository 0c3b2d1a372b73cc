'use client';
// Accepting or declining one invitation.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { useActionState } from 'react';
import { FormAnswer } from '../../components/form/answer';
import { once } from '../../components/form/once';
import { UNSENT } from '../../components/form/state';
import { answerInvitation } from './actions';

export function AnswerForm({ linkId, name }: { readonly linkId: string; readonly name: string }) {
  const [state, action, pending] = useActionState(answerInvitation, UNSENT);
  return (
    <form action={action} {...once(pending)}>
      <FormAnswer state={state} title="L’invitation n’a pas été acceptée" />
      <input type="hidden" name="liaison" value={linkId} />
      <div className="fr-btns-group fr-btns-group--inline fr-btns-group--sm">
        <Button type="submit" value="oui" nativeButtonProps={{ name: 'reponse', 'aria-disabled': pending }}>
          Accepter<span className="fr-sr-only"> l’invitation à {name}</span>
        </Button>
        <Button
          type="submit"
          priority="secondary"
          value="non"
          nativeButtonProps={{ name: 'reponse', 'aria-disabled': pending }}
        >
          Décliner<span className="fr-sr-only"> l’invitation à {name}</span>
        </Button>
      </div>
    </form>
  );
}
