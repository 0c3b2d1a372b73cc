// The démarche of the contract, made from what is stored: an oracle for tests of its description.

import type { Demarche, Descriptor } from '../../../lib/sync/model/demarche';
import { descriptorId, type Field, type Side } from '../form/field';
import { fieldTypeInfo } from '../schema/champs';
import { columnId } from '../serve/champ';
import { countVisible } from '../serve/demarche-descriptor';
import { revisionId } from '../serve/descriptor';
import { typedId } from '../serve/ids';
import type { World } from '../world/world';

const LISTS = ['drop_down_list', 'multiple_drop_down_list', 'linked_drop_down_list'];

/** `exposed` holds the columns of référentiels, which a client must discover on dossiers. */
const descriptor = (field: Field): Descriptor => ({
  id: descriptorId(field.stableId),
  typename: `${fieldTypeInfo(field.type).descriptor}ChampDescriptor`,
  label: field.label,
  description: field.description,
  required: field.required,
  options: LISTS.includes(field.type) && !field.advanced ? field.options : [],
  exposed: field.exposed.map((label, rank) => ({
    id: columnId(field, `exposed-${rank}`),
    label,
  })),
  children: field.children.map(descriptor),
});

/** Fields of the active revision, then those that only other published ones have, newest revision first. */
const union = (world: World, side: Side): Field[] => {
  const fields = new Map<number, Field>();
  const published = world.revisions.filter(({ publishedAt }) => publishedAt !== null).reverse();
  for (const { form } of [world.active, ...published]) {
    for (const one of form[side]) {
      const known = fields.get(one.stableId);
      if (known === undefined) fields.set(one.stableId, one);
      else if (one.children.length > 0) {
        const gone = one.children.filter((child) =>
          known.children.every(({ stableId }) => stableId !== child.stableId),
        );
        fields.set(one.stableId, { ...known, children: [...known.children, ...gone] });
      }
    }
  }
  return [...fields.values()];
};

/** The fields of the draft: what form commands act on. */
export const truthOfDraft = (world: World): { readonly [side in Side]: readonly Descriptor[] } => ({
  champs: world.draft.form.champs.map(descriptor),
  annotations: world.draft.form.annotations.map(descriptor),
});

export const truthOfDemarche = (world: World): Demarche => ({
  number: world.settings.number,
  title: world.title,
  state: world.state,
  activeRevisionId: revisionId(world.active),
  form: {
    champs: union(world, 'champs').map(descriptor),
    annotations: union(world, 'annotations').map(descriptor),
    origin: 'descriptors',
  },
  groupes: world.groupes.map(({ id, label, instructeurs }) => ({
    id: typedId('GroupeInstructeur', id),
    number: id,
    label,
    instructeurs: instructeurs.map((one) => ({ id: typedId('Instructeur', one.id), email: one.email })),
  })),
  labels: world.labels.map(({ id, name, color }) => ({ id: typedId('Label', id), name, color })),
  dossiersCount: world.settings.variant === '2026-08' ? countVisible(world) : null,
});
