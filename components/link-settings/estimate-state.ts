// What the button « Estimer la taille » gives back to the form of the data.

import type { FilesEstimate } from '../../lib/sync/files-weight';
import { type FormState, UNSENT } from '../form/state';

export type Estimated = {
  readonly estimate: FilesEstimate;
  /** Descriptor ids of the fields whose files would be copied. */
  readonly chosen: readonly string[];
  /** Bytes. */
  readonly ceiling: number;
};

export type EstimateState = FormState & { readonly found: Estimated | null };

/** Nobody has asked for it yet. */
export const UNESTIMATED: EstimateState = { ...UNSENT, found: null };

export type EstimateAction = (before: EstimateState, form: FormData) => Promise<EstimateState>;
