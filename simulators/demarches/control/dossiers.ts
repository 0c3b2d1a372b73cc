// Commands on dossiers: each does to the state what DN does, the dates that move and those that do not included.
// Past 300 lines because it is one switch over one union.

import { Dice, fold } from '../content/dice';
import type { StoredFile } from '../content/files';
import type { Stored } from '../content/stored';
import { type Field, type Side, stableIdOf } from '../form/field';
import { typedId } from '../serve/ids';
import { type Micros, micros } from '../time/instant';
import { answerOf, champKey, rowIds, ulid } from '../world/answers';
import { avisOf, isFinished, readDossier } from '../world/dossier';
import type { DossierState } from '../world/state';
import type { World } from '../world/world';
import type { DossierCommand } from './command';
import { storedAnswer } from './value';

const present = (world: World, number: number): number => {
  const index = world.indexOf(number);
  if (index === null || world.table.presence(index) === 'purged') throw new Error(`no dossier ${number}`);
  return index;
};

/** `late` in ms: never before what was there already. */
const touch = (world: World, index: number, late = 0): Micros => {
  const next = world.stamp.next();
  const at = late === 0 ? next : Math.max(next - late * 1000, world.table.updatedAt(index) + 1);
  world.table.touch(index, at);
  return at;
};

const fieldOf = (world: World, index: number, id: string): { field: Field; side: Side } => {
  const stableId = stableIdOf(id);
  const { form } = world.revisionOf(index);
  const find = (side: Side): Field | undefined =>
    form[side].flatMap((one) => [one, ...one.children]).find((one) => one.stableId === stableId);
  const champ = find('champs');
  const field = champ ?? find('annotations');
  if (field === undefined) throw new Error(`no field ${id} in the revision of this dossier`);
  return { field, side: champ === undefined ? 'annotations' : 'champs' };
};

const rowUlid = (row: string | undefined): string | null => {
  if (row === undefined) return null;
  const found = /^Row-(\w{26})$/.exec(Buffer.from(row, 'base64').toString())?.[1];
  if (found === undefined) throw new Error(`not the id of a row: ${row}`);
  return found;
};

/** Notes that champs or annotations of the dossier changed. */
const written = (world: World, index: number, side: Side, bump: boolean): Micros => {
  const at = bump ? touch(world, index) : world.stamp.next();
  const changes = world.changing(index);
  if (side === 'champs') changes.champsAt = at;
  else changes.annotationsAt = at;
  return at;
};

const store = (
  world: World,
  index: number,
  id: string,
  row: string | undefined,
  bump: boolean,
  make: (field: Field) => Stored,
): null => {
  const { field, side } = fieldOf(world, index, id);
  const stored = make(field);
  const at = written(world, index, side, bump);
  world.changing(index).answers.set(champKey(field.stableId, rowUlid(row)), { stored, at });
  return null;
};

/** Puts something in the place of one file of a field. */
const storeFiles = (
  world: World,
  index: number,
  { field: id, row, rank }: { readonly field: string; readonly row?: string; readonly rank: number },
  bump: boolean,
  change: (file: StoredFile) => readonly StoredFile[],
): null => {
  const { field } = fieldOf(world, index, id);
  const { stored } = answerOf(world, index, field, rowUlid(row));
  const value = stored.kind === 'files' ? stored.value : [];
  if (value[rank] === undefined) throw new Error(`no file ${rank} in ${id}`);
  return store(world, index, id, row, bump, () => ({
    kind: 'files',
    value: value.flatMap((file, at) => (at === rank ? change(file) : [file])),
  }));
};

const setState = (
  world: World,
  index: number,
  state: DossierState,
  motivation: string | null | undefined,
): void => {
  const before = world.table.state(index);
  const dossier = readDossier(world, index);
  const changes = world.changing(index);
  const at = touch(world, index);
  world.table.setState(index, state);
  const back = isFinished(before) || (before === 'en_instruction' && state === 'en_construction');
  const events: Readonly<Record<DossierState, string>> = {
    en_construction: 'repasse_en_construction',
    en_instruction: back ? 'repasse_en_instruction' : 'passe_en_instruction',
    accepte: 'accepte',
    refuse: 'refuse',
    sans_suite: 'classe_sans_suite',
  };
  changes.enConstructionAt = state === 'en_construction' ? at : dossier.enConstructionAt;
  changes.enInstructionAt =
    state === 'en_construction' ? null : state === 'en_instruction' ? at : (dossier.enInstructionAt ?? at);
  changes.processedAt = isFinished(state) ? at : null;
  changes.motivation = isFinished(state) ? (motivation ?? null) : null;
  changes.traitements.push({
    id: world.newRowId(),
    event: events[state],
    state,
    at,
    agentEmail: dossier.groupe.instructeurs[0]?.email ?? null,
    motivation: isFinished(state) ? (motivation ?? null) : null,
  });
};

const addDossier = (world: World, state: DossierState, group: number): number => {
  const at = world.stamp.next();
  const index = world.table.add({
    deposeAt: at,
    updatedAt: at,
    state,
    revision: world.activePosition,
    group,
    archived: false,
    hiddenByUserAt: null,
    hiddenByAdministrationAt: null,
  });
  if (state !== 'en_construction') {
    const changes = world.changing(index);
    changes.enInstructionAt = at;
    changes.processedAt = isFinished(state) ? at : null;
  }
  return world.numberOf(index);
};

/** Leaves for the list of deleted dossiers; a démarche in test keeps no trace (facts §0.6). */
const purge = (world: World, index: number): void => {
  const { table } = world;
  const now = world.stamp.next();
  const state = table.state(index);
  const byUser = table.hiddenByUserAt(index);
  const expired = table.presence(index) === 'expired';
  table.setPresence(index, 'purged');
  if (world.state === 'brouillon') return;
  const fallback = expired ? 'expired' : byUser === null ? 'instructeur_request' : 'user_request';
  world.deleted.push({
    rowId: world.newRowId(),
    number: world.numberOf(index),
    deletedAt: state === 'en_construction' && byUser !== null ? byUser : now,
    reason: world.changes(index)?.hiddenReason ?? fallback,
    state,
  });
};

const groupPosition = (world: World, number: number): number => {
  const position = world.groupes.findIndex(({ id }) => id === number);
  if (position < 0) throw new Error(`no group ${number}`);
  return position;
};

/** Runs one command. Throws when it names something that is not there. */
export const runOnDossier = (world: World, command: DossierCommand): unknown => {
  const { table } = world;
  if (command.type === 'add_dossiers') {
    const group = command.group === undefined ? 0 : groupPosition(world, command.group);
    return Array.from({ length: command.count }, () =>
      addDossier(world, command.state ?? 'en_construction', group),
    );
  }
  const index = present(world, command.number);
  switch (command.type) {
    case 'edit_champ':
      return store(world, index, command.field, command.row, command.bump ?? true, (field) =>
        storedAnswer(field, command.value),
      );
    case 'set_files':
      return store(world, index, command.field, command.row, true, (field) => {
        if (field.type !== 'piece_justificative')
          throw new Error(`no files in a field of type ${field.type}`);
        const createdAt = world.stamp.next();
        const dice = new Dice(fold(world.seed, world.newRowId()));
        return {
          kind: 'files',
          value: command.names.map((filename, rank) => ({
            filename,
            contentType: 'application/pdf',
            size: command.sizes?.[rank] ?? dice.between(60, 900),
            seed: dice.next(),
            createdAt,
            virusScan: command.virusScan ?? 'pending',
          })),
        };
      });
    case 'change_file': {
      const { to } = command;
      return storeFiles(world, index, command, !('virusScan' in to), (file) =>
        'virusScan' in to
          ? [{ ...file, virusScan: to.virusScan }]
          : [{ ...file, size: to.size, seed: file.seed + 1, createdAt: world.stamp.next() }],
      );
    }
    case 'remove_file':
      return storeFiles(world, index, command, true, () => []);
    case 'add_row': {
      const { field, side } = fieldOf(world, index, command.block);
      if (field.type !== 'repetition') throw new Error(`${command.block} is not a block`);
      written(world, index, side, true);
      const rows = world.changing(index).rows;
      const known = rows.get(field.stableId) ?? { added: [], removed: new Set<string>() };
      const row = ulid(world.newRowTime(), new Dice(fold(world.seed, world.newRowId())));
      known.added.push(row);
      rows.set(field.stableId, known);
      return typedId('Row', row);
    }
    case 'remove_row': {
      const { field, side } = fieldOf(world, index, command.block);
      const row = rowUlid(command.row);
      if (row === null || !rowIds(world, index, field).includes(row))
        throw new Error(`no row ${command.row}`);
      written(world, index, side, true);
      const rows = world.changing(index).rows;
      const known = rows.get(field.stableId) ?? { added: [], removed: new Set<string>() };
      known.removed.add(row);
      rows.set(field.stableId, known);
      return null;
    }
    case 'touch':
      touch(world, index, command.late);
      return null;
    case 'set_state':
      setState(world, index, command.state, command.motivation);
      return null;
    case 'archive':
      table.setArchived(index, command.archived);
      touch(world, index);
      return null;
    case 'move_group':
      table.setGroup(index, groupPosition(world, command.group));
      touch(world, index);
      return null;
    case 'set_labels':
      world.changing(index).labels = command.labels;
      if (command.bump ?? true) touch(world, index);
      return null;
    case 'set_followers':
      world.changing(index).followers = command.instructeurs;
      if (command.bump ?? true) touch(world, index);
      return null;
    case 'add_message': {
      const id = world.newRowId();
      const createdAt = touch(world, index);
      world.changing(index).messages.push({
        id,
        email: world.groupeOf(index).instructeurs[0]?.email ?? 'contact@exemple.fr',
        body: command.body,
        createdAt,
        discardedAt: null,
        correction:
          command.correction === undefined ? null : { reason: command.correction, resolvedAt: null },
        files: [],
      });
      return id;
    }
    case 'discard_message': {
      const { messages } = world.changing(index);
      const position = messages.findIndex(({ id }) => id === command.message);
      const message = messages[position];
      if (message === undefined) throw new Error(`no added message ${command.message}`);
      messages[position] = { ...message, body: '', discardedAt: touch(world, index) };
      return null;
    }
    case 'ask_avis': {
      const id = world.newRowId();
      const at = touch(world, index);
      world.changing(index).avis.set(id, {
        id,
        question: command.question,
        questionLabel: null,
        questionAnswer: null,
        reponse: null,
        askedAt: at,
        updatedAt: at,
        claimantEmail: world.groupeOf(index).instructeurs[0]?.email ?? 'contact@exemple.fr',
        expertEmail: command.expert === undefined ? 'expert@exemple.fr' : command.expert,
        files: [],
      });
      return id;
    }
    case 'answer_avis': {
      const found = avisOf(world, readDossier(world, index)).find(({ id }) => id === command.avis);
      if (found === undefined) throw new Error(`no avis ${command.avis}`);
      world
        .changing(index)
        .avis.set(found.id, { ...found, reponse: command.reponse, updatedAt: touch(world, index) });
      return null;
    }
    case 'change_usager': {
      const changes = world.changing(index);
      if (command.email !== undefined) changes.usagerEmail = command.email;
      if (command.deleted !== undefined) changes.usagerDeleted = command.deleted;
      return null;
    }
    case 'generate_attestation':
      world.changing(index).attestationReady = true;
      return null;
    case 'set_expiration':
      world.changing(index).expiresAt = micros(command.at);
      return null;
    case 'complete_etablissement':
      world.changing(index).etablissementComplete = true;
      return null;
    case 'finish_virus_scan':
      world.changing(index).virusScanned = true;
      return null;
    case 'hide': {
      const at = touch(world, index, command.late);
      table.setHidden(index, command.by, at);
      world.changing(index).hiddenReason =
        command.reason ?? (command.by === 'usager' ? 'user_request' : 'instructeur_request');
      return null;
    }
    case 'restore':
      table.setHidden(index, 'usager', null);
      table.setHidden(index, 'administration', null);
      table.setPresence(index, 'present');
      touch(world, index);
      return null;
    case 'purge':
      purge(world, index);
      return null;
    case 'expire':
      table.setPresence(index, 'expired');
      return null;
    case 'vanish':
      table.setPresence(index, 'purged');
      return null;
  }
};
