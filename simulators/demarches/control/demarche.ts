// Commands on the démarche: its form and revisions, its state, its groups and labels. No date of a dossier moves.

import { editForm } from '../form/edit';
import { descriptorId } from '../form/field';
import { isFinished } from '../world/dossier';
import type { World } from '../world/world';
import type { DemarcheCommand } from './command';

/** Attaches unfinished dossiers to the active revision, silently (facts §0.5); gives back how many. */
const rebase = (world: World, count: number): number => {
  const { table, activePosition } = world;
  let moved = 0;
  for (let index = 0; index < table.count && moved < count; index += 1) {
    if (table.revision(index) === activePosition || isFinished(table.state(index))) continue;
    table.setRevision(index, activePosition);
    moved += 1;
  }
  return moved;
};

export const runOnDemarche = (world: World, command: DemarcheCommand): unknown => {
  switch (command.type) {
    case 'add_field': {
      let added: number | null = command.spec.stableId ?? null;
      const form = editForm(world.draft.form, command, () => {
        const id = world.newStableId();
        added ??= id;
        return id;
      });
      world.changeDraft(form);
      return descriptorId(added ?? 0);
    }
    case 'rename_field':
    case 'describe_field':
    case 'require_field':
    case 'remove_field':
    case 'retype_field':
    case 'set_options':
    case 'move_field':
      world.changeDraft(editForm(world.draft.form, command, () => world.newStableId()));
      return null;
    case 'publish':
      world.publishDraft(world.stamp.next());
      return command.rebase === true ? rebase(world, Number.POSITIVE_INFINITY) : 0;
    case 'rebase':
      return rebase(world, command.count ?? Number.POSITIVE_INFINITY);
    case 'set_demarche_state':
      world.state = command.state;
      world.updatedAt = world.stamp.next();
      return null;
    case 'rename_demarche':
      world.title = command.title;
      world.updatedAt = world.stamp.next();
      return null;
    case 'delete_demarche':
      world.exists = false;
      return null;
    case 'rename_group': {
      const group = world.groupes.find(({ id }) => id === command.group);
      if (group === undefined) throw new Error(`no group ${command.group}`);
      group.label = command.label;
      return null;
    }
    case 'add_group': {
      const id = Math.max(...world.groupes.map((one) => one.id)) + 1;
      world.groupes.push({ id, label: command.label, closed: false, instructeurs: [] });
      return id;
    }
    case 'rename_label': {
      const label = world.labels.find(({ id }) => id === command.label);
      if (label === undefined) throw new Error(`no label ${command.label}`);
      label.name = command.name ?? label.name;
      label.color = command.color ?? label.color;
      return null;
    }
  }
};
