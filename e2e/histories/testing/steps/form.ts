// What an administrateur does to the form: on the draft, most often published at once, with the dossiers under way that
// join the new revision at once, later, or a few at a time (facts/demarches.md §0.5).

import type { Descriptor } from '../../../../lib/sync/model/demarche';
import type { FieldSpec } from '../../../../simulators/demarches/form/field';
import type { FieldType } from '../../../../simulators/demarches/schema/champs';
import type { Dice } from '../dice';
import type { Scene } from '../scene';
import type { Step, StepFamily } from '../step';

const OPTIONS = ['Achat', 'Travaux', 'Études', 'Autre chose', 'a, b'];

/** Types that a published field may be given, by what it is (facts §5: a cast table). */
const CASTS: Readonly<Record<string, readonly FieldType[]>> = {
  Text: ['textarea', 'integer_number', 'drop_down_list'],
  Textarea: ['text', 'decimal_number'],
  IntegerNumber: ['decimal_number', 'text'],
  DecimalNumber: ['integer_number', 'text'],
  DropDownList: ['text', 'multiple_drop_down_list'],
  MultipleDropDownList: ['drop_down_list', 'text'],
  YesNo: ['checkbox', 'text'],
  Checkbox: ['yes_no', 'text'],
  Date: ['datetime', 'text'],
  Datetime: ['date', 'text'],
};

const NEW_FIELDS: readonly FieldSpec[] = [
  { type: 'text', label: 'Précisions', description: 'Tout ce qui aide.' },
  { type: 'integer_number', label: 'Nombre' },
  { type: 'decimal_number', label: 'Montant' },
  { type: 'yes_no', label: 'D’accord' },
  { type: 'date', label: 'Échéance' },
  { type: 'drop_down_list', label: 'Nature', options: OPTIONS },
  { type: 'multiple_drop_down_list', label: 'Thèmes', options: OPTIONS },
  { type: 'checkbox', label: 'Lu' },
];

const NEW_BLOCK: FieldSpec = {
  type: 'repetition',
  label: 'Lignes',
  children: [
    { type: 'text', label: 'Objet' },
    { type: 'integer_number', label: 'Quantité' },
  ],
};

/** A change of the draft, published most often. */
const published = (weight: number, change: (scene: Scene, dice: Dice) => void): Step => ({
  weight,
  take: (scene, dice) => {
    change(scene, dice);
    if (dice.chance(0.75)) publish(scene, dice.chance(0.4));
  },
});

export const FORM_STEPS = {
  rename_field: published(1, (scene, dice) => {
    const field = someField(scene, dice)?.id;
    if (field === undefined) return;
    scene.dn.control({ type: 'rename_field', field, label: `Libellé ${dice.below(1000)}` });
  }),
  describe_field: published(0.5, (scene, dice) => {
    const field = someField(scene, dice)?.id;
    if (field === undefined) return;
    scene.dn.control({
      type: 'describe_field',
      field,
      description: dice.among([null, 'Aide', 'À lire']) ?? null,
    });
  }),
  add_field: published(2, (scene, dice) => {
    const spec = dice.among(NEW_FIELDS);
    if (spec === undefined) return;
    const block = dice.chance(0.3)
      ? dice.among(draft(scene).champs.filter(({ typename }) => typename === BLOCK))?.id
      : undefined;
    const side = block === undefined && dice.chance(0.3) ? 'annotations' : 'champs';
    scene.dn.control({ type: 'add_field', side, spec, ...(block === undefined ? {} : { block }) });
  }),
  add_block: published(1, (scene) => {
    scene.dn.control({ type: 'add_field', side: 'champs', spec: NEW_BLOCK });
  }),
  remove_field: published(1, (scene, dice) => {
    const field = someField(scene, dice)?.id;
    if (field !== undefined) scene.dn.control({ type: 'remove_field', field });
  }),
  remove_block: published(0.5, (scene, dice) => {
    const block = dice.among(draft(scene).champs.filter(({ typename }) => typename === BLOCK))?.id;
    if (block !== undefined) scene.dn.control({ type: 'remove_field', field: block });
  }),
  retype_field: published(2, (scene, dice) => {
    const field = dice.among(fields(scene).filter(({ typename }) => castsOf(typename).length > 0));
    const to = field === undefined ? undefined : dice.among(castsOf(field.typename));
    if (field === undefined || to === undefined) return;
    scene.dn.control({ type: 'retype_field', field: field.id, to, options: OPTIONS });
  }),
  set_options: published(1, (scene, dice) => {
    const field = dice.among(fields(scene).filter(({ typename }) => typename.includes('DropDownList')))?.id;
    if (field === undefined) return;
    const options = [...OPTIONS.filter(() => dice.chance(0.6)), `Option ${dice.below(1000)}`];
    scene.dn.control({ type: 'set_options', field, options });
  }),
  move_field: published(0.5, (scene, dice) => {
    const { champs } = draft(scene);
    const [field, after] = [dice.among(champs)?.id, dice.among(champs)?.id ?? null];
    if (field !== undefined && field !== after) scene.dn.control({ type: 'move_field', field, after });
  }),
  publish: { weight: 0.5, take: (scene, dice) => publish(scene, dice.chance(0.5)) },
  /** The late part of a publication: some of the dossiers under way, or all of them. */
  rebase: {
    weight: 1.5,
    take: (scene, dice) => {
      oweUnfinished(scene);
      scene.dn.control({ type: 'rebase', ...(dice.chance(0.5) ? { count: 1 + dice.below(3) } : {}) });
    },
  },
} satisfies StepFamily;

const BLOCK = 'RepetitionChampDescriptor';

function publish(scene: Scene, rebase: boolean): void {
  if (rebase) oweUnfinished(scene);
  scene.dn.control({ type: 'publish', rebase });
}

/** Those that a rebase may move to another revision, with other champs and the same date. */
function oweUnfinished(scene: Scene): void {
  for (const { number, state } of scene.dn.truth()) {
    if (state === 'en_construction' || state === 'en_instruction') scene.owe(number);
  }
}

const draft = (scene: Scene) => scene.dn.control({ type: 'draft' });

function fields(scene: Scene): readonly Descriptor[] {
  const { champs, annotations } = draft(scene);
  return [...champs, ...annotations].flatMap((one) => [one, ...one.children]);
}

/** Not a block: removing one is a step of its own. */
function someField(scene: Scene, dice: Dice): Descriptor | undefined {
  return dice.among(fields(scene).filter(({ typename }) => typename !== BLOCK));
}

function castsOf(typename: string): readonly FieldType[] {
  return CASTS[typename.replace(/ChampDescriptor$/, '')] ?? [];
}
