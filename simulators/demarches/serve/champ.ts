// Champs as DN shows them: the GraphQL type depends on the field, and on the fragments of the document (facts §0.9).
// Past 300 lines because it is one class: all the properties that the types of champs have, each computed on demand.

import type { StoredArea } from '../content/geo';
import { descriptorId, type Field } from '../form/field';
import { QueryError } from '../graphql/errors';
import type { Source } from '../graphql/execute';
import { Encoded } from '../graphql/leaf';
import { fieldTypeInfo } from '../schema/champs';
import { type Micros, parisMidnight, printDay } from '../time/instant';
import type { StoredChamp } from '../world/answers';
import { FOREIGN_NUMBERS } from '../world/world';
import { fileSource } from './file';
import { typedId } from './ids';
import { etablissementSource } from './organisation';
import type { Session } from './session';
import { stringValue } from './text';

/** What a champ knows of the dossier that holds it. */
export type ChampContext = {
  readonly session: Session;
  /** Of the dossier. */
  readonly number: number;
  readonly scanned: boolean;
  /** The sources of a dossier that a link points to; null when the administration does not see it. */
  find(number: number): Source | null;
};

/** What all the champs of a field share, encoded once. */
type Face = {
  readonly descriptor: Encoded;
  readonly label: Encoded;
  readonly full: string;
  readonly without: string | null;
};

const faces = new WeakMap<Field, Face>();

const faceOf = (field: Field): Face => {
  let face = faces.get(field);
  if (face === undefined) {
    const { champ, without } = fieldTypeInfo(field.type);
    const identity = field.nature === 'TITRE_IDENTITE';
    face = {
      descriptor: new Encoded(descriptorId(field.stableId)),
      label: new Encoded(field.label),
      full: identity ? 'TitreIdentiteChamp' : `${champ}Champ`,
      without: identity ? `${champ}Champ` : without === undefined ? null : `${without}Champ`,
    };
    faces.set(field, face);
  }
  return face;
};

const areaSource = (
  { id, source, description, geometry, parcelle }: StoredArea,
  unresolved: boolean,
): Source => {
  const base = { id: typedId('GeoArea', id), source, description, geometry };
  if (unresolved) return { ...base, __typename: 'Inconnue' };
  switch (source) {
    case 'selection_utilisateur':
      return { ...base, __typename: 'SelectionUtilisateur' };
    case 'cadastre':
      return {
        ...base,
        __typename: 'ParcelleCadastrale',
        ...parcelle,
        surface: String(parcelle?.surface ?? ''),
      };
    case 'rpg':
      return { ...base, __typename: 'Rpg', ...parcelle };
  }
};

/** One champ. Each property is computed when the document asks it, and only then. */
export class ChampSource {
  readonly #champ: StoredChamp;
  readonly #context: ChampContext;
  readonly #face: Face;
  readonly [key: string]: unknown;

  constructor(champ: StoredChamp, context: ChampContext) {
    this.#champ = champ;
    this.#context = context;
    this.#face = faceOf(champ.field);
  }

  get __typename(): string {
    const { full, without } = this.#face;
    return without !== null && !this.#context.session.fragments.has(full) ? without : full;
  }

  get id(): unknown {
    return this.#champ.row === null ? this.#face.descriptor : this.#champ.id;
  }

  get champDescriptorId(): unknown {
    return this.#face.descriptor;
  }

  get label(): unknown {
    return this.#face.label;
  }

  get stringValue(): string | null {
    return stringValue(this.#champ.field, this.#champ.stored, this.#context.session.language);
  }

  get updatedAt(): Micros {
    return this.#champ.updatedAt;
  }

  get prefilled(): boolean {
    return false;
  }

  get prefilledValueModified(): boolean {
    return false;
  }

  /** `value` of a Text, IntegerNumber, DecimalNumber, Checkbox, YesNo, Civilite, DropDownList or Date champ. */
  get value(): unknown {
    const { stored } = this.#champ;
    switch (stored.kind) {
      case 'text':
      case 'decimal':
      case 'checkbox':
      case 'civilite':
      case 'choice':
      case 'datetime':
        return stored.value;
      case 'integer':
        return stored.value === '' ? null : stored.value;
      case 'yes_no':
        // As a CheckboxChamp, a blank answer is false (facts §5).
        return this.#context.session.fragments.has('YesNoChamp') ? stored.value : stored.value === true;
      case 'date':
        return stored.value === null ? null : parisMidnight(stored.value);
      case 'referentiel':
        return stored.value?.text ?? '';
      default:
        return this.stringValue;
    }
  }

  get date(): string | null {
    const { stored } = this.#champ;
    if (stored.kind === 'datetime') return stored.value === null ? null : printDay(stored.value);
    return stored.kind === 'date' ? stored.value : null;
  }

  get datetime(): Micros | null {
    const { stored } = this.#champ;
    return stored.kind === 'datetime' ? stored.value : null;
  }

  get values(): readonly string[] {
    const { stored } = this.#champ;
    return stored.kind === 'choices' ? stored.value : [];
  }

  get primaryValue(): string {
    const { stored } = this.#champ;
    return stored.kind === 'linked' ? (stored.value?.primary ?? '') : '';
  }

  get secondaryValue(): string {
    const { stored } = this.#champ;
    return stored.kind === 'linked' ? (stored.value?.secondary ?? '') : '';
  }

  get pays(): unknown {
    return this.#champ.stored.kind === 'pays' ? this.#champ.stored.value : null;
  }

  get region(): unknown {
    return this.#champ.stored.kind === 'region' ? this.#champ.stored.value : null;
  }

  get epci(): unknown {
    return this.#champ.stored.kind === 'epci' ? this.#champ.stored.value : null;
  }

  /** Of an address typed by hand the names are known and the codes are not, which GraphQL does not allow (facts §5). */
  get departement(): unknown {
    const { stored } = this.#champ;
    switch (stored.kind) {
      case 'departement':
        return stored.value;
      case 'epci':
      case 'commune':
        return stored.value?.departement ?? null;
      case 'address': {
        if (stored.value === null) return null;
        return (
          stored.value.commune?.departement ?? { name: stored.value.address.departmentName ?? '', code: null }
        );
      }
      case 'rna':
      case 'rnf': {
        const at = stored.value?.title == null ? null : stored.value.address;
        return at === null ? null : { name: at.departmentName, code: at.departmentCode };
      }
      default:
        return null;
    }
  }

  get commune(): unknown {
    const { stored } = this.#champ;
    switch (stored.kind) {
      case 'commune':
        return stored.value;
      case 'address': {
        if (stored.value === null) return null;
        const { cityName, postalCode } = stored.value.address;
        return stored.value.commune ?? { name: cityName, code: null, postalCode };
      }
      case 'rna':
      case 'rnf': {
        const at = stored.value?.title == null ? null : stored.value.address;
        return at === null ? null : { name: at.cityName, code: at.cityCode, postalCode: at.postalCode };
      }
      default:
        return null;
    }
  }

  get address(): unknown {
    const { stored } = this.#champ;
    return stored.kind === 'address' ? (stored.value?.address ?? null) : null;
  }

  get etablissement(): Source | null {
    const { stored, id } = this.#champ;
    const found = stored.kind === 'siret' ? (stored.value?.etablissement ?? null) : null;
    return found === null ? null : etablissementSource(`${id}#etablissement`, found);
  }

  get rna(): unknown {
    const { stored } = this.#champ;
    return stored.kind === 'rna' && stored.value?.title != null ? stored.value : null;
  }

  get rnf(): unknown {
    const { stored } = this.#champ;
    return stored.kind === 'rnf' && stored.value?.title != null ? stored.value : null;
  }

  get geoAreas(): Source[] {
    const { stored } = this.#champ;
    const unresolved = this.#context.session.faults.unresolvedAreas.has(this.#context.number);
    return stored.kind === 'carte' ? stored.value.map((area) => areaSource(area, unresolved)) : [];
  }

  /** DN never shows the files of an identity document. */
  get files(): Source[] {
    const { stored, field } = this.#champ;
    if (stored.kind !== 'files' || field.nature === 'TITRE_IDENTITE') return [];
    return stored.value.map((file) => fileSource(this.#context.session, file, this.#context.scanned));
  }

  get file(): Source | null {
    return this.files[0] ?? null;
  }

  get nature(): string {
    return this.#champ.field.nature;
  }

  get filled(): boolean {
    const { stored } = this.#champ;
    return stored.kind === 'files'
      ? stored.value.length > 0
      : stored.kind === 'titre_identite' && stored.value;
  }

  get grantType(): string {
    return 'piece_justificative';
  }

  get engagementJuridique(): Source | null {
    const { stored } = this.#champ;
    const known = stored.kind === 'text' && stored.value !== '';
    return known ? { montantEngage: 'NotYetImplemented', montantPaye: 'NotYetImplemented' } : null;
  }

  get level(): number {
    return this.#champ.field.level;
  }

  /** Asking for the linked dossier fails when it belongs to a démarche that the token does not see. */
  dossier(): Source | null {
    const { stored } = this.#champ;
    const number = stored.kind === 'dossier_link' ? stored.value : null;
    if (number === null) return null;
    if (number >= FOREIGN_NUMBERS[0] && number <= FOREIGN_NUMBERS[1]) {
      throw new QueryError('An object of type Dossier was hidden due to permissions', 'unauthorized');
    }
    return this.#context.find(number);
  }

  get rows(): Source[] {
    return (this.#champ.rows ?? []).map(({ ulid, champs }) => ({
      id: typedId('Row', ulid),
      champs: champs.map((one) => new ChampSource(one, this.#context)),
    }));
  }

  get champs(): Source[] {
    return (this.#champ.rows ?? []).flatMap(({ champs }) =>
      champs.map((one) => new ChampSource(one, this.#context)),
    );
  }

  get columns(): Source[] {
    const { field, stored } = this.#champ;
    if (field.type === 'repetition') return [];
    const exposed = stored.kind === 'referentiel' ? field.exposed : [];
    return [
      column(field, 'value', field.label, this.stringValue),
      ...exposed.map((label, rank) =>
        column(
          field,
          `exposed-${rank}`,
          label,
          stored.kind === 'referentiel' ? (stored.value?.exposed[rank] ?? null) : null,
        ),
      ),
    ];
  }
}

const column = (field: Field, rank: string, label: string, value: string | null): Source => ({
  __typename: 'TextColumn',
  id: columnId(field, rank),
  label,
  stringValue: value,
  value,
});

/** Id of a column that DN exposes: `exposed-0`, `exposed-1`… for those of a référentiel. */
export const columnId = (field: Field, rank: string): string =>
  Buffer.from(`Column-${field.stableId}/${rank}`).toString('base64');
