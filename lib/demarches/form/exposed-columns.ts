// The columns that DN exposes for référentiels: no description tells them, only dossiers show them.

import { everyChamp } from '../../sync/every-champ';
import type { Descriptor, ExposedColumn } from '../../sync/model/demarche';
import type { Sampled } from './sample';
import type { Fields } from './union';

const REFERENTIEL = 'ReferentielChampDescriptor';

export function hasReferentiel({ champs, annotations }: Fields): boolean {
  return [...champs, ...annotations].some(
    ({ typename, children }) =>
      typename === REFERENTIEL || hasReferentiel({ champs: children, annotations: [] }),
  );
}

/** The same form, each référentiel with the columns seen in the sample, in the order of first sight. */
export function withExposedColumns(fields: Fields, sample: readonly Sampled[]): Fields {
  const seen = new Map<string, Map<string, ExposedColumn>>();
  for (const dossier of sample) {
    everyChamp(dossier, 'text', ({ descriptorId, value }) => {
      const columns = seen.get(descriptorId) ?? new Map<string, ExposedColumn>();
      for (const { id, label } of value.exposed ?? []) {
        if (!columns.has(id)) columns.set(id, { id, label });
      }
      seen.set(descriptorId, columns);
    });
  }
  const complete = (descriptor: Descriptor): Descriptor => ({
    ...descriptor,
    exposed: descriptor.typename === REFERENTIEL ? [...(seen.get(descriptor.id)?.values() ?? [])] : [],
    children: descriptor.children.map(complete),
  });
  return { champs: fields.champs.map(complete), annotations: fields.annotations.map(complete) };
}
