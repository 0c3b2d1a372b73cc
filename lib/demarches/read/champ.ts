// Champs and annotations of a dossier, with the rows of repeated blocks.

import type { Champ, ChampValue } from '../../sync/model/dossier';
import { readChampValue } from './champ-values';
import { type Json, list, record, records, text } from './json';

/** `excluded`: descriptor ids that the user does not want: dropped here, before anything keeps them. */
export function readChamps(value: unknown, excluded: ReadonlySet<string>): readonly Champ[] {
  const champs: Champ[] = [];
  for (const item of list(value)) {
    const champ = record(item);
    if (champ === null) continue;
    const descriptorId = text(champ.champDescriptorId);
    if (descriptorId === null || excluded.has(descriptorId)) continue;
    const typename = text(champ.__typename) ?? '';
    champs.push({
      descriptorId,
      label: text(champ.label) ?? '',
      typename,
      text: text(champ.stringValue),
      value: typename === 'RepetitionChamp' ? readRows(champ, excluded) : readChampValue(typename, champ),
    });
  }
  return champs;
}

function readRows(champ: Json, excluded: ReadonlySet<string>): ChampValue {
  const rows = records(champ.rows).flatMap((row) => {
    const id = text(row.id);
    return id === null ? [] : [{ id, champs: readChamps(row.champs, excluded) }];
  });
  return { kind: 'repetition', rows };
}
