// What histories avoid, with its reason, and the shortest histories that once broke a promise: they are always played.

import type { StepKind } from './registry';

export type Avoided = { readonly step: StepKind; readonly why: string };

/** Steps that are not drawn. Taking one out of this list is all that it takes to draw it. */
export const AVOIDED: readonly Avoided[] = [
  {
    step: 'sync_taken_over',
    why:
      'A process that slept past its lease looks at it right before each request that writes (lib/run/writer.ts); the ' +
      'step puts it to sleep later still, inside that last request, which nothing on our side can see. Grist has no fencing.',
  },
  {
    step: 'expire',
    why: 'No list tells that a dossier expired: it takes the census, which is not merged yet.',
  },
  {
    step: 'vanish',
    why: 'Nothing tells that a dossier vanished: it takes the census, which is not merged yet.',
  },
];

export const AVOIDED_STEPS: readonly StepKind[] = AVOIDED.map(({ step }) => step);

/** Each name says what was wrong. */
export const ONCE_BROKEN: readonly (readonly [string, string])[] = [
  [
    'lease not seen before writing: rows twice',
    'HISTORY_SEED=58 form=tiny dossiers=6 steps: batch#989205496 sync_taken_over#635314420',
  ],
  [
    'scope with a first day, after a complete run',
    'HISTORY_SEED=17 form=blocks dossiers=14 steps: sync_in_small_steps#710191655 change_scope#80610390',
  ],
  [
    'scope changed before the first run was complete',
    'HISTORY_SEED=130 form=tiny dossiers=8 steps: sync_killed#276367013 change_scope#704902114',
  ],
  [
    'written, not recorded, then hidden',
    'HISTORY_SEED=109 form=tiny dossiers=8 steps: sync_killed#208386737 hide#38862446',
  ],
  [
    'a node null even on the page of numbers',
    'HISTORY_SEED=95 form=tiny dossiers=9 steps: sync_under_faults#513813859',
  ],
  [
    'columns created by an answer that was lost, not bound: created again',
    'HISTORY_SEED=243 form=small dossiers=15 steps: sync_while_dossiers_change#133737700 remove_row#957699849 sync_under_faults#161489526',
  ],
  [
    'a column made by an attempt that died before its mark: made a second time',
    'HISTORY_SEED=259 form=tiny dossiers=4 steps: sync_while_the_document_changes#442089613 add_field#526540193 sync_killed_under_faults#660012819',
  ],
  [
    'renamed and retyped in one publication: the label came one run later',
    'HISTORY_SEED=195 form=tiny dossiers=10 steps: sync_while_the_form_changes#903934537 rename_field#79205662',
  ],
  [
    'retyped, and the column beside made by an attempt that died: made a second time',
    'HISTORY_SEED=221 form=mixed dossiers=6 steps: sync_killed#314676788 retype_field#8391325 sync_resumed_as_durable_steps#815679731',
  ],
];
