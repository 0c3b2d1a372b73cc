// Fields of a form as columns of one table, and the champs of a dossier as their cells.

import type { Codec } from './cells/codec';
import { CODECS } from './cells/codecs';
import { familyOf } from './families';
import type { Descriptor } from './model/demarche';
import type { Champ } from './model/dossier';
import type { CellMisfit, WantedCell } from './model/operation';
import type { LayoutOptions } from './model/options';
import type { ColumnKey, ColumnSpec } from './model/table';
import { nameAll } from './naming';
import { columnMark } from './ours';
import { retirementSentence, withSentence } from './retired';
import { NUMBER_KEY } from './tables/dossiers';

/** A field with its columns: `keys` are the columns' keys in the order of the codec's parts. */
export type Field = {
  readonly descriptor: Descriptor;
  readonly codec: Codec;
  readonly keys: readonly ColumnKey[];
  /** Parts kept by a formula: no cell of ours is ever written there. */
  readonly computed: ReadonlySet<ColumnKey>;
};

/** Key of a field's column: its descriptor id, and the part's name but for the field's own column. */
export function fieldKey(descriptorId: string, part: string): ColumnKey {
  return part === '' ? descriptorId : `${descriptorId}#${part}`;
}

/**
 * Columns of these fields in one table. Fields that leave nothing in the row (blocks, titles) are absent.
 *
 * @param taken ids already used in the table.
 */
export function planFields(
  descriptors: readonly Descriptor[],
  options: LayoutOptions,
  taken: ReadonlySet<string>,
): { readonly fields: readonly Field[]; readonly columns: readonly ColumnSpec[] } {
  const kept = descriptors
    .map((descriptor) => {
      const codec = CODECS[familyOf(descriptor.typename)];
      return { descriptor, codec, parts: codec.parts(descriptor, options) };
    })
    .filter(({ parts }) => parts.length > 0);
  const ids = nameAll(
    kept.map(({ descriptor, parts }) => ({
      key: descriptor.id,
      label: descriptor.label,
      parts: parts.map(({ idPart }) => idPart),
    })),
    taken,
  );
  const columns = kept.flatMap(({ descriptor, parts }) =>
    parts.map((part, index): ColumnSpec => {
      const key = fieldKey(descriptor.id, part.part);
      return {
        key,
        id: ids.get(descriptor.id)?.[index] ?? key,
        aliases: [],
        label: `${descriptor.label}${part.labelSuffix}`,
        ...describedField(descriptor, key),
        type: part.type,
        widget: part.widget,
        volatile: false,
        lookup:
          part.lookupDossierBy === undefined
            ? null
            : {
                table: 'dossiers',
                column: NUMBER_KEY,
                by: fieldKey(descriptor.id, part.lookupDossierBy),
              },
      };
    }),
  );
  const fields = kept.map(({ descriptor, codec, parts }) => ({
    descriptor,
    codec,
    keys: parts.map(({ part }) => fieldKey(descriptor.id, part)),
    computed: new Set(
      parts
        .filter(({ lookupDossierBy }) => lookupDossierBy !== undefined)
        .map(({ part }) => fieldKey(descriptor.id, part)),
    ),
  }));
  return { fields, columns };
}

/** The help text, the retirement of a field that left the form, and our mark. */
function describedField(
  { description, retired }: Descriptor,
  key: ColumnKey,
): Pick<ColumnSpec, 'description' | 'retired'> {
  const plain = [description ?? '', columnMark(key)].filter((line) => line !== '').join('\n');
  if (retired === undefined) return { description: plain };
  return {
    description: withSentence(plain, retirementSentence(retired)),
    retired: { revision: retired.revision, descriptionBefore: plain },
  };
}

/** Told about every cell that is not what its column was made for. */
export type Warn = (column: ColumnKey, reason: CellMisfit) => void;

/**
 * Writes the fields' cells into `cells`. A champ that DN does not list is hidden by a condition: its cells are
 * cleared, not left (facts/demarches.md §4).
 */
export function fillFields(
  fields: readonly Field[],
  champs: readonly Champ[],
  options: LayoutOptions,
  cells: Record<ColumnKey, WantedCell>,
  warn: Warn,
): void {
  const byDescriptor = new Map<string, Champ>();
  for (const champ of champs) byDescriptor.set(champ.descriptorId, champ);
  for (const { descriptor, codec, keys, computed } of fields) {
    const champ = byDescriptor.get(descriptor.id);
    const encoded = champ === undefined ? null : codec.cells(champ, descriptor, options);
    let index = 0;
    for (const key of keys) {
      const found = encoded?.[index];
      index += 1;
      if (computed.has(key)) continue;
      cells[key] = found?.cell ?? null;
      if (found !== undefined && found.misfit !== null) warn(key, found.misfit);
    }
  }
}
