// One form out of several revisions: a dossier that is finished stays on the revision it was filed with.

import type { Descriptor, Retirement } from '../../sync/model/demarche';
import type { RawDescriptor, RawRevision } from './descriptor-shape';

/** Champs and annotations of a revision. */
export type Fields = { readonly champs: readonly Descriptor[]; readonly annotations: readonly Descriptor[] };

/** The active revision first, then what the others had, the newest of them first. */
export function unionOfRevisions(active: RawRevision, others: readonly RawRevision[]): Fields {
  const past = others
    .filter(({ id, datePublication }) => id !== active.id && datePublication)
    .sort((a, b) => ((a.datePublication ?? '') < (b.datePublication ?? '') ? 1 : -1));
  // Each former revision is told which one came after it: that is the one without what only the former has.
  return [active, ...past]
    .map((revision, index, list) => {
      const next = list[index - 1];
      return next === undefined ? fieldsOf(revision) : retiredBy(fieldsOf(revision), next);
    })
    .reduce(unionOfFields);
}

/** As if every field were gone since `next`: those that `next` still has are taken from it by the union. */
function retiredBy({ champs, annotations }: Fields, next: RawRevision): Fields {
  const retired: Retirement = { revision: next.id, since: next.datePublication ?? null };
  const mark = (descriptor: Descriptor): Descriptor => ({
    ...descriptor,
    retired,
    children: descriptor.children.map(mark),
  });
  return { champs: champs.map(mark), annotations: annotations.map(mark) };
}

/** What `second` adds to `first`, by descriptor id; where both have it, `first` tells its type, label and place. */
export function unionOfFields(first: Fields, second: Fields): Fields {
  return {
    champs: unionOfLists(first.champs, second.champs),
    annotations: unionOfLists(first.annotations, second.annotations),
  };
}

function unionOfLists(first: readonly Descriptor[], second: readonly Descriptor[]): readonly Descriptor[] {
  const added = new Map(second.map((descriptor) => [descriptor.id, descriptor]));
  const merged = first.map((descriptor) => {
    const other = added.get(descriptor.id);
    added.delete(descriptor.id);
    return other === undefined || other.typename !== descriptor.typename
      ? descriptor
      : { ...descriptor, children: unionOfLists(descriptor.children, other.children) };
  });
  return [...merged, ...added.values()];
}

function fieldsOf(revision: RawRevision): Fields {
  return {
    champs: (revision.champDescriptors ?? []).map(descriptorOf),
    annotations: (revision.annotationDescriptors ?? []).map(descriptorOf),
  };
}

function descriptorOf(raw: RawDescriptor): Descriptor {
  return {
    id: raw.id,
    typename: raw.__typename,
    label: raw.label ?? '',
    description: raw.description || null,
    required: raw.required ?? false,
    options: raw.options ?? [],
    exposed: [],
    children: (raw.champDescriptors ?? []).map(descriptorOf),
  };
}
