// What a codec is: the columns a family of field becomes, and the cells a champ fills there, always the same number.

import type { Descriptor } from '../model/demarche';
import type { Champ } from '../model/dossier';
import type { FilesRef } from '../model/file-copy';
import type { CellMisfit } from '../model/operation';
import type { LayoutOptions } from '../model/options';
import type { Cell, WantedType, Widget } from '../model/table';

/** One column of a field. `part` names it inside the field (`''`: the field's own), in the column's key and id. */
export type Part = {
  readonly part: string;
  /** Its place in the column's id; the part's own name unless that is no identifier. */
  readonly idPart: string;
  /** Appended to the form's label; empty for the field's own column. */
  readonly labelSuffix: string;
  readonly type: WantedType;
  readonly widget: Widget;
  /** See `ColumnSpec.lookup`: the dossier whose number is in this other part of the field. */
  readonly lookupDossierBy?: string;
};

/** A cell, and why it is not what the column was made for. */
export type Encoded = { readonly cell: Cell; readonly misfit: CellMisfit | null };

/** The cell of a field: files are told by what stands for them. */
export type FieldCell = Encoded | { readonly cell: FilesRef; readonly misfit: null };

export type Codec = {
  readonly parts: (descriptor: Descriptor, options: LayoutOptions) => readonly Part[];
  /** In the order of `parts`. Lookup parts have no cell of ours: null. */
  readonly cells: (champ: Champ, descriptor: Descriptor, options: LayoutOptions) => readonly FieldCell[];
};

/** A part with the usual defaults. */
export function part(
  name: string,
  type: WantedType = 'Text',
  more: {
    readonly label?: string;
    readonly widget?: Widget;
    readonly lookupDossierBy?: string;
    readonly idPart?: string;
  } = {},
): Part {
  return {
    part: name,
    idPart: more.idPart ?? name,
    labelSuffix: more.label ?? '',
    type,
    widget: more.widget ?? {},
    ...(more.lookupDossierBy === undefined ? {} : { lookupDossierBy: more.lookupDossierBy }),
  };
}

/** A cell that is what the column was made for. */
export function fits(cell: Cell): Encoded {
  return cell === null ? NOTHING : { cell, misfit: null };
}

const NOTHING: Encoded = { cell: null, misfit: null };
