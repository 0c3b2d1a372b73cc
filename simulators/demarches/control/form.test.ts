// Changes of the form: on the draft first, then published, then slowly joined by unfinished dossiers (facts §0.5).

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Descriptor } from '../../../lib/sync/model/demarche';
import type { Champ } from '../../../lib/sync/model/dossier';
import { type DemarchesSimulator, startDemarches } from '../start';
import { data } from '../testing/ask';
import { testClock } from '../testing/time';

let dn: DemarchesSimulator;

beforeEach(async () => {
  dn = await startDemarches({
    clock: testClock(),
    dossiers: 30,
    form: {
      champs: [
        { type: 'text', label: 'Texte', required: true },
        { type: 'multiple_drop_down_list', label: 'Choix', required: true, options: ['A', 'B, C'] },
        { type: 'date', label: 'Jour', required: true },
        { type: 'repetition', label: 'Bloc', required: true, children: [{ type: 'text', label: 'Détail' }] },
      ],
      annotations: [{ type: 'text', label: 'Note' }],
    },
  });
});
afterEach(() => dn.close());

const descriptor = (label: string): Descriptor => {
  const { champs, annotations } = dn.demarche().form;
  const found = [...champs, ...annotations].find((one) => one.label === label);
  if (found === undefined) throw new Error(`no field ${label}`);
  return found;
};

const labels = () => dn.demarche().form.champs.map(({ label }) => label);

const unfinished = (): number => {
  const found = [...dn.truth()].find(({ state }) => state === 'en_construction');
  return found?.number ?? 0;
};

const finished = (): number => [...dn.truth()].find(({ state }) => state === 'accepte')?.number ?? 0;

const champ = (number: number, id: string): Champ | undefined =>
  dn.truthOf(number)?.champs.find(({ descriptorId }) => descriptorId === id);

test('nothing shows before the publication', () => {
  const field = descriptor('Texte').id;
  const { activeRevisionId } = dn.demarche();
  dn.control({ type: 'rename_field', field, label: 'Nouveau' });
  expect([labels()[0], dn.demarche().activeRevisionId]).toEqual(['Texte', activeRevisionId]);
  dn.control({ type: 'publish' });
  expect(labels()[0]).toBe('Nouveau');
  expect(dn.demarche().activeRevisionId).not.toBe(activeRevisionId);
  expect(dn.demarche().form.champs[0]?.id).toBe(field);
});

test('except in a brouillon, whose active revision is the draft', async () => {
  dn.control({ type: 'set_demarche_state', state: 'brouillon' });
  const { activeRevisionId } = dn.demarche();
  dn.control({ type: 'rename_field', field: descriptor('Texte').id, label: 'Nouveau' });
  expect(labels()[0]).toBe('Nouveau');
  expect(dn.demarche()).toMatchObject({ state: 'brouillon', activeRevisionId });
  const query = `{ demarche(number: ${dn.number}) { state publishedRevision { id } activeRevision { id datePublication } } }`;
  expect(await data(dn, query)).toEqual({
    demarche: {
      state: 'brouillon',
      publishedRevision: null,
      activeRevision: { id: activeRevisionId, datePublication: null },
    },
  });
});

test('unfinished dossiers join later, silently; finished ones never do', () => {
  const [moving, staying] = [unfinished(), finished()];
  const before = dn.truthOf(moving);
  const field = descriptor('Texte').id;
  dn.control({ type: 'rename_field', field, label: 'Nouveau' });
  expect(dn.control({ type: 'publish' })).toBe(0);
  expect(dn.truthOf(moving)).toEqual(before);
  expect(dn.control({ type: 'rebase', count: 1 })).toBe(1);
  const rest = dn.control({ type: 'rebase' });
  expect(rest).toBeGreaterThan(0);
  const after = dn.truthOf(moving);
  expect(after?.revisionId).toBe(dn.demarche().activeRevisionId);
  expect(after?.dates).toEqual(before?.dates);
  expect(champ(moving, field)?.label).toBe('Nouveau');
  expect(champ(staying, field)?.label).toBe('Texte');
  expect(dn.control({ type: 'rebase' })).toBe(0);
});

describe('fields', () => {
  test('added, with what a dossier answers to them once it has joined', () => {
    const number = unfinished();
    const added = dn.control({
      type: 'add_field',
      side: 'champs',
      spec: { type: 'integer_number', label: 'Nombre', required: true },
      after: descriptor('Texte').id,
    });
    dn.control({ type: 'publish', rebase: true });
    expect(labels()).toEqual(['Texte', 'Nombre', 'Choix', 'Jour', 'Bloc']);
    expect(descriptor('Nombre').id).toBe(added);
    expect(champ(number, added)?.value).toMatchObject({
      kind: 'integer',
      digits: expect.stringMatching(/^-?\d+$/),
    });
    expect(champ(finished(), added)).toBeUndefined();
  });

  test('added inside a block, or a whole block', () => {
    const block = descriptor('Bloc').id;
    const inside = dn.control({
      type: 'add_field',
      side: 'champs',
      block,
      spec: { type: 'date', label: 'Quand' },
    });
    dn.control({
      type: 'add_field',
      side: 'annotations',
      spec: { type: 'repetition', label: 'Suivi', children: [{ type: 'text', label: 'Quoi' }] },
    });
    dn.control({ type: 'publish', rebase: true });
    expect(descriptor('Bloc').children.map(({ label, id }) => [label, id])).toContainEqual(['Quand', inside]);
    expect(descriptor('Suivi').children).toHaveLength(1);
  });

  test('removed, and still answered in older revisions', () => {
    const field = descriptor('Jour').id;
    dn.control({ type: 'remove_field', field });
    dn.control({ type: 'publish', rebase: true });
    // Still in the union of the published revisions, after the active ones.
    expect(labels()).toEqual(['Texte', 'Choix', 'Bloc', 'Jour']);
    expect(champ(unfinished(), field)).toBeUndefined();
    expect(champ(finished(), field)?.value.kind).toBe('date');
  });

  test('moved, described, given other options', () => {
    dn.control({ type: 'move_field', field: descriptor('Jour').id, after: null });
    dn.control({ type: 'describe_field', field: descriptor('Texte').id, description: 'Aide' });
    dn.control({ type: 'set_options', field: descriptor('Choix').id, options: ['A'] });
    dn.control({ type: 'publish' });
    expect(labels()).toEqual(['Jour', 'Texte', 'Choix', 'Bloc']);
    expect(descriptor('Texte').description).toBe('Aide');
    expect(descriptor('Choix').options).toEqual(['A']);
  });

  test('retyped: the raw answer is read again', () => {
    const number = unfinished();
    const [text, choices, day] = [descriptor('Texte').id, descriptor('Choix').id, descriptor('Jour').id];
    dn.control({ type: 'edit_champ', number, field: text, value: 'abc' });
    dn.control({ type: 'edit_champ', number, field: choices, value: ['A', 'B, C'] });
    dn.control({ type: 'edit_champ', number, field: day, value: '2024-03-05' });
    dn.control({ type: 'retype_field', field: text, to: 'integer_number' });
    dn.control({ type: 'retype_field', field: choices, to: 'drop_down_list' });
    dn.control({ type: 'retype_field', field: day, to: 'text' });
    dn.control({ type: 'publish', rebase: true });
    expect(descriptor('Texte').typename).toBe('IntegerNumberChampDescriptor');
    expect(champ(number, text)?.value).toEqual({ kind: 'integer', digits: '0' });
    expect(champ(number, choices)?.value).toEqual({ kind: 'choice', choice: '["A","B, C"]' });
    expect(champ(number, day)?.value).toEqual({ kind: 'text', text: '2024-03-05' });
  });

  test('that are not there are refused', () => {
    expect(() => dn.control({ type: 'remove_field', field: 'Q2hhbXAtMQ==' })).toThrow('no field');
  });
});

test('groups, labels and the title change without any date of a dossier', () => {
  const number = unfinished();
  const before = dn.truthOf(number);
  dn.control({ type: 'rename_group', group: before?.groupe?.number ?? 0, label: 'Renommé' });
  dn.control({ type: 'rename_label', label: 31, name: 'Autre', color: 'blue_ecume' });
  dn.control({ type: 'rename_demarche', title: 'Autre titre' });
  const group = dn.control({ type: 'add_group', label: 'Neuf' });
  expect(dn.truthOf(number)).toEqual({ ...before, groupe: { ...before?.groupe, label: 'Renommé' } });
  expect(dn.demarche().title).toBe('Autre titre');
  expect(dn.demarche().groupes.at(-1)).toMatchObject({ number: group, label: 'Neuf', instructeurs: [] });
});
