// The fields of a form whose files may be copied into the document.

import { familyOf } from './families';
import type { Descriptor, Form } from './model/demarche';

export type CopyableField = {
  /** Descriptor id. */
  readonly id: string;
  /** « bloc : champ » inside a repeated block. */
  readonly label: string;
};

/**
 * In the order of the form, those of blocks and of the annotations included. Pure. A titre d’identité is no such field;
 * since mid 2026 it may also be a pièce justificative of that nature, which only dossiers tell (facts/demarches.md §4):
 * its dossiers then have no file to copy.
 */
export function copyableFields({ champs, annotations }: Form): readonly CopyableField[] {
  return [...champs, ...annotations].flatMap((descriptor) => [
    ...fieldOf(descriptor, null),
    ...descriptor.children.flatMap((child) => fieldOf(child, descriptor.label)),
  ]);
}

function fieldOf({ id, typename, label }: Descriptor, block: string | null): readonly CopyableField[] {
  if (familyOf(typename) !== 'files') return [];
  const name = label || 'Sans libellé';
  return [{ id, label: block === null ? name : `${block || 'Bloc'}\u00a0: ${name}` }];
}
