// A field of a form, a form, and a revision of it, as the simulated DN keeps them.

import type { FieldType } from '../schema/champs';
import type { Micros } from '../time/instant';

export type Field = {
  /** Stable across revisions: the identity of the field (facts §4). */
  readonly stableId: number;
  readonly type: FieldType;
  readonly label: string;
  readonly description: string | null;
  readonly required: boolean;
  /** Choices of lists. For linked lists DN's own form: `--Primary--` lines followed by their secondaries. */
  readonly options: readonly string[];
  /** A list that accepts any other answer. */
  readonly otherOption: boolean;
  /** A list fed by a référentiel: options are hidden, the value is the id of the item (facts §5). */
  readonly advanced: boolean;
  /** Section level of a header. */
  readonly level: number;
  readonly nature: 'NON_SPECIFIE' | 'TITRE_IDENTITE' | 'RIB' | 'JUSTIFICATIF_DOMICILE';
  /** Labels of the columns that DN exposes beside a référentiel's value. */
  readonly exposed: readonly string[];
  readonly children: readonly Field[];
  /** Shown only when the yes/no field of that stable id was answered yes. */
  readonly shownWhen: number | null;
  /** The type and options that its first answers were given for: a retype re-reads them (facts §5). */
  readonly born: { readonly type: FieldType; readonly options: readonly string[] };
};

export type Side = 'champs' | 'annotations';

export type Form = { readonly [side in Side]: readonly Field[] };

export type Revision = {
  readonly id: number;
  readonly createdAt: Micros;
  /** Null: the draft. */
  readonly publishedAt: Micros | null;
  readonly form: Form;
};

/** What a preset or a command says of a new field; everything else has a default. */
export type FieldSpec = Partial<Omit<Field, 'born' | 'children' | 'stableId'>> & {
  readonly type: FieldType;
  readonly label: string;
  readonly stableId?: number;
  readonly children?: readonly FieldSpec[];
};

/** Completes a spec; `nextId` gives the stable ids that the spec does not say. */
export const field = (spec: FieldSpec, nextId: () => number): Field => {
  const options = spec.options ?? [];
  return {
    stableId: spec.stableId ?? nextId(),
    type: spec.type,
    label: spec.label,
    description: spec.description ?? null,
    required: spec.required ?? false,
    options,
    otherOption: spec.otherOption ?? false,
    advanced: spec.advanced ?? false,
    level: spec.level ?? 1,
    nature: spec.nature ?? 'NON_SPECIFIE',
    exposed: spec.exposed ?? [],
    children: (spec.children ?? []).map((child) => field(child, nextId)),
    shownWhen: spec.shownWhen ?? null,
    born: { type: spec.type, options },
  };
};

/** Every field of a form, those of blocks included. */
export const allFields = (form: Form): Field[] =>
  [...form.champs, ...form.annotations].flatMap((one) => [one, ...one.children]);

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const descriptorIds = new Map<number, string>();

/** DN's typed id of a descriptor: also the id of its champ outside blocks. */
export const descriptorId = (stableId: number): string => {
  let id = descriptorIds.get(stableId);
  if (id === undefined) {
    id = base64(`Champ-${stableId}`);
    descriptorIds.set(stableId, id);
  }
  return id;
};

/** Stable id of a descriptor id, or null. */
export const stableIdOf = (id: string): number | null => {
  const found = /^Champ-(\d+)/.exec(Buffer.from(id, 'base64').toString());
  return found ? Number(found[1]) : null;
};
