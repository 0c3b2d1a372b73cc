// What changes in DN without moving any date of a dossier (facts/demarches.md §6.2): what it touches is owed until every
// dossier is read again.

import type { Dice } from '../dice';
import type { Scene } from '../scene';
import type { StepFamily } from '../step';
import { editOf } from './dossiers';

export const SILENT_STEPS = {
  edit_champ_silently: {
    weight: 2,
    take: (scene, dice) => {
      const dossier = someDossier(scene, dice);
      const edit = dossier === undefined ? null : editOf(scene, dossier, dice);
      if (edit === null) return;
      scene.dn.control({ ...edit, bump: false });
      scene.owe(edit.number);
    },
  },
  set_labels_silently: {
    weight: 1,
    take: (scene, dice) => {
      const number = someDossier(scene, dice)?.number;
      if (number === undefined) return;
      const labels = [31, 32, 33].filter(() => dice.chance(0.5));
      scene.dn.control({ type: 'set_labels', number, labels, bump: false });
      scene.owe(number);
    },
  },
  change_usager: {
    weight: 1,
    take: (scene, dice) => {
      const number = someDossier(scene, dice)?.number;
      if (number === undefined) return;
      const change = dice.chance(0.3)
        ? { deleted: true }
        : { email: `usager${dice.below(1000)}@exemple.invalid` };
      scene.dn.control({ type: 'change_usager', number, ...change });
      scene.owe(number);
    },
  },
  finish_background_job: {
    weight: 1,
    take: (scene, dice) => {
      const number = someDossier(scene, dice)?.number;
      if (number === undefined) return;
      scene.dn.control({
        type: dice.chance(0.5) ? 'generate_attestation' : 'finish_virus_scan',
        number,
      });
      scene.owe(number);
    },
  },
  rename_group: {
    weight: 1,
    take: (scene, dice) => {
      const group = dice.among(scene.dn.demarche().groupes)?.number;
      if (group === undefined) return;
      scene.dn.control({ type: 'rename_group', group, label: `Groupe ${dice.below(1000)}` });
      for (const { number, groupe } of scene.dn.truth()) if (groupe?.number === group) scene.owe(number);
    },
  },
  rename_label: {
    weight: 1,
    take: (scene, dice) => {
      scene.dn.control({
        type: 'rename_label',
        label: dice.among([31, 32, 33]) ?? 31,
        name: `Étiquette ${dice.below(1000)}`,
        color: 'blue_ecume',
      });
      for (const { number, labels } of scene.dn.truth()) if (labels.length > 0) scene.owe(number);
    },
  },
  /** Leaves every list; weeks later `purge` may give it a tombstone (facts §0.6). */
  expire: {
    weight: 1,
    take: (scene, dice) => {
      const number = someDossier(scene, dice)?.number;
      if (number === undefined) return;
      scene.dn.control({ type: 'expire', number });
      scene.hidden.add(number);
      scene.owe(number);
    },
  },
  /** Gone without any trace, for ever. */
  vanish: {
    weight: 0.5,
    take: (scene, dice) => {
      const number = someDossier(scene, dice)?.number;
      if (number === undefined) return;
      scene.dn.control({ type: 'vanish', number });
      scene.purged.add(number);
      scene.owe(number);
    },
  },
} satisfies StepFamily;

const someDossier = (scene: Scene, dice: Dice) => dice.among([...scene.dn.truth()]);
