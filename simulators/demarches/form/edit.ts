// Changes of a form, as an administrateur makes them on the draft before publishing it.

import type { FieldType } from '../schema/champs';
import { descriptorId, type Field, type FieldSpec, type Form, field, type Side, stableIdOf } from './field';

/** `field`, `after`, `block`: descriptor ids. */
export type FormEdit =
  | { readonly type: 'rename_field'; readonly field: string; readonly label: string }
  | { readonly type: 'describe_field'; readonly field: string; readonly description: string | null }
  | { readonly type: 'require_field'; readonly field: string; readonly required: boolean }
  | {
      readonly type: 'add_field';
      readonly side: Side;
      readonly spec: FieldSpec;
      /** Absent: at the end. */
      readonly after?: string;
      /** Inside that repeated block. */
      readonly block?: string;
    }
  | { readonly type: 'remove_field'; readonly field: string }
  | {
      readonly type: 'retype_field';
      readonly field: string;
      readonly to: FieldType;
      readonly options?: readonly string[];
    }
  | { readonly type: 'set_options'; readonly field: string; readonly options: readonly string[] }
  /** `after` null: first. */
  | { readonly type: 'move_field'; readonly field: string; readonly after: string | null };

const stableId = (id: string): number => {
  const found = stableIdOf(id);
  if (found === null) throw new Error(`not a descriptor id: ${id}`);
  return found;
};

const insertAfter = (fields: readonly Field[], added: Field, after: number | null | undefined): Field[] => {
  if (after === null) return [added, ...fields];
  const at = fields.findIndex((one) => one.stableId === after);
  return at < 0 ? [...fields, added] : [...fields.slice(0, at + 1), added, ...fields.slice(at + 1)];
};

/** Applies `change` to each list of fields that holds the field (a side, or the children of a block). */
const inItsList = (form: Form, id: number, change: (fields: readonly Field[]) => readonly Field[]): Form => {
  let found = false;
  const visit = (fields: readonly Field[]): readonly Field[] => {
    if (fields.some((one) => one.stableId === id)) {
      found = true;
      return change(fields);
    }
    return fields.map((one) => (one.children.length === 0 ? one : { ...one, children: visit(one.children) }));
  };
  const changed = { champs: visit(form.champs), annotations: visit(form.annotations) };
  if (!found) throw new Error(`no field ${descriptorId(id)} in this form`);
  return changed;
};

const replace = (form: Form, id: string, change: (one: Field) => Field): Form =>
  inItsList(form, stableId(id), (fields) =>
    fields.map((one) => (one.stableId === stableId(id) ? change(one) : one)),
  );

/** Throws when the edit names a field that the form does not have. `nextId` numbers new fields. */
export const editForm = (form: Form, edit: FormEdit, nextId: () => number): Form => {
  switch (edit.type) {
    case 'rename_field':
      return replace(form, edit.field, (one) => ({ ...one, label: edit.label }));
    case 'describe_field':
      return replace(form, edit.field, (one) => ({ ...one, description: edit.description }));
    case 'require_field':
      return replace(form, edit.field, (one) => ({ ...one, required: edit.required }));
    case 'set_options':
      return replace(form, edit.field, (one) => ({ ...one, options: edit.options }));
    case 'retype_field':
      return replace(form, edit.field, (one) => ({
        ...one,
        type: edit.to,
        options: edit.options ?? one.options,
      }));
    case 'remove_field':
      return inItsList(form, stableId(edit.field), (fields) =>
        fields.filter((one) => one.stableId !== stableId(edit.field)),
      );
    case 'move_field': {
      const id = stableId(edit.field);
      return inItsList(form, id, (fields) => {
        const moved = fields.filter((one) => one.stableId === id);
        const rest = fields.filter((one) => one.stableId !== id);
        const after = edit.after === null ? null : stableId(edit.after);
        return moved.reduce<readonly Field[]>((list, one) => insertAfter(list, one, after), rest);
      });
    }
    case 'add_field': {
      const added = field(edit.spec, nextId);
      const after = edit.after === undefined ? undefined : stableId(edit.after);
      if (edit.block === undefined)
        return { ...form, [edit.side]: insertAfter(form[edit.side], added, after) };
      return replace(form, edit.block, (one) => ({
        ...one,
        children: insertAfter(one.children, added, after),
      }));
    }
  }
};
