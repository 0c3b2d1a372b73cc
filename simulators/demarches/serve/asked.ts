// What a request asks for, in the terms of fault rules and statistics.

import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import type { Asked } from '../faults/strike';
import { included } from '../graphql/collect';
import type { Ready } from '../graphql/service';

/** Every field asked under a selection, through fragments, conditions evaluated. */
const fieldsUnder = function* (ready: Ready, set: SelectionSetNode | undefined): Generator<FieldNode> {
  for (const selection of set?.selections ?? []) {
    if (!included(selection.directives, ready.variables)) continue;
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* fieldsUnder(ready, selection.selectionSet);
    else yield* fieldsUnder(ready, ready.prepared.fragments.get(selection.name.value)?.selectionSet);
  }
};

const asksChamps = (ready: Ready, set: SelectionSetNode | undefined): boolean => {
  for (const field of fieldsUnder(ready, set)) {
    if (field.name.value === 'champs' || field.name.value === 'annotations') return true;
    if (asksChamps(ready, field.selectionSet)) return true;
  }
  return false;
};

const pageAsked = (ready: Ready, field: FieldNode): number | null => {
  const value = field.arguments?.find(({ name }) => name.value === 'first')?.value;
  if (value?.kind === Kind.INT) return Number(value.value);
  return value?.kind === Kind.VARIABLE ? Number(ready.variables[value.name.value] ?? 100) : null;
};

/** `first` is the one of the list of dossiers when there are several. */
export const askedBy = (ready: Ready): Asked => {
  const fields = new Set<string>();
  let first: number | null = null;
  for (const root of fieldsUnder(ready, ready.operation.selectionSet)) {
    fields.add(root.name.value);
    for (const field of fieldsUnder(ready, root.selectionSet)) {
      fields.add(field.name.value);
      if (first === null || field.name.value === 'dossiers') first = pageAsked(ready, field) ?? first;
    }
  }
  return { operation: ready.name, fields, champs: asksChamps(ready, ready.operation.selectionSet), first };
};
