'use client';
// A form and its action: sent once however often it is clicked, and never emptied by an answer. Without JavaScript the
// browser sends it itself.

import { type FormEvent, startTransition, useActionState } from 'react';
import { type FormState, UNSENT } from './state';

export type FormAction = (before: FormState, form: FormData) => Promise<FormState>;

/** `form`: for the `<form>` element. */
export function useActionForm(action: FormAction) {
  const [state, send, pending] = useActionState(action, UNSENT);
  return { state, pending, form: sentBy(send, pending) };
}

/** For the `<form>` element of an action whose state is more than a form's. */
export function sentBy(send: (form: FormData) => void, pending: boolean) {
  return {
    action: send,
    noValidate: true,
    onSubmit: (event: FormEvent<HTMLFormElement>) => {
      // A form that React sends itself is emptied afterwards; what was typed stays in this one.
      event.preventDefault();
      if (pending) return;
      const { submitter } = event.nativeEvent as SubmitEvent;
      const given = new FormData(event.currentTarget, submitter);
      startTransition(() => send(given));
    },
  };
}
