// What is left of a form once the user's exclusions are taken out, fields inside blocks included.

import type { Descriptor, Form } from './model/demarche';

/** A block whose every field is excluded goes too: its rows would hold nothing. */
export function pruneForm(form: Form, excluded: readonly string[]): Form {
  if (excluded.length === 0) return form;
  const gone = new Set(excluded);
  const keep = (list: readonly Descriptor[]): readonly Descriptor[] =>
    list.flatMap((descriptor) => {
      if (gone.has(descriptor.id)) return [];
      if (descriptor.children.length === 0) return [descriptor];
      const children = keep(descriptor.children);
      return children.length === 0 ? [] : [{ ...descriptor, children }];
    });
  return { ...form, champs: keep(form.champs), annotations: keep(form.annotations) };
}
