// The démarche of the contract, made from what is stored: an oracle for tests of its description.

import type { Demarche, Descriptor, Retirement } from '../../../lib/sync/model/demarche';
import { descriptorId, type Field, type Side } from '../form/field';
import { fieldTypeInfo } from '../schema/champs';
import { columnId } from '../serve/champ';
import { countVisible } from '../serve/demarche-descriptor';
import { revisionId } from '../serve/descriptor';
import { typedId } from '../serve/ids';
import { printInstant } from '../time/instant';
import type { World } from '../world/world';

const LISTS = ['drop_down_list', 'multiple_drop_down_list', 'linked_drop_down_list'];

/** `exposed` holds the columns of référentiels, which a client must discover on dossiers. */
const descriptor = (field: Field, retired: ReadonlyMap<number, Retirement> = new Map()): Descriptor => ({
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
  children: field.children.map((child) => descriptor(child, retired)),
  ...told(retired.get(field.stableId)),
});

const told = (retired: Retirement | undefined) => (retired === undefined ? {} : { retired });

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

/** By which revision each field that the active one lacks was taken out of the form, fields of blocks included. */
const retirements = (world: World): ReadonlyMap<number, Retirement> => {
  const former = world.revisions.filter(({ publishedAt }) => publishedAt !== null).reverse();
  const line = [world.active, ...former.filter((one) => one !== world.active)];
  const retired = new Map<number, Retirement>();
  const seen = new Set<number>();
  for (const [rank, revision] of line.entries()) {
    const next = line[rank - 1];
    for (const { stableId } of [...revision.form.champs, ...revision.form.annotations].flatMap((one) => [
      one,
      ...one.children,
    ])) {
      if (seen.has(stableId)) continue;
      seen.add(stableId);
      if (next !== undefined) {
        const since = next.publishedAt === null ? null : printInstant(next.publishedAt);
        retired.set(stableId, { revision: revisionId(next), since });
      }
    }
  }
  return retired;
};

/** The fields of the draft: what form commands act on. */
export const truthOfDraft = (world: World): { readonly [side in Side]: readonly Descriptor[] } => ({
  champs: world.draft.form.champs.map((field) => descriptor(field)),
  annotations: world.draft.form.annotations.map((field) => descriptor(field)),
});

export const truthOfDemarche = (world: World): Demarche => {
  const retired = retirements(world);
  const described = (side: Side) => union(world, side).map((field) => descriptor(field, retired));
  return {
    number: world.settings.number,
    title: world.title,
    state: world.state,
    activeRevisionId: revisionId(world.active),
    form: {
      champs: described('champs'),
      annotations: described('annotations'),
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
  };
};
