// What each command does to a dossier: its content, and whether its date of modification moves (facts/demarches.md §6).

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Champ, Dossier } from '../../../lib/sync/model/dossier';
import { type DemarchesSimulator, startDemarches } from '../start';
import { data } from '../testing/ask';
import { type TestClock, testClock } from '../testing/time';
import type { Command, DossierCommand } from './command';

let clock: TestClock;
let dn: DemarchesSimulator;

beforeEach(async () => {
  clock = testClock();
  dn = await startDemarches({ preset: 'small', dossiers: 120, clock });
});
afterEach(() => dn.close());

const truth = (number: number): Dossier => {
  const found = dn.truthOf(number);
  if (found === null) throw new Error(`no dossier ${number}`);
  return found;
};

const some = (wanted: (dossier: Dossier) => boolean): Dossier => {
  const found = [...dn.truth()].find(wanted);
  if (found === undefined) throw new Error('no such dossier');
  return found;
};

const labelled = (dossier: Dossier, label: string): Champ => {
  const found = [...dossier.champs, ...dossier.annotations].find((one) => one.label === label);
  if (found === undefined) throw new Error(`no champ ${label}`);
  return found;
};

/** Runs a command an hour later; says whether the date moved. */
const moves = (command: DossierCommand & { readonly number: number }): boolean => {
  const before = truth(command.number).dates.derniereModification;
  clock.advance(3_600_000);
  dn.control(command as Command);
  return truth(command.number).dates.derniereModification !== before;
};

const open = (): Dossier =>
  some(({ state, attestation }) => state === 'en_construction' && attestation === null);

test('what moves the date, and what does not', () => {
  const { number } = open();
  const { number: accepted } = some(({ state, attestation }) => state === 'accepte' && attestation === null);
  const field = labelled(truth(number), 'Intitulé du projet').descriptorId;
  const block = labelled(truth(number), 'Lieux').descriptorId;
  const commands: Record<string, DossierCommand & { readonly number: number }> = {
    edit_champ: { type: 'edit_champ', number, field, value: 'Autre' },
    edit_silently: { type: 'edit_champ', number, field, value: 'Encore', bump: false },
    add_row: { type: 'add_row', number, block },
    touch: { type: 'touch', number },
    set_state: { type: 'set_state', number, state: 'en_instruction' },
    archive: { type: 'archive', number, archived: true },
    move_group: { type: 'move_group', number, group: 62 },
    set_labels: { type: 'set_labels', number, labels: [31] },
    set_labels_silently: { type: 'set_labels', number, labels: [32], bump: false },
    set_followers: { type: 'set_followers', number, instructeurs: [201] },
    add_message: { type: 'add_message', number, body: 'Bonjour' },
    ask_avis: { type: 'ask_avis', number, question: 'Oui ?' },
    change_usager: { type: 'change_usager', number, email: 'neuf@exemple.fr' },
    generate_attestation: { type: 'generate_attestation', number: accepted },
    finish_virus_scan: { type: 'finish_virus_scan', number },
  };
  const moved = Object.entries(commands).flatMap(([name, command]) => (moves(command) ? [name] : []));
  expect(moved).toEqual([
    'edit_champ',
    'add_row',
    'touch',
    'set_state',
    'archive',
    'move_group',
    'set_labels',
    'set_followers',
    'add_message',
    'ask_avis',
  ]);
  const after = truth(number);
  expect(after).toMatchObject({
    state: 'en_instruction',
    archived: true,
    groupe: { number: 62, label: 'Auvergne-Rhône-Alpes' },
    labels: [{ name: 'Urgent', color: 'pink_macaron' }],
    usagerEmail: 'neuf@exemple.fr',
  });
  expect(after.suiviPar).toHaveLength(1);
  expect(after.messages.at(-1)?.body).toBe('Bonjour');
  expect(after.avis.at(-1)).toMatchObject({
    question: 'Oui ?',
    reponse: null,
    expertEmail: 'expert@exemple.fr',
  });
  expect(labelled(after, 'Intitulé du projet').text).toBe('Encore');
  expect(truth(accepted).attestation).not.toBeNull();
});

describe('states', () => {
  test('a decision has its date, its motivation, its traitement, and no attestation yet', () => {
    const { number, traitements } = some(({ state }) => state === 'en_instruction');
    dn.control({ type: 'set_state', number, state: 'accepte', motivation: 'Bien.' });
    const after = truth(number);
    expect(after).toMatchObject({ state: 'accepte', motivation: 'Bien.', attestation: null });
    expect(after.dates.traitement).toBe('2026-11-02T10:00:00+01:00');
    expect(after.traitements).toHaveLength(traitements.length + 1);
    expect(after.traitements.at(-1)).toMatchObject({ event: 'accepte', motivation: 'Bien.' });
    dn.control({ type: 'generate_attestation', number });
    expect(truth(number).attestation?.filename).toBe(`attestation-${number}.pdf`);
  });

  test('an empty motivation is none, as everywhere in the contract', () => {
    const { number } = some(({ state }) => state === 'en_instruction');
    dn.control({ type: 'set_state', number, state: 'refuse', motivation: '' });
    expect(truth(number).motivation).toBeNull();
    expect(truth(number).traitements.at(-1)?.motivation).toBeNull();
  });

  test('going back clears the decision', () => {
    const { number } = some(({ state }) => state === 'refuse');
    dn.control({ type: 'set_state', number, state: 'en_instruction' });
    expect(truth(number)).toMatchObject({
      state: 'en_instruction',
      motivation: null,
      dates: { traitement: null },
    });
    expect(truth(number).traitements.at(-1)?.event).toBe('repasse_en_instruction');
  });
});

describe('answers', () => {
  test('of every kind can be changed and are served as changed', () => {
    const { number } = open();
    const set = (label: string, value: unknown): unknown => {
      const { descriptorId } = labelled(truth(number), label);
      dn.control({ type: 'edit_champ', number, field: descriptorId, value });
      return labelled(truth(number), label).value;
    };
    expect(set('Effectif', '90071992547409931')).toMatchObject({ digits: '90071992547409931' });
    expect(set('Montant demandé (€)', 0)).toMatchObject({ number: 0 });
    expect(set('Visite faite ?', null)).toMatchObject({ yes: null });
    expect(set('Date de début', '2026-02-28')).toMatchObject({ date: '2026-02-28' });
    expect(set('Rendez-vous souhaité', '2026-07-01T08:30:00Z')).toMatchObject({
      instant: '2026-07-01T10:30:00+02:00',
    });
    expect(set('Statut', 'Autre, précisez')).toMatchObject({ choice: 'Autre, précisez' });
    expect(set('Publics', ['Seniors, retraités'])).toMatchObject({ choices: ['Seniors, retraités'] });
    expect(set('Thème', ['Culture', ''])).toMatchObject({ primary: 'Culture', secondary: null });
    expect(set('Département', '2A')).toMatchObject({ departement: { code: '2A', name: 'Corse-du-Sud' } });
    expect(set('Commune', 'Œting')).toMatchObject({ commune: { code: '57521' } });
    expect(set('Partenaire', '00000000000018')).toMatchObject({ etablissement: null });
    expect(set('Périmètre', [])).toMatchObject({ areas: [] });
    expect(() => set('Effectif', 'trois')).toThrow('no answer');
    expect(() => set('Budget', [])).toThrow('no answer');
  });

  test('files are replaced, and scanned later without a word', () => {
    const { number } = open();
    const field = labelled(truth(number), 'Budget').descriptorId;
    dn.control({ type: 'set_files', number, field, names: ['a.pdf', 'a.pdf'] });
    const files = () => {
      const { value } = labelled(truth(number), 'Budget');
      return value.kind === 'files' ? value.files : [];
    };
    expect(files().map(({ filename, virusScan }) => [filename, virusScan])).toEqual([
      ['a.pdf', 'pending'],
      ['a.pdf', 'pending'],
    ]);
    expect(new Set(files().map(({ checksum }) => checksum)).size).toBe(2);
    dn.control({ type: 'finish_virus_scan', number });
    expect(files().map(({ virusScan }) => virusScan)).toEqual(['safe', 'safe']);
  });

  test('a condition makes champs come and go', () => {
    const { number } = open();
    const field = labelled(truth(number), 'Le projet est-il déjà aidé ?').descriptorId;
    const shown = () => truth(number).champs.some(({ label }) => label === 'Par qui ?');
    for (const [value, expected] of [
      [true, true],
      [false, false],
      [null, false],
    ] as const) {
      dn.control({ type: 'edit_champ', number, field, value });
      expect(shown()).toBe(expected);
    }
  });
});

test('the past keeps its authors when the dossier changes hands', () => {
  const { number, messages, avis, traitements } = some(
    (one) =>
      one.messages.length > 0 &&
      one.avis.length > 0 &&
      one.state === 'en_instruction' &&
      one.groupe?.number === 61,
  );
  dn.control({ type: 'move_group', number, group: 63 });
  dn.control({ type: 'change_usager', number, email: 'autre@exemple.fr', deleted: true });
  expect(truth(number)).toMatchObject({ messages, avis, traitements, connectionUsager: 'deleted' });
});

describe('rows of blocks', () => {
  const rows = (number: number) => {
    const { value } = labelled(truth(number), 'Lieux');
    return value.kind === 'repetition' ? value.rows : [];
  };

  test('are added last, edited alone, and removed', () => {
    const { number } = open();
    const block = labelled(truth(number), 'Lieux').descriptorId;
    const before = rows(number).map(({ id }) => id);
    const row = dn.control({ type: 'add_row', number, block });
    const other = dn.control({ type: 'add_row', number, block });
    expect(rows(number).map(({ id }) => id)).toEqual([...before, row, other]);
    const named = () =>
      rows(number).map(({ champs }) => champs.find(({ label }) => label === 'Nom du lieu')?.text);
    const untouched = named();
    const field = rows(number)[0]?.champs.find(({ label }) => label === 'Nom du lieu')?.descriptorId ?? '';
    dn.control({ type: 'edit_champ', number, field, row, value: 'La halle' });
    expect(named()).toEqual(untouched.with(before.length, 'La halle'));
    dn.control({ type: 'remove_row', number, block, row });
    expect(rows(number).map(({ id }) => id)).toEqual([...before, other]);
    expect(() => dn.control({ type: 'remove_row', number, block, row })).toThrow('no row');
  });
});

test('added dossiers follow the active revision and come last', () => {
  const added = dn.control({ type: 'add_dossiers', count: 3, state: 'en_instruction', group: 63 });
  expect(dn.control({ type: 'numbers' }).slice(-3)).toEqual(added);
  expect(truth(added[0] ?? 0)).toMatchObject({
    state: 'en_instruction',
    revisionId: dn.demarche().activeRevisionId,
    groupe: { number: 63 },
  });
});

test('commands that name nothing are refused', () => {
  const { number } = open();
  expect(() => dn.control({ type: 'touch', number: 12 })).toThrow('no dossier');
  expect(() => dn.control({ type: 'move_group', number, group: 1 })).toThrow('no group');
  expect(() => dn.control({ type: 'edit_champ', number, field: 'Q2hhbXAtMQ==', value: '' })).toThrow(
    'no field',
  );
});

test('the same commands over HTTP, for another process, with the right token only', async () => {
  const post = (token: string, body: unknown) =>
    fetch(`${dn.origin}/__controle`, {
      method: 'POST',
      headers: { 'x-controle': token },
      body: JSON.stringify(body),
    });
  const { number } = open();
  expect((await post('nope', { type: 'touch', number })).status).toBe(403);
  const added = await post(dn.controlToken, { type: 'add_dossiers', count: 1 });
  const { result } = (await added.json()) as { result: number[] };
  expect(result).toEqual(dn.control({ type: 'numbers' }).slice(-1));
  const wrong = await post(dn.controlToken, { type: 'touch', number: 12 });
  expect([wrong.status, await wrong.json()]).toEqual([400, { error: 'no dossier 12' }]);
  expect(dn.stats().requests).toBe(0);
});

test('what is true is what is served', async () => {
  const { number } = open();
  const field = labelled(truth(number), 'Intitulé du projet').descriptorId;
  dn.control({ type: 'edit_champ', number, field, value: '=1+1' });
  const query = `{ dossier(number: ${number}) { state dateDerniereModification champs(id: "${field}") { label stringValue updatedAt } } }`;
  expect(await data(dn, query)).toEqual({
    dossier: {
      state: 'en_construction',
      dateDerniereModification: '2026-11-02T10:00:00+01:00',
      champs: [{ label: 'Intitulé du projet', stringValue: '=1+1', updatedAt: '2026-11-02T10:00:00+01:00' }],
    },
  });
});
