'use client';
// A secret to give: one that was given before, known by its last four characters, or a new one, never shown again.

import { Input } from '@codegouvfr/react-dsfr/Input';
import { RadioButtons } from '@codegouvfr/react-dsfr/RadioButtons';
import { type ReactNode, useState } from 'react';
import { type FormState, fieldState, shown } from '../form/state';

export type KnownSecret = {
  readonly id: string;
  /** Which one it is, e.g. « se termine par a1b2 ». */
  readonly label: string;
  readonly hint: string;
};

export function SecretChoice({
  state,
  known,
  chosen,
  field,
  legend,
  label,
  hint,
  newLabel,
  demo,
  children,
}: {
  readonly state: FormState;
  readonly known: readonly KnownSecret[];
  /** Id of the one in use; null for a new one. */
  readonly chosen: string | null;
  /** Name of the field of a new secret. */
  readonly field: string;
  readonly legend: string;
  readonly label: string;
  readonly hint: ReactNode;
  readonly newLabel: string;
  /** In the demo, the value that the simulators accept. */
  readonly demo: string | null;
  /** What goes with a new secret. */
  readonly children?: ReactNode;
}) {
  const first = chosen !== null && known.some(({ id }) => id === chosen) ? chosen : 'nouveau';
  const [choice, setChoice] = useState(shown(state, 'choix', first));
  const isNew = known.length === 0 || choice === 'nouveau';
  return (
    <>
      {known.length > 0 && (
        <RadioButtons
          id="choix"
          legend={legend}
          name="choix"
          {...fieldState(state, 'choix')}
          options={[
            ...known.map((secret) => ({
              label: secret.label,
              hintText: secret.hint,
              nativeInputProps: {
                value: secret.id,
                defaultChecked: choice === secret.id,
                onChange: () => setChoice(secret.id),
              },
            })),
            {
              label: newLabel,
              nativeInputProps: {
                value: 'nouveau',
                defaultChecked: choice === 'nouveau',
                onChange: () => setChoice('nouveau'),
              },
            },
          ]}
        />
      )}
      <div hidden={!isNew}>
        <Input
          label={label}
          hintText={hint}
          {...fieldState(state, field)}
          nativeInputProps={{
            ...{ id: field, name: field, type: 'password', autoComplete: 'off', spellCheck: false },
            ...(demo === null ? {} : { defaultValue: demo }),
          }}
        />
        {children}
      </div>
    </>
  );
}
