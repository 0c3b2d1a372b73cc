// Drift: what a run does to the structure of a document, and what it leaves to the user.

import { describe, expect, it } from 'vitest';
import { bind } from './bind';
import { drift } from './drift';
import type { FoundTable } from './model/table';
import { demarche, descriptor } from './testing/samples';
import { changed, layoutOf, NONE, settled } from './testing/settled-document';

const CAUTIOUS = { acceptConversions: false };
const project = descriptor('Champ-1', 'Text', 'Projet');
const kind = descriptor('Champ-2', 'DropDownList', 'Nature', { options: ['Bois', 'Eau'] });
const FORM = demarche([project, kind]);

describe('drift', () => {
  it('creates every table of an empty document, then has nothing to do', () => {
    const layout = layoutOf(FORM);
    expect(drift(layout, [], NONE, CAUTIOUS).operations.map(({ type }) => type)).toEqual([
      'create_table',
      'create_table',
    ]);
    const { found, bindings } = settled(layout);
    const again = drift(layout, found, bindings, CAUTIOUS);
    expect(again.operations).toEqual([]);
    expect(again.notices).toEqual([]);
    expect(again.bindings).toEqual(bindings);
  });

  it('D9: a column that Grist named otherwise is known by its ref, and never created again', () => {
    const layout = layoutOf(demarche([descriptor('Champ-1', 'Text', 'ID')]));
    const { found, bindings } = settled(layout);
    const renamed = changed(found, 'champ_id', (column) => ({ ...column, id: 'id3' }));
    expect(drift(layout, renamed, bindings, CAUTIOUS).operations).toEqual([]);
    expect(bind(layout, renamed, bindings)[1]?.columns.map(({ id }) => id)).toContain('id3');
  });

  it('renames a label with the form, unless the user has put their own', () => {
    const { found, bindings } = settled(layoutOf(FORM));
    const next = layoutOf(demarche([{ ...project, label: 'Projet 2026' }, kind]));
    expect(drift(next, found, bindings, CAUTIOUS).operations).toMatchObject([
      { type: 'describe_column', column: 'Champ-1', label: 'Projet 2026' },
    ]);
    const own = changed(found, 'projet', (column) => ({ ...column, label: 'Mon projet' }));
    expect(drift(next, own, bindings, CAUTIOUS).operations).toEqual([]);
  });

  it('adds a column for an added field, and freezes that of a removed one', () => {
    const { found, bindings } = settled(layoutOf(FORM));
    const next = layoutOf(demarche([kind, descriptor('Champ-3', 'Date', 'Échéance')]));
    const result = drift(next, found, bindings, CAUTIOUS);
    expect(result.operations).toMatchObject([
      { type: 'add_column', column: { key: 'Champ-3', type: 'Date' }, reason: 'champ_ajoute' },
    ]);
    expect(result.notices).toMatchObject([{ type: 'column_frozen', column: 'Champ-1' }]);
    expect(result.bindings.tables[1]?.columns.map(({ key }) => key)).toContain('Champ-1');
  });

  it('extends the choices, keeping those of the user, their order and their colours', () => {
    const { found, bindings } = settled(layoutOf(FORM));
    const styled = changed(found, 'nature', (column) => ({
      ...column,
      widgetOptions: { choices: ['Eau', 'À moi'], choiceOptions: { Eau: { fillColor: '#00F' } }, wrap: true },
    }));
    const next = layoutOf(demarche([project, { ...kind, options: ['Bois', 'Eau', 'Feu'] }]));
    expect(drift(next, styled, bindings, CAUTIOUS).operations).toMatchObject([
      {
        type: 'set_widget',
        column: 'Champ-2',
        widgetOptions: {
          // « Bois » was ours and the user removed it: it stays away.
          choices: ['Eau', 'À moi', 'Feu'],
          choiceOptions: { Eau: { fillColor: '#00F' } },
          wrap: true,
        },
      },
    ]);
  });

  it('promise 7: a managed column or table that the user deleted is told, not created again', () => {
    const layout = layoutOf(FORM);
    const { found, bindings } = settled(layout);
    const without = changed(found, 'projet', () => null);
    expect(drift(layout, without, bindings, CAUTIOUS)).toMatchObject({
      operations: [],
      notices: [{ type: 'column_missing', column: 'Champ-1' }],
    });
    expect(drift(layout, found.slice(0, 1), bindings, CAUTIOUS)).toMatchObject({
      operations: [],
      notices: [{ type: 'table_missing', table: 'champs' }],
    });
    expect(bind(layout, found.slice(0, 1), bindings).map(({ key }) => key)).toEqual(['dossiers']);
  });

  it('respects a type that the user changed, and says so', () => {
    const layout = layoutOf(FORM);
    const { found, bindings } = settled(layout);
    const retyped = changed(found, 'projet', (column) => ({ ...column, type: 'Choice' }));
    expect(drift(layout, retyped, bindings, CAUTIOUS)).toMatchObject({
      operations: [],
      notices: [{ type: 'column_retyped', wanted: 'Text', found: 'Choice' }],
    });
  });

  it('promise 7: a field whose type changes with loss gets a new column, the old one keeps its values', () => {
    const { found, bindings } = settled(layoutOf(FORM));
    const next = layoutOf(demarche([descriptor('Champ-1', 'Date', 'Projet'), kind]));
    const result = drift(next, found, bindings, CAUTIOUS);
    expect(result.notices).toEqual([]);
    expect(result.operations).toMatchObject([
      { type: 'add_column', column: { key: 'Champ-1', type: 'Date' }, reason: 'type_modifie' },
      { type: 'describe_column', description: expect.stringContaining('Ancienne colonne') },
    ]);
    const old = found[1]?.columns.find(({ id }) => id === 'projet');
    expect(result.bindings.tables[1]?.columns.map(({ key }) => key)).toContain(`Champ-1~${old?.ref}`);
    expect(bind(next, found, result.bindings)[1]?.columns.map(({ id }) => id)).not.toContain('projet');
  });

  it('converts a column whose field changes type without loss', () => {
    const { found, bindings } = settled(layoutOf(FORM));
    const next = layoutOf(demarche([project, { ...kind, typename: 'TextChampDescriptor' }]));
    expect(drift(next, found, bindings, CAUTIOUS).operations).toMatchObject([
      { type: 'convert_column', column: { key: 'Champ-2' }, from: 'Choice', reason: 'type_modifie' },
    ]);
  });

  it('writes nothing in a column to which the user gave a type that would make it rubbish', () => {
    const layout = layoutOf(demarche([descriptor('Champ-1', 'Date', 'Échéance')]));
    const { found, bindings } = settled(layout);
    const retyped = changed(found, 'echeance', (column) => ({ ...column, type: 'Text' }));
    expect(drift(layout, retyped, bindings, CAUTIOUS).notices).toMatchObject([{ type: 'column_retyped' }]);
    expect(bind(layout, retyped, bindings)[1]?.columns.map(({ id }) => id)).not.toContain('echeance');
  });

  it('adopts tables and columns found under our ids, without asking when the types agree', () => {
    const layout = layoutOf(FORM);
    const { found, bindings } = settled(layout);
    const result = drift(layout, found, NONE, CAUTIOUS);
    expect(result.operations).toEqual([]);
    expect(result.bindings).toEqual(bindings);
  });

  it('promise 7: converts an adopted column of another type only once the user has accepted', () => {
    const layout = layoutOf(FORM);
    const old = changed(settled(layout).found, 'number', (column) => ({
      ...column,
      id: 'dossier_number',
      type: 'Text',
      description: '',
    }));
    expect(drift(layout, old, NONE, CAUTIOUS)).toMatchObject({
      operations: [],
      notices: [{ type: 'conversion_needed', column: 'meta:number', wanted: 'Int', found: 'Text' }],
    });
    expect(drift(layout, old, NONE, { acceptConversions: true }).operations).toMatchObject([
      { type: 'convert_column', column: { key: 'meta:number' }, from: 'Text' },
    ]);
  });

  it('protects what it adopts: its id no longer follows its label, the user’s words are kept', () => {
    const layout = layoutOf(FORM);
    const old = changed(settled(layout).found, 'projet', (column) => ({
      ...column,
      label: 'Mon projet',
      description: 'À relire',
      untieColIdFromLabel: false,
    }));
    expect(drift(layout, old, NONE, CAUTIOUS).operations).toMatchObject([
      {
        type: 'describe_column',
        column: 'Champ-1',
        label: 'Mon projet',
        description: 'À relire\nChamp DN\u00a0: Champ-1',
        reason: 'colonne_protegee',
      },
    ]);
  });

  it('promise 5: a formula of the user under our id is not taken over', () => {
    const layout = layoutOf(FORM);
    const own = changed(settled(layout).found, 'projet', (column) => ({
      ...column,
      isFormula: true,
      formula: '$dossier_number * 2',
      description: '',
    }));
    expect(drift(layout, own, NONE, CAUTIOUS).operations).toMatchObject([
      { type: 'add_column', column: { key: 'Champ-1' } },
    ]);
  });

  it('never takes a user’s column for ours because Grist gave it the ref of a deleted one', () => {
    const layout = layoutOf(FORM);
    const { found, bindings } = settled(layout);
    const reused = changed(found, 'nature', (column) => ({
      ...column,
      id: 'ma_colonne',
      label: 'Ma colonne',
      description: '',
      type: 'Text',
    }));
    const result = drift(layout, reused, bindings, CAUTIOUS);
    expect(result.operations).toEqual([]);
    expect(result.notices).toMatchObject([{ type: 'column_missing', column: 'Champ-2' }]);
    expect(bind(layout, reused, bindings)[1]?.columns.map(({ id }) => id)).not.toContain('ma_colonne');
    // Undone, the deletion is as if it had never been.
    expect(drift(layout, found, result.bindings, CAUTIOUS)).toMatchObject({ operations: [], notices: [] });
  });

  it('never takes a newer table for ours because Grist gave it the ref of a deleted one', () => {
    const layout = layoutOf(FORM);
    const { found, bindings } = settled(layout);
    const other: FoundTable = { ref: found[1]?.ref ?? 0, id: 'Table1', columns: [] };
    const result = drift(layout, [...found.slice(0, 1), other], bindings, CAUTIOUS);
    expect(result.notices).toMatchObject([{ type: 'table_missing', table: 'champs' }]);
    expect(result.operations).toEqual([]);
  });

  it('knows a column of ours by its description when the Ledger is new and the user renamed it', () => {
    const layout = layoutOf(FORM);
    const renamed = changed(settled(layout).found, 'projet', (column) => ({ ...column, id: 'le_projet' }));
    expect(drift(layout, renamed, NONE, CAUTIOUS).operations).toEqual([]);
  });
});
