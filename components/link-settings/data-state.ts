// What the form of the data is answered: saved, or estimated. One state for both buttons: without JavaScript, a form has one.

import type { Estimated } from '../../lib/links/files/estimate';
import { type FormState, UNSENT } from '../form/state';

/** `found`: what the files chosen weigh, once it was asked. */
export type DataState = FormState & { readonly found: Estimated | null };

export const UNSENT_DATA: DataState = { ...UNSENT, found: null };

export type DataAction = (before: DataState, form: FormData) => Promise<DataState>;

/** Name and value of the button that estimates and saves nothing. */
export const ESTIMATE = { name: 'geste', value: 'estimer' } as const;

export function asksForEstimate(form: FormData): boolean {
  return form.get(ESTIMATE.name) === ESTIMATE.value;
}

/** Is this the answer to that button? */
export function isEstimate({ typed }: FormState): boolean {
  return typed[ESTIMATE.name]?.[0] === ESTIMATE.value;
}
