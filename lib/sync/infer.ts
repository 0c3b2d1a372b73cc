// The form as some dossiers show it, for when its descriptors cannot be read. It may be partial, and the run says so.

import type { Descriptor, Form } from './model/demarche';
import type { Champ, Dossier } from './model/dossier';

/**
 * Union of the champs and annotations seen, in the order of first sight, types inferred from the champs' own
 * `__typename`. Options of lists, help texts and obligations stay unknown.
 */
export function inferForm(sample: readonly Pick<Dossier, 'champs' | 'annotations'>[]): Form {
  return {
    origin: 'sample',
    champs: descriptorsOf(sample.map(({ champs }) => champs)),
    annotations: descriptorsOf(sample.map(({ annotations }) => annotations)),
  };
}

function descriptorsOf(lists: readonly (readonly Champ[])[]): readonly Descriptor[] {
  const seen = new Map<string, { readonly champ: Champ; readonly rows: (readonly Champ[])[] }>();
  for (const champ of lists.flat()) {
    const entry = seen.get(champ.descriptorId) ?? { champ, rows: [] };
    seen.set(champ.descriptorId, entry);
    if (champ.value.kind === 'repetition') entry.rows.push(...champ.value.rows.map(({ champs }) => champs));
  }
  return [...seen.values()].map(({ champ, rows }) => ({
    id: champ.descriptorId,
    typename: `${champ.typename}Descriptor`,
    label: champ.label,
    description: null,
    required: false,
    options: [],
    exposed: [],
    children: descriptorsOf(rows),
  }));
}
