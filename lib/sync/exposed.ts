// The columns that DN exposes for référentiels are only seen in dossiers: those seen at an earlier run are remembered,
// so that a column does not come and go with the dossiers that happened to be looked at.

import { EXPOSED_PART } from './cells/text';
import { familyOf } from './families';
import { fieldKey } from './fields';
import type { Descriptor, ExposedColumn, Form } from './model/demarche';
import type { Bindings, ColumnBinding } from './model/table';

/** The form with every exposed column that it shows, or that a managed column already stands for. */
export function withKnownExposed(form: Form, bindings: Bindings): Form {
  const known = bindings.tables.flatMap(({ columns }) => columns);
  const complete = (descriptor: Descriptor): Descriptor => ({
    ...descriptor,
    children: descriptor.children.map(complete),
    exposed:
      familyOf(descriptor.typename) === 'referentiel' ? exposedOf(descriptor, known) : descriptor.exposed,
  });
  return { ...form, champs: form.champs.map(complete), annotations: form.annotations.map(complete) };
}

function exposedOf(descriptor: Descriptor, known: readonly ColumnBinding[]): readonly ExposedColumn[] {
  const prefix = fieldKey(descriptor.id, EXPOSED_PART);
  const seen = new Set(descriptor.exposed.map(({ id }) => id));
  const remembered = known
    .filter(({ key }) => key.startsWith(prefix) && !seen.has(key.slice(prefix.length)))
    .map(({ key, label }) => ({
      id: key.slice(prefix.length),
      label: /\(([^()]*)\)$/.exec(label)?.[1] ?? label,
    }));
  // In a fixed order, whatever dossiers were looked at: names and fingerprints must not depend on it.
  return [...descriptor.exposed, ...remembered].sort((left, right) => (left.id < right.id ? -1 : 1));
}
