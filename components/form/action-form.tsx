'use client';
// A form around one action: what it answered stands above it, and a second click while it works does nothing.

import { type ReactNode, useActionState } from 'react';
import { FormAnswer } from './answer';
import { type FormState, UNSENT } from './state';

export function ActionForm({
  action,
  problem,
  id,
  className,
  children,
}: {
  readonly action: (state: FormState, form: FormData) => Promise<FormState>;
  /** Title of what is wrong. */
  readonly problem: string;
  readonly id?: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const [state, run, pending] = useActionState(action, UNSENT);
  return (
    <form
      id={id}
      className={className}
      action={run}
      aria-busy={pending}
      onSubmit={(event) => {
        if (pending) event.preventDefault();
      }}
    >
      <FormAnswer state={state} title={problem} />
      {children}
    </form>
  );
}
