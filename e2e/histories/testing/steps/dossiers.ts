// What happens in Démarche numérique: a step draws the dossier and what is done to it among what is there.

import type { Champ, Dossier } from '../../../../lib/sync/model/dossier';
import type { DossierCommand } from '../../../../simulators/demarches/control/command';
import { STATES } from '../../../../simulators/demarches/world/state';
import type { Dice } from '../dice';
import type { Scene } from '../scene';
import type { Step, StepFamily } from '../step';

/** In this order for ever: `sync_while_dossiers_change` draws among them, and spelt histories must stay what they are. */
export const DOSSIER_KINDS = [
  'add_dossiers',
  'edit_champ',
  'set_state',
  'move_group',
  'archive',
  'set_labels',
  'set_followers',
  'add_row',
  'remove_row',
  'ask_avis',
  'answer_avis',
  'add_message',
  'touch',
  'hide',
  'restore',
  'purge',
  'batch',
] as const;
type DossierKind = (typeof DOSSIER_KINDS)[number];

const one = (kind: DossierKind, weight = 1): Step => ({
  weight,
  take: (scene, dice) => changeDossiers(scene, kind, dice),
});

export const DOSSIER_STEPS = {
  add_dossiers: one('add_dossiers'),
  edit_champ: one('edit_champ', 2),
  set_state: one('set_state'),
  move_group: one('move_group'),
  archive: one('archive'),
  set_labels: one('set_labels'),
  set_followers: one('set_followers'),
  add_row: one('add_row'),
  remove_row: one('remove_row'),
  ask_avis: one('ask_avis'),
  answer_avis: one('answer_avis'),
  add_message: one('add_message'),
  touch: one('touch'),
  hide: one('hide', 1.5),
  restore: one('restore', 1.5),
  purge: one('purge', 1.5),
  batch: one('batch'),
  set_files: { weight: 0.5, take: setFiles },
  /** Dated before the end of a run that could not see it: a transaction that took long, a web server that is late. */
  edit_champ_late: {
    weight: 1,
    take: (scene, dice) => {
      const dossier = dice.among([...scene.dn.truth()]);
      const edit = dossier === undefined ? null : editOf(scene, dossier, dice);
      if (edit === null) return;
      scene.dn.control({ ...edit, bump: false });
      scene.dn.control({ type: 'touch', number: edit.number, late: lateness(dice) });
    },
  },
  hide_late: {
    weight: 0.7,
    take: (scene, dice) => {
      const number = dice.among([...scene.dn.truth()])?.number;
      if (number === undefined) return;
      scene.hidden.add(number);
      scene.dn.control({ type: 'hide', number, by: 'administration', late: lateness(dice) });
    },
  },
} satisfies StepFamily;

const TEXTS = [
  '',
  'Dupont',
  'l’été « à la mer »',
  '=1+1',
  'ligne 1\nligne 2',
  '🎭',
  '00123',
  'true',
  '2026-01-01',
];

/** Nothing happens when there is nothing to do it to. */
export function changeDossiers(scene: Scene, kind: DossierKind, dice: Dice): void {
  if (kind !== 'batch') {
    const command = commandOf(scene, kind, dice);
    if (command !== null) scene.dn.control(command);
    return;
  }
  // Several changes in the same microsecond, as DN's own operations on many dossiers do.
  const kinds = ['touch', 'set_state', 'archive', 'edit_champ', 'add_dossiers'] as const;
  const commands = Array.from({ length: 2 + dice.below(4) }, () =>
    commandOf(scene, dice.among(kinds) ?? 'touch', dice),
  );
  scene.dn.control({ type: 'batch', commands: commands.filter((command) => command !== null) });
}

function commandOf(scene: Scene, kind: Exclude<DossierKind, 'batch'>, dice: Dice): DossierCommand | null {
  const { dn } = scene;
  if (kind === 'add_dossiers') {
    return { type: kind, count: 1 + dice.below(3), state: dice.among(STATES) ?? 'accepte' };
  }
  if (kind === 'restore' || kind === 'purge') {
    const gone = dice.among(hiddenNumbers(scene));
    if (gone !== undefined && kind === 'purge') scene.purged.add(gone);
    return gone === undefined ? null : { type: kind, number: gone };
  }
  const dossier = dice.among([...dn.truth()]);
  if (dossier === undefined) return null;
  const { number } = dossier;
  switch (kind) {
    case 'edit_champ':
      return editOf(scene, dossier, dice);
    case 'set_state': {
      const state = dice.among(STATES) ?? 'refuse';
      // What its user deleted stays visible under instruction. Sent back it leaves, and is listed as pending under the
      // date of that deletion, older than what a run asks for (facts/demarches.md §3): only the census sees it.
      const leaves = state === 'en_construction' && dossier.dates.suppressionParUsager !== null;
      if (leaves) {
        scene.owe(number);
        scene.hidden.add(number);
      }
      return { type: kind, number, state, motivation: dice.among(TEXTS) ?? null };
    }
    case 'move_group': {
      const group = dice.among(dn.demarche().groupes)?.number;
      return group === undefined ? null : { type: kind, number, group };
    }
    case 'archive':
      return { type: kind, number, archived: !dossier.archived };
    case 'set_labels':
      return { type: kind, number, labels: [31, 32, 33].filter(() => dice.chance(0.5)) };
    case 'set_followers':
      return { type: kind, number, instructeurs: [201, 202, 203].filter(() => dice.chance(0.5)) };
    case 'add_row': {
      const block = dice.among(blocksOf(dossier))?.descriptorId;
      return block === undefined ? null : { type: kind, number, block };
    }
    case 'remove_row': {
      const rows = blocksOf(dossier).flatMap(({ descriptorId, value }) =>
        value.kind === 'repetition' ? value.rows.map(({ id }) => ({ block: descriptorId, row: id })) : [],
      );
      const row = dice.among(rows);
      return row === undefined ? null : { type: kind, number, ...row };
    }
    case 'ask_avis':
      return { type: kind, number, question: 'Qu’en pensez-vous ?' };
    case 'answer_avis': {
      const id = dice.among(dossier.avis)?.id;
      if (id === undefined) return null;
      const avis = Number(Buffer.from(id, 'base64').toString().replace(/\D/g, ''));
      return { type: kind, number, avis, reponse: 'Favorable.' };
    }
    case 'add_message':
      return {
        type: kind,
        number,
        body: 'Bonjour',
        ...(dice.chance(0.4) ? { correction: 'incomplete' } : {}),
      };
    case 'touch':
      return { type: kind, number };
    case 'hide':
      scene.hidden.add(number);
      return { type: kind, number, by: dice.chance(0.5) ? 'usager' : 'administration' };
  }
}

/** In ms: within what a reading goes back by. */
const lateness = (dice: Dice): number => 1 + dice.below(600_000);

function setFiles(scene: Scene, dice: Dice): void {
  const dossier = dice.among([...scene.dn.truth()]);
  const field = dice.among(dossier?.champs.filter(({ value }) => value.kind === 'files') ?? []);
  if (dossier === undefined || field === undefined) return;
  const names = ['plan.pdf', 'devis n° 2.pdf', 'photo.pdf'].filter(() => dice.chance(0.5));
  scene.dn.control({ type: 'set_files', number: dossier.number, field: field.descriptorId, names });
}

/** Numbers hidden at some time and not seen now. */
function hiddenNumbers(scene: Scene): readonly number[] {
  return [...scene.hidden].filter((number) => scene.dn.truthOf(number) === null && !scene.purged.has(number));
}

function blocksOf(dossier: Dossier): readonly Champ[] {
  return dossier.champs.filter(({ value }) => value.kind === 'repetition');
}

/** An answer of the dossier given again; null when none of its champs is of a kind edited here. */
export function editOf(
  scene: Scene,
  dossier: Dossier,
  dice: Dice,
): Extract<DossierCommand, { type: 'edit_champ' }> | null {
  const inRows = blocksOf(dossier).flatMap(({ value }) =>
    value.kind === 'repetition'
      ? value.rows.flatMap(({ id, champs }) => champs.map((champ) => ({ champ, row: id })))
      : [],
  );
  const all = [...dossier.champs, ...dossier.annotations].map((champ) => ({ champ, row: null }));
  const pool = inRows.length > 0 && dice.chance(0.4) ? inRows : all;
  const types = new Map(
    [...scene.dn.demarche().form.champs, ...scene.dn.demarche().form.annotations]
      .flatMap((one) => [one, ...one.children])
      .map(({ id, typename }) => [id, typename]),
  );
  // Many types are served as texts, whose answers the simulator wants in a form of their own.
  const usable = pool.filter(
    ({ champ }) =>
      answerFor(champ, dice) !== undefined &&
      (champ.value.kind !== 'text' || types.get(champ.descriptorId) === 'TextChampDescriptor'),
  );
  const one = dice.among(usable);
  if (one === undefined) return null;
  const field = one.champ.descriptorId;
  const value = answerFor(one.champ, dice);
  return {
    type: 'edit_champ',
    number: dossier.number,
    field,
    value,
    ...(one.row === null ? {} : { row: one.row }),
  };
}

/** An answer that fits the champ; undefined for the types that are not edited here. */
function answerFor({ value, typename }: Champ, dice: Dice): unknown {
  switch (value.kind) {
    case 'text':
      return typename === 'TextChamp' && value.exposed === undefined ? dice.among(TEXTS) : undefined;
    case 'integer':
      return dice.among(['', '0', '42', '-7', '99999999999']);
    case 'decimal':
      return dice.among([null, 0, 1.5, -2.25]);
    case 'checkbox':
      return dice.chance(0.5);
    case 'yes_no':
      return dice.among([true, false, null]);
    case 'date':
      return dice.among([null, '2026-02-28', '1931-01-01']);
    case 'choice':
      return dice.among([null, 'Travaux', 'Autre chose']);
    default:
      return undefined;
  }
}
