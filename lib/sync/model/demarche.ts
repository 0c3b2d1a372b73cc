// What a démarche is to the heart: plain data, whatever API it came from.

/** One field of a form. `id` is stable across revisions, renames and moves (facts/demarches.md §4). */
export type Descriptor = {
  /** `Champ-<stable id>` in base64, as DN gives it: the identity of the field. */
  readonly id: string;
  /** GraphQL type of the descriptor, e.g. `TextChampDescriptor`: tells the family of the field. */
  readonly typename: string;
  readonly label: string;
  readonly description: string | null;
  readonly required: boolean;
  /** Choices of the drop-down lists, in the form's order; empty for every other type and for advanced lists. */
  readonly options: readonly string[];
  /** Extra columns that DN exposes for a référentiel; empty unless they were discovered. */
  readonly exposed: readonly ExposedColumn[];
  /** Fields of a repeated block; empty for every other type. */
  readonly children: readonly Descriptor[];
  /** The field is not in the active revision; absent while it is. */
  readonly retired?: Retirement;
};

/** `since`: ISO instant of the publication of the first `revision` without the field; null when DN does not tell. */
export type Retirement = { readonly revision: string; readonly since: string | null };

/** A column that DN exposes beside a référentiel's value. */
export type ExposedColumn = { readonly id: string; readonly label: string };

/** Union of the active revision and of every other published one, by descriptor id, the active one first. */
export type Form = {
  readonly champs: readonly Descriptor[];
  readonly annotations: readonly Descriptor[];
  /** `sample`: the descriptors could not be read, the form was inferred from some dossiers and may be partial. */
  readonly origin: 'descriptors' | 'sample';
};

export type Instructeur = { readonly id: string; readonly email: string };

export type GroupeInstructeur = {
  readonly id: string;
  readonly number: number;
  readonly label: string;
  readonly instructeurs: readonly Instructeur[];
};

/** `color` is DN's name of the colour, e.g. `green_emeraude`. */
export type Label = { readonly id: string; readonly name: string; readonly color: string };

export type Demarche = {
  readonly number: number;
  readonly title: string;
  /** `brouillon`, `publiee`, `close`, `depubliee`, or a value unknown to us. */
  readonly state: string;
  readonly activeRevisionId: string;
  readonly form: Form;
  readonly groupes: readonly GroupeInstructeur[];
  readonly labels: readonly Label[];
  /** How many dossiers DN says there are, when the instance can tell (since mid 2026); null otherwise. */
  readonly dossiersCount: number | null;
};
