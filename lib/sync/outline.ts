// The outline of a form: its fields by section with their types, as a person who chooses among them reads it.

import type { Descriptor, Form } from './model/demarche';
import { sensitivityOf } from './sensitive';
import { typeWords } from './type-words';

export type FieldLine = {
  /** Descriptor id. */
  readonly id: string;
  readonly label: string;
  /** In French. */
  readonly type: string;
  /** Why it deserves a second thought, in a few French words; null when nothing tells. */
  readonly sensitive: string | null;
  /** Fields of a repeated block. */
  readonly children: readonly FieldLine[];
};

export type FormSection = {
  readonly key: string;
  /** Null for the fields that stand before the first title. */
  readonly title: string | null;
  readonly kind: 'champs' | 'annotations' | 'retires';
  readonly fields: readonly FieldLine[];
};

/** Titles and explanations hold no data: they make sections, or nothing. Fields removed from the form come last. */
export function outlineOf({ champs, annotations }: Form): readonly FormSection[] {
  const retired = [...champs, ...annotations].filter(
    (descriptor) => descriptor.retired !== undefined && !isWords(descriptor),
  );
  return [
    ...sectionsOf(champs, 'champs'),
    ...sectionsOf(annotations, 'annotations'),
    ...(retired.length === 0
      ? []
      : [{ key: 'retires', title: null, kind: 'retires' as const, fields: retired.map(lineOf) }]),
  ];
}

/** Every field that can be chosen, those of blocks included. */
export function choosable(sections: readonly FormSection[]): readonly FieldLine[] {
  return sections.flatMap(({ fields }) => fields.flatMap((field) => [field, ...field.children]));
}

function sectionsOf(descriptors: readonly Descriptor[], kind: 'champs' | 'annotations') {
  const sections: { key: string; title: string | null; kind: typeof kind; fields: FieldLine[] }[] = [];
  let current = { key: `${kind}-debut`, title: null as string | null, kind, fields: [] as FieldLine[] };
  sections.push(current);
  for (const descriptor of descriptors.filter(({ retired }) => retired === undefined)) {
    if (descriptor.typename === 'HeaderSectionChampDescriptor') {
      current = { key: descriptor.id, title: descriptor.label, kind, fields: [] };
      sections.push(current);
    } else if (!isWords(descriptor)) current.fields.push(lineOf(descriptor));
  }
  return sections.filter(({ fields }) => fields.length > 0);
}

function lineOf(descriptor: Descriptor): FieldLine {
  return {
    id: descriptor.id,
    label: descriptor.label,
    type: typeWords(descriptor.typename),
    sensitive: sensitivityOf(descriptor),
    children: descriptor.children.filter((child) => !isWords(child)).map(lineOf),
  };
}

function isWords({ typename }: Descriptor): boolean {
  return typename === 'HeaderSectionChampDescriptor' || typename === 'ExplicationChampDescriptor';
}
