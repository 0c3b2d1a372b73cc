// A form that is clicked twice is sent once: while its action works, another send does nothing.

import type { FormEvent } from 'react';

/** For the `<form>` element, with the `pending` of its action. */
export function once(pending: boolean) {
  return {
    'aria-busy': pending,
    onSubmit: (event: FormEvent<HTMLFormElement>) => {
      if (pending) event.preventDefault();
    },
  };
}
