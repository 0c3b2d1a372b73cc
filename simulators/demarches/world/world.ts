// The simulated démarche: its form and revisions, its people, its dossiers, and what may be done to them.

import { Dice, fold } from '../content/dice';
import { person } from '../content/people';
import { DEMO_REVISIONS, demoAnnotations, demoChamps } from '../form/demo';
import { editForm } from '../form/edit';
import { allFields, type FieldSpec, type Form, field, type Revision } from '../form/field';
import { benchChamps, TINY } from '../form/plain';
import type { Settings } from '../options';
import { Stamp } from '../time/clock';
import { type Micros, micros } from '../time/instant';
import { type Changes, noChanges } from './changes';
import { type History, history, type Span } from './history';
import { type DossierState, DossierTable } from './state';

export type Instructeur = { readonly id: number; email: string };
export type Groupe = {
  readonly id: number;
  label: string;
  closed: boolean;
  readonly instructeurs: Instructeur[];
};
export type Label = { readonly id: number; name: string; color: string };
export type DemarcheState = 'brouillon' | 'publiee' | 'close' | 'depubliee';

/** A row of the table of deleted dossiers. */
export type Deleted = {
  readonly rowId: number;
  readonly number: number;
  readonly deletedAt: Micros;
  readonly reason: string;
  readonly state: DossierState;
};

const FIRST_NUMBER = 20_000_000;
/** Numbers of dossiers of démarches that the token does not see. */
export const FOREIGN_NUMBERS: readonly [number, number] = [77_000_000, 77_999_999];
const HIDDEN_EVERY = 40;
const ORIGIN = micros('2024-02-01T08:00:00Z');
const END = '2026-10-31T18:00:00Z';

const LABELS: readonly (readonly [string, string])[] = [
  ['À relancer', 'yellow_tournesol'],
  ['Urgent', 'pink_macaron'],
  ['Complet', 'green_emeraude'],
  ['Vu en commission, à revoir', 'blue_ecume'],
  ['🏛️ Patrimoine', 'purple_glycine'],
];
const GROUPES = ['défaut', 'Auvergne-Rhône-Alpes', 'Outre-mer & Corse'];

const makeForm = (settings: Settings, nextId: () => number): Form => {
  const specs = (champs: readonly FieldSpec[], annotations: readonly FieldSpec[]): Form => ({
    champs: champs.map((spec) => field(spec, nextId)),
    annotations: annotations.map((spec) => field(spec, nextId)),
  });
  if (settings.form) return specs(settings.form.champs, settings.form.annotations ?? []);
  switch (settings.preset) {
    case 'demo':
    case 'small':
      return specs(demoChamps(settings.variant), demoAnnotations);
    case 'bench':
      return specs(benchChamps(settings.champs), []);
    case 'tiny':
      return specs(TINY, []);
  }
};

export class World {
  readonly settings: Settings;
  readonly seed: number;
  readonly stamp: Stamp;
  readonly revisions: Revision[] = [];
  readonly groupes: Groupe[];
  readonly labels: Label[];
  readonly table: DossierTable;
  readonly deleted: Deleted[] = [];
  readonly span: Span;
  title = 'Soutien aux lieux de proximité';
  state: DemarcheState = 'publiee';
  exists = true;
  updatedAt: Micros;
  /** Finished dossiers are « rich » in the demo forms: some hidden, with avis, messages, labels. */
  readonly rich: boolean;
  readonly #changes = new Map<number, Changes>();
  readonly #generated: number;
  #nextStableId = 1001;
  #nextRowId = 9001;
  #lastRowTime = 0;

  constructor(settings: Settings) {
    this.settings = settings;
    this.seed = settings.seed;
    this.stamp = new Stamp(settings.clock);
    this.rich = settings.form === null && (settings.preset === 'demo' || settings.preset === 'small');
    const until = Math.min(micros(END), settings.clock.now() * 1000);
    const hidden = this.rich ? Math.floor(settings.dossiers / (HIDDEN_EVERY - 1)) : 0;
    this.#generated = settings.dossiers + hidden;
    this.span = { from: Math.min(ORIGIN, until - 1000), until, count: Math.max(this.#generated, 1) };
    this.#publishHistory(makeForm(settings, () => this.newStableId()));
    this.updatedAt = this.active.publishedAt ?? this.active.createdAt;
    this.groupes = this.#makeGroupes();
    this.labels = LABELS.map(([name, color], position) => ({ id: 31 + position, name, color }));
    this.table = new DossierTable(this.#generated);
    for (let index = 0; index < this.#generated; index += 1) this.table.add(this.history(index));
    if (this.rich) this.#makeTombstones();
  }

  newStableId(): number {
    this.#nextStableId += 1;
    return this.#nextStableId;
  }

  newRowId(): number {
    this.#nextRowId += 1;
    return this.#nextRowId;
  }

  /** Milliseconds for the id of a new row: each one later than the one before, so that ids sort as rows were made. */
  newRowTime(): number {
    this.#lastRowTime = Math.max(this.settings.clock.now(), this.#lastRowTime + 1);
    return this.#lastRowTime;
  }

  /** The revision that new dossiers follow. The draft is always the last of the list. */
  get active(): Revision {
    const position = this.state === 'brouillon' ? this.revisions.length - 1 : this.activePosition;
    const revision = this.revisions[position];
    if (revision === undefined) throw new Error('a démarche without revision');
    return revision;
  }

  get activePosition(): number {
    return this.state === 'brouillon' ? this.revisions.length - 1 : this.revisions.length - 2;
  }

  get draft(): Revision {
    const revision = this.revisions.at(-1);
    if (revision === undefined) throw new Error('a démarche without draft');
    return revision;
  }

  changeDraft(form: Form): void {
    this.revisions[this.revisions.length - 1] = { ...this.draft, form };
  }

  /** Publishes the draft and opens the next one. */
  publishDraft(at: Micros): void {
    this.revisions[this.revisions.length - 1] = { ...this.draft, publishedAt: at };
    this.revisions.push({ id: this.draft.id + 1, createdAt: at, publishedAt: null, form: this.draft.form });
    this.updatedAt = at;
  }

  /** Dates of a generated dossier; of an added one, the columns say everything. */
  history(index: number): History {
    if (index >= this.#generated) {
      return {
        deposeAt: this.table.deposeAt(index),
        updatedAt: this.table.updatedAt(index),
        state: this.table.state(index),
        revision: this.table.revision(index),
        group: this.table.group(index),
        archived: false,
        hiddenByUserAt: null,
        hiddenByAdministrationAt: null,
        enInstructionAt: null,
        processedAt: null,
      };
    }
    const hidden = this.rich && index % HIDDEN_EVERY === HIDDEN_EVERY - 1;
    return history(this.seed, index, this.span, this.revisions.slice(0, this.#initialRevisions), 3, hidden);
  }

  #initialRevisions = 0;

  numberOf(index: number): number {
    return FIRST_NUMBER + index * 3 + (fold(this.seed, index, 3) % 3);
  }

  /** Null when no dossier ever had this number. */
  indexOf(number: number): number | null {
    const index = Math.floor((number - FIRST_NUMBER) / 3);
    return index >= 0 && index < this.table.count && this.numberOf(index) === number ? index : null;
  }

  changes(index: number): Changes | undefined {
    return this.#changes.get(index);
  }

  changing(index: number): Changes {
    let changes = this.#changes.get(index);
    if (changes === undefined) {
      changes = noChanges();
      this.#changes.set(index, changes);
    }
    return changes;
  }

  revisionOf(index: number): Revision {
    return this.revisions[this.table.revision(index)] ?? this.active;
  }

  groupeOf(index: number): Groupe {
    const groupe = this.groupes[this.table.group(index)];
    if (groupe === undefined) throw new Error('a dossier without groupe');
    return groupe;
  }

  #publishHistory(first: Form): void {
    const steps = this.rich ? DEMO_REVISIONS : [];
    const { from, until } = this.span;
    const publications = [
      from,
      ...steps.map((_, step) => Math.floor(from + ((until - from) * (step + 1)) / (steps.length + 1))),
    ];
    let form = first;
    let createdAt = from - 86_400_000_000;
    publications.forEach((publishedAt, step) => {
      for (const edit of steps[step - 1] ?? []) form = editForm(form, edit, () => this.newStableId());
      this.revisions.push({ id: 701 + step, createdAt, publishedAt, form });
      createdAt = publishedAt;
    });
    this.revisions.push({ id: 701 + publications.length, createdAt, publishedAt: null, form });
    this.#initialRevisions = publications.length;
    const known = Math.max(
      0,
      ...this.revisions.flatMap((one) => allFields(one.form).map(({ stableId }) => stableId)),
    );
    this.#nextStableId = Math.max(this.#nextStableId, known);
  }

  #makeGroupes(): Groupe[] {
    const dice = new Dice(fold(this.seed, 5));
    return GROUPES.map((label, position) => ({
      id: 61 + position,
      label,
      closed: false,
      instructeurs: Array.from({ length: 2 }, (_, rank) => ({
        id: 201 + position * 2 + rank,
        email: person(dice).email.replace('@exemple.fr', '@instruction.exemple.fr'),
      })),
    }));
  }

  /** Dossiers deleted long before the first sync: their numbers are known only here. */
  #makeTombstones(): void {
    const dice = new Dice(fold(this.seed, 9));
    const count = Math.min(12, Math.ceil(this.#generated / 50));
    for (let rank = 0; rank < count; rank += 1) {
      this.deleted.push({
        rowId: this.newRowId(),
        number: FIRST_NUMBER - 1000 + rank * 7,
        deletedAt: Math.floor(this.span.from + (this.span.until - this.span.from) * ((rank + 0.5) / count)),
        reason: dice.pick(['user_request', 'expired', 'instructeur_request', 'user_removed']),
        state: dice.pick(['en_construction', 'accepte', 'refuse'] as const),
      });
    }
  }
}
