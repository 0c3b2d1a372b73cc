'use client';
// What to do when the two sides stop agreeing: one question each, in plain words.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { RadioButtons } from '@codegouvfr/react-dsfr/RadioButtons';
import { useActionState } from 'react';
import { FormAnswer } from '../../../../components/form/answer';
import { once } from '../../../../components/form/once';
import { fieldState, shown, UNSENT } from '../../../../components/form/state';
import { POLICY_GROUPS } from '../../../../lib/links/policy-words';
import type { Policies } from '../../../../lib/sync/model/policies';
import { setPolicies } from './actions';

export function PoliciesForm({ linkId, policies }: { readonly linkId: string; readonly policies: Policies }) {
  const [state, action, pending] = useActionState(setPolicies, UNSENT);
  return (
    <form action={action} {...once(pending)} noValidate>
      <FormAnswer state={state} title="Les règles n’ont pas été enregistrées" />
      <input type="hidden" name="liaison" value={linkId} />
      {POLICY_GROUPS.map(({ title, questions }) => (
        <section key={title} className="fr-mb-4w">
          <h4 className="fr-h6">{title}</h4>
          {questions.map(({ name, question, choices }) => {
            const kept = shown(state, name, policies[name]);
            return (
              <RadioButtons
                key={name}
                id={name}
                legend={question}
                name={name}
                {...fieldState(state, name)}
                options={choices.map(({ value, label, hint }) => ({
                  ...{ label, hintText: hint },
                  nativeInputProps: { value, defaultChecked: value === kept },
                }))}
              />
            );
          })}
        </section>
      ))}
      <Button type="submit" priority="secondary" nativeButtonProps={{ 'aria-disabled': pending }}>
        Enregistrer les règles
      </Button>
    </form>
  );
}
