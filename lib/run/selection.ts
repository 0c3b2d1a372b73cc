// What to ask DN for: what the options leave out is not requested.

import { familyOf } from '../sync/families';
import type { Demarche, Descriptor } from '../sync/model/demarche';
import type { LayoutOptions } from '../sync/model/options';
import { pruneForm } from '../sync/prune';
import type { Selection } from './ports';

export function selectionFor(demarche: Demarche, options: LayoutOptions): Selection {
  const { champs, annotations } = pruneForm(demarche.form, options.exclus);
  const all = flatten([...champs, ...annotations]);
  const has = (family: string) => all.some(({ typename }) => familyOf(typename) === family);
  return {
    champs: champs.length > 0,
    annotations: annotations.length > 0,
    avis: options.avis || options.pieces,
    traitements: options.traitements,
    messages: options.messages,
    pieces: options.pieces || has('files'),
    geo: has('carte'),
    liensExpirants: options.liensExpirants,
    exposed: all.some(({ exposed }) => exposed.length > 0),
  };
}

function flatten(descriptors: readonly Descriptor[]): readonly Descriptor[] {
  return descriptors.flatMap((descriptor) => [descriptor, ...flatten(descriptor.children)]);
}
