// The form changes, or people change the document: what runs do of it, what they ask, what history says, what is undone.

import { describe, expect, it } from 'vitest';
import type { Descriptor } from '../sync/model/demarche';
import type { ChampValue } from '../sync/model/dossier';
import { DEFAULT_OPTIONS, EVERYTHING } from '../sync/model/options';
import { DEFAULT_POLICIES } from '../sync/model/policies';
import { descriptor } from '../sync/testing/samples';
import { conduct } from './conduct';
import { rehearse } from './rehearsal';
import { formWorld } from './testing/form-world';
import { openWorkshop } from './workshop';

const PROJECT = descriptor('Champ-1', 'Text', 'Projet');
const KIND = descriptor('Champ-2', 'DropDownList', 'Nature', { options: ['Bois', 'Eau'] });
const SIZE = descriptor('Champ-3', 'IntegerNumber', 'Surface');
const ADDED = descriptor('Champ-9', 'Text', 'Commune du projet');
const BLOCK = descriptor('Champ-5', 'Repetition', 'Parcelles', {
  children: [descriptor('Champ-6', 'Text', 'Nom')],
});

/** What dossiers answer: by the family of the field. */
function answer({ id, typename, children }: Descriptor, number: number): ChampValue {
  if (typename.startsWith('Repetition')) {
    const champs = children.map((child) => ({
      descriptorId: child.id,
      label: child.label,
      typename: 'TextChamp',
      text: null,
      value: answer(child, number),
    }));
    return { kind: 'repetition', rows: [{ id: `Row-${number}`, champs }] };
  }
  if (typename.startsWith('IntegerNumber')) return { kind: 'integer', digits: String(number * 10) };
  if (typename.startsWith('Date')) return { kind: 'date', date: `2026-02-0${number}` };
  if (typename.startsWith('DropDown')) return { kind: 'choice', choice: number === 1 ? 'Bois' : 'Eau' };
  return { kind: 'text', text: `${id} de ${number}` };
}

const world = () => formWorld([PROJECT, KIND, SIZE], answer);

describe('a field added', () => {
  it('« suivre »: a column, filled for every dossier, and history says why', async () => {
    const here = world();
    await here.sync();
    here.setForm([PROJECT, KIND, SIZE, ADDED]);
    const report = await here.sync();
    expect(report.changes).toMatchObject([
      { kind: 'colonne_ajoutee', reason: 'champ_ajoute', outcome: 'faite' },
    ]);
    expect(here.cells('commune_du_projet')).toEqual(['Champ-9 de 1', 'Champ-9 de 2', 'Champ-9 de 3']);
    expect(await here.told()).toEqual(['colonne_ajoutee faite']);
    expect((await here.sync()).changes).toEqual([]);
    expect(await here.told()).toEqual(['colonne_ajoutee faite']);
  });

  it('« demander »: waits, the rest goes on; accepted, it is filled; refused, it is left', async () => {
    const here = world();
    here.setPolicies({ formChanges: 'demander' });
    await here.sync();
    here.setForm([{ ...PROJECT, label: 'Projet 2026' }, KIND, SIZE, ADDED]);
    for (let run = 0; run < 2; run += 1) {
      const report = await here.sync();
      expect(report.status).toBe('reussi');
      expect(report.changes.map(({ kind, outcome }) => `${kind} ${outcome}`).sort()).toEqual([
        'colonne_ajoutee en_attente',
        'libelle_modifie en_attente',
      ]);
    }
    expect(here.columns()).not.toContain('commune_du_projet');
    expect((await here.told()).sort()).toEqual(['colonne_ajoutee en_attente', 'libelle_modifie en_attente']);
    await here.accept([await here.numberOf('colonne_ajoutee')]);
    await here.refuse([await here.numberOf('libelle_modifie')]);
    const report = await here.sync();
    expect(report.changes.map(({ kind }) => kind)).toEqual(['colonne_ajoutee']);
    expect(here.cells('commune_du_projet')).toEqual(['Champ-9 de 1', 'Champ-9 de 2', 'Champ-9 de 3']);
    expect((await here.told()).sort()).toEqual(['colonne_ajoutee faite', 'libelle_modifie refusee']);
    expect((await here.sync()).changes).toEqual([]);
    expect(here.document.table('Demarche_123_champs').columns.map(({ label }) => label)).toContain('Projet');
  });

  it('« suspendre »: nothing at all is written until the user decides', async () => {
    const here = world();
    here.setPolicies({ formChanges: 'suspendre' });
    await here.sync();
    here.setForm([PROJECT, KIND, SIZE, ADDED]);
    here.document.requests.length = 0;
    await expect(here.sync()).rejects.toMatchObject({
      code: 'FORMULAIRE_MODIFIE',
      detail: expect.stringContaining('Commune du projet'),
    });
    await expect(here.sync()).rejects.toMatchObject({ code: 'FORMULAIRE_MODIFIE' });
    expect(here.document.requests).toEqual(['structure', 'structure']);
    expect(await here.told()).toEqual(['colonne_ajoutee en_attente']);
    await here.accept('tout');
    expect(await here.sync()).toMatchObject({ status: 'reussi' });
    expect(here.cells('commune_du_projet')).toContain('Champ-9 de 2');
    expect(await here.differences()).toBe(0);
  });

  it('waiting, then gone from the form: nothing waits any more', async () => {
    const here = world();
    here.setPolicies({ formChanges: 'demander' });
    await here.sync();
    here.setForm([PROJECT, KIND, SIZE, ADDED]);
    await here.sync();
    here.setForm([PROJECT, KIND, SIZE]);
    await here.sync();
    expect(await here.told()).toEqual(['colonne_ajoutee resolue']);
  });

  it.each(['saveBindings', 'reshape'] as const)('a kill at %s leaves no second column', async (where) => {
    const here = world();
    await here.sync();
    here.setForm([PROJECT, KIND, SIZE, ADDED]);
    const reshape = here.document.reshape.bind(here.document);
    if (where === 'saveBindings') {
      here.ledger.onEffect = (name) => {
        if (name === 'saveBindings') throw new Error('killed');
      };
    } else {
      here.document.reshape = async (...given) => {
        await reshape(...given);
        throw new Error('killed');
      };
    }
    await expect(here.sync()).rejects.toThrow('killed');
    here.ledger.expireLeases();
    here.ledger.onEffect = () => {};
    here.document.reshape = reshape;
    await here.sync();
    expect(here.columns().filter((id) => id.startsWith('commune'))).toEqual(['commune_du_projet']);
    expect(here.cells('commune_du_projet')).toEqual(['Champ-9 de 1', 'Champ-9 de 2', 'Champ-9 de 3']);
    expect(await here.told()).toEqual(['colonne_ajoutee faite']);
  });
});

describe('D8: revisions', () => {
  it('a field of a former revision goes on being written, its column says since when', async () => {
    const here = world();
    await here.sync();
    const retired = { revision: 'Revision-2', since: '2026-03-12T09:00:00Z' };
    here.setForm([{ ...PROJECT, retired }, KIND, SIZE, ADDED]);
    await here.sync();
    expect(here.cells('projet')).toEqual(['Champ-1 de 1', 'Champ-1 de 2', 'Champ-1 de 3']);
    const [before] = here.source.dossiers.values();
    if (before === undefined) throw new Error('no dossier');
    const [project] = before.champs;
    here.source.dossiers.set(before.number, {
      ...before,
      champs: before.champs.map((champ) =>
        champ === project ? { ...champ, value: { kind: 'text' as const, text: 'revu' } } : champ,
      ),
      dates: { ...before.dates, derniereModification: '2026-04-01T09:00:00Z' },
    });
    await here.sync();
    expect(here.cells('projet')).toContain('revu');
    const column = here.document.table('Demarche_123_champs').columns.find(({ id }) => id === 'projet');
    expect(column?.description).toContain('retiré du formulaire le 12 mars 2026');
    expect(await here.differences()).toBe(0);
  });
});

describe('blocks', () => {
  it('a block added is a table, filled; removed, it is kept; renamed, it keeps its rows', async () => {
    const here = world();
    await here.sync();
    here.setForm([PROJECT, KIND, SIZE, BLOCK]);
    await here.sync();
    const table = 'Demarche_123_bloc_parcelles';
    expect(here.cells('nom', table)).toEqual(['Champ-6 de 1', 'Champ-6 de 2', 'Champ-6 de 3']);
    here.setForm([PROJECT, KIND, SIZE, { ...BLOCK, label: 'Terrains' }]);
    await here.sync();
    expect(here.document.rowsOf(table)).toHaveLength(3);
    expect(await here.differences()).toBe(0);
    here.setForm([PROJECT, KIND, SIZE]);
    await here.sync();
    expect(here.document.rowsOf(table)).toHaveLength(3);
    expect(await here.told()).toEqual(['table_creee faite', 'bloc_renomme signalee', 'champ_retire faite']);
  });

  it('« demander »: the rows of a block that waits are not written, and nothing fails', async () => {
    const here = world();
    here.setPolicies({ formChanges: 'demander' });
    await here.sync();
    here.setForm([PROJECT, KIND, SIZE, BLOCK]);
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { failed: 0 } });
    expect(here.document.tables.size).toBe(2);
    await here.accept('tout');
    await here.sync();
    expect(here.cells('nom', 'Demarche_123_bloc_parcelles')).toHaveLength(3);
  });
});

describe('tables and columns deleted in Grist', () => {
  it('a column: told once, made again and filled on the user’s word', async () => {
    const here = world();
    await here.sync();
    here.change('projet', null);
    await here.sync();
    await here.sync();
    expect(await here.told()).toEqual(['colonne_manquante signalee']);
    await here.accept([await here.numberOf('colonne_manquante')]);
    await here.sync();
    expect(here.cells('projet')).toEqual(['Champ-1 de 1', 'Champ-1 de 2', 'Champ-1 de 3']);
    expect(await here.told()).toEqual(['colonne_manquante faite']);
    expect(await here.differences()).toBe(0);
  });

  it('« recreer »: at once, and filled although nothing moved in DN', async () => {
    const here = world();
    here.setPolicies({ missing: 'recreer' });
    await here.sync();
    here.change('projet', null);
    here.document.tables.delete(here.document.table('Demarche_123_champs').ref);
    await here.sync();
    expect(here.cells('projet')).toEqual(['Champ-1 de 1', 'Champ-1 de 2', 'Champ-1 de 3']);
    expect(await here.differences()).toBe(0);
    expect(await here.told()).toEqual(['table_manquante faite']);
  });

  it('the dossiers’ own table: the run stops and says how, then makes it again with what refers to it', async () => {
    const here = world();
    await here.sync();
    here.document.tables.delete(here.document.table('Demarche_123_dossiers').ref);
    // Grist turns a reference to a table that goes into what it showed.
    here.change('dossier', { type: 'Int' });
    await expect(here.sync()).rejects.toMatchObject({ code: 'GRIST_TABLE_SUPPRIMEE' });
    expect(await here.told()).toEqual(['table_manquante signalee']);
    await here.accept([await here.numberOf('table_manquante')]);
    expect(await here.sync()).toMatchObject({ status: 'reussi' });
    expect(here.document.rowsOf('Demarche_123_dossiers')).toHaveLength(3);
    const dossier = here.document.table('Demarche_123_champs').columns.find(({ id }) => id === 'dossier');
    expect(dossier?.type).toBe('Ref:Demarche_123_dossiers');
    expect(await here.differences()).toBe(0);
  });

  it('a deletion undone in Grist is over, and history says so', async () => {
    const here = world();
    await here.sync();
    const table = here.document.table('Demarche_123_champs');
    const before = table.columns;
    here.change('projet', null);
    await here.sync();
    table.columns = before;
    await here.sync();
    expect(await here.told()).toEqual(['colonne_manquante resolue']);
    expect(await here.differences()).toBe(0);
  });
});

describe('columns retyped in Grist', () => {
  it('a conflict is told once, with the number of cells that do not fit', async () => {
    const here = world();
    await here.sync();
    here.change('projet', { type: 'Date' });
    await here.sync();
    await here.sync();
    expect((await here.history()).filter(({ kind }) => kind === 'colonne_retypee')).toMatchObject([
      { status: 'signalee', from: 'Date', to: 'Text', cells: 3 },
    ]);
  });

  it('accepted, the type comes back and the values with it', async () => {
    const here = world();
    await here.sync();
    const { columns, rows } = here.document.table('Demarche_123_champs');
    const project = columns.find(({ id }) => id === 'projet')?.ref ?? 0;
    here.change('projet', { type: 'Date' });
    for (const row of rows.values()) row.cells.set(project, null);
    await here.sync();
    expect(here.cells('projet')).toEqual([null, null, null]);
    await here.accept([await here.numberOf('colonne_retypee')]);
    await here.sync();
    expect(here.cells('projet')).toEqual(['Champ-1 de 1', 'Champ-1 de 2', 'Champ-1 de 3']);
    expect(await here.differences()).toBe(0);
  });

  it('a key column: its table’s silence is told, and ends when it is restored', async () => {
    const here = world();
    await here.sync();
    here.change('dossier_number', { type: 'Date' });
    const report = await here.sync();
    expect(report.notices.map(({ type }) => type)).toEqual(['column_retyped', 'key_lost']);
    expect(here.events.join()).toContain('plus rien n’est écrit dans sa table');
    here.setPolicies({ retyped: 'retablir' });
    await here.sync();
    expect(await here.differences()).toBe(0);
    expect(here.document.rowsOf('Demarche_123_champs')).toHaveLength(3);
  });

  it('the key of the dossiers: the run stops before anything is written, and says how', async () => {
    const here = world();
    await here.sync();
    here.change('number', { type: 'Date' }, 'Demarche_123_dossiers');
    here.document.requests.length = 0;
    await expect(here.sync()).rejects.toMatchObject({ code: 'GRIST_COLONNE_CLE' });
    expect(here.document.requests).not.toContain('write');
    await here.accept([await here.numberOf('colonne_retypee')]);
    expect(await here.sync()).toMatchObject({ status: 'reussi' });
    expect(await here.differences()).toBe(0);
  });
});

describe('options, « identiques »', () => {
  it('an option of the form that is gone goes when no cell holds it', async () => {
    const here = world();
    here.setPolicies({ choices: 'identiques' });
    await here.sync();
    here.setForm([PROJECT, { ...KIND, options: ['Feu'] }, SIZE]);
    await here.sync();
    const choices = () =>
      here.document.table('Demarche_123_champs').columns.find(({ id }) => id === 'nature')?.widgetOptions
        .choices;
    // « Bois » and « Eau » are what dossiers answered.
    expect(choices()).toEqual(['Bois', 'Eau', 'Feu']);
    const first = here.source.dossiers.get(1);
    if (first === undefined) throw new Error('no dossier');
    here.source.dossiers.set(1, {
      ...first,
      champs: first.champs.map((champ) =>
        champ.descriptorId === 'Champ-2'
          ? { ...champ, value: { kind: 'choice' as const, choice: 'Eau' } }
          : champ,
      ),
      dates: { ...first.dates, derniereModification: '2026-04-01T09:00:00Z' },
    });
    await here.sync();
    await here.sync();
    expect(choices()).toEqual(['Eau', 'Feu']);
  });
});

describe('undoing', () => {
  it('a label: put back, and kept whatever the form says next', async () => {
    const here = world();
    await here.sync();
    here.setForm([{ ...PROJECT, label: 'Projet 2026' }, KIND, SIZE]);
    await here.sync();
    await here.undo(await here.numberOf('libelle_modifie'));
    const label = () =>
      here.document.table('Demarche_123_champs').columns.find(({ id }) => id === 'projet')?.label;
    expect(label()).toBe('Projet');
    await here.sync();
    here.setForm([{ ...PROJECT, label: 'Projet 2027' }, KIND, SIZE]);
    await here.sync();
    expect(label()).toBe('Projet');
    expect(await here.told()).toEqual(['libelle_modifie annulee']);
  });

  it('an added column: removed, and never added again until accepted', async () => {
    const here = world();
    await here.sync();
    here.setForm([PROJECT, KIND, SIZE, ADDED]);
    await here.sync();
    await here.undo(await here.numberOf('colonne_ajoutee'));
    expect(here.columns()).not.toContain('commune_du_projet');
    here.setPolicies({ missing: 'recreer' });
    expect((await here.sync()).changes).toEqual([]);
    expect(here.columns()).not.toContain('commune_du_projet');
    expect(await here.told()).toEqual(['colonne_ajoutee annulee', 'colonne_manquante refusee']);
    await here.accept([await here.numberOf('colonne_manquante')]);
    await here.sync();
    expect(here.cells('commune_du_projet')).toEqual(['Champ-9 de 1', 'Champ-9 de 2', 'Champ-9 de 3']);
    expect(await here.differences()).toBe(0);
  });

  it('an added column that somebody made their own is not removed', async () => {
    const here = world();
    await here.sync();
    here.setForm([PROJECT, KIND, SIZE, ADDED]);
    await here.sync();
    here.change('commune_du_projet', { description: 'Ma colonne' });
    await expect(here.undo(await here.numberOf('colonne_ajoutee'))).rejects.toMatchObject({
      code: 'CHANGEMENT_NON_ANNULABLE',
    });
    expect(here.columns()).toContain('commune_du_projet');
    expect(await here.told()).toEqual(['colonne_ajoutee faite']);
  });

  it('a lossless conversion: back to the former type, not done again, nothing unfit written meanwhile', async () => {
    const here = world();
    await here.sync();
    here.setForm([PROJECT, KIND, { ...SIZE, typename: 'TextChampDescriptor' }]);
    await here.sync();
    const type = () =>
      here.document.table('Demarche_123_champs').columns.find(({ id }) => id === 'surface')?.type;
    expect(type()).toBe('Text');
    await here.undo(await here.numberOf('type_converti'));
    expect(type()).toBe('Numeric');
    here.document.requests.length = 0;
    await here.sync();
    await here.sync();
    expect(type()).toBe('Numeric');
    expect(here.document.requests).not.toContain('reshape');
    expect(await here.told()).toEqual(['type_converti annulee', 'type_converti refusee']);
    await here.accept([await here.numberOf('type_converti')]);
    await here.sync();
    expect(type()).toBe('Text');
    expect(await here.differences()).toBe(0);
  });

  it('options: taken out again, and not put back by the next run', async () => {
    const here = world();
    await here.sync();
    here.setForm([PROJECT, { ...KIND, options: ['Bois', 'Eau', 'Feu'] }, SIZE]);
    await here.sync();
    await here.undo(await here.numberOf('options_modifiees'));
    await here.sync();
    const column = here.document.table('Demarche_123_champs').columns.find(({ id }) => id === 'nature');
    expect(column?.widgetOptions.choices).toEqual(['Bois', 'Eau']);
  });

  it('a hidden field: shown again, and left shown', async () => {
    const here = world();
    here.setPolicies({ removedFields: 'masquer' });
    await here.sync();
    here.setForm([{ ...PROJECT, retired: { revision: 'Revision-2', since: null } }, KIND, SIZE]);
    await here.sync();
    expect(here.document.unseen.size).toBe(1);
    await here.sync();
    await here.undo(await here.numberOf('champ_retire'));
    expect(here.document.unseen.size).toBe(0);
    await here.sync();
    expect(here.document.unseen.size).toBe(0);
    const column = here.document.table('Demarche_123_champs').columns.find(({ id }) => id === 'projet');
    expect(column?.description).toBe('Champ DN\u00a0: Champ-1');
  });

  it('what cannot be undone says why: a lossy conversion, a table, what is not done, what was undone', async () => {
    const here = world();
    here.setPolicies({ lossyRetype: 'convertir' });
    await here.sync();
    here.setForm([descriptor('Champ-1', 'Date', 'Projet'), KIND, SIZE, BLOCK]);
    await here.sync();
    for (const kind of ['type_converti_avec_perte', 'table_creee'] as const) {
      await expect(here.undo(await here.numberOf(kind))).rejects.toMatchObject({
        code: 'CHANGEMENT_NON_ANNULABLE',
        detail: expect.stringMatching(/\n.+/),
      });
    }
    await expect(here.undo(99_999)).rejects.toMatchObject({ code: 'CHANGEMENT_INCONNU' });
    await expect(here.accept([await here.numberOf('table_creee')])).rejects.toMatchObject({
      code: 'CHANGEMENT_SANS_CHOIX',
    });
  });
});

describe('two links in one document', () => {
  it('a table deleted, whose ref Grist gave to another link’s, blames nobody', async () => {
    const here = world();
    await here.sync();
    const gone = here.document.table('Demarche_123_champs');
    const other = await here.ledger.openLink({
      sourceUrl: 'https://autre.exemple.fr',
      demarche: 77,
      destinationUrl: 'https://grist.exemple.fr',
      document: 'doc',
    });
    const begun = await here.ledger.beginRun({ linkId: other.id, kind: 'sync', trigger: 'cli' });
    if (begun.status === 'busy') throw new Error('busy');
    const stale = { key: 'champs' as const, ref: gone.ref, id: 'Demarche_77_champs', columns: [] };
    await here.ledger.saveBindings(begun.handle, { tables: [stale] });
    expect(await here.sync()).toMatchObject({ status: 'reussi' });
    const mine = { ...stale, id: gone.id };
    await here.ledger.saveBindings(begun.handle, { tables: [mine] });
    await expect(here.sync()).rejects.toMatchObject({ code: 'GRIST_TABLES_DEJA_LIEES' });
  });
});

describe('a preview', () => {
  it('tells the changes, and writes no history', async () => {
    const here = world();
    await here.sync();
    here.setForm([PROJECT, KIND, SIZE, ADDED]);
    const before = await here.history();
    const link = await here.ledger.readLink('123@doc');
    const rehearsal = rehearse({ ...here.ports }, link);
    const options = {
      ...DEFAULT_OPTIONS,
      demandeurs: false,
      avis: false,
      pieces: false,
      instructeurs: false,
    };
    const workshop = openWorkshop(rehearsal.ports, rehearsal.handle, {
      scope: EVERYTHING,
      options,
      policies: DEFAULT_POLICIES,
    });
    const policy = {
      acceptClosed: false,
      acceptConversions: false,
      full: false,
      upkeep: 'never',
      stepBudget: null,
    } as const;
    const report = await conduct({ run: (_id, work) => work() }, workshop, policy);
    expect(report.changes).toMatchObject([{ kind: 'colonne_ajoutee', outcome: 'faite' }]);
    expect(await here.history()).toEqual(before);
    expect(here.columns()).not.toContain('commune_du_projet');
  });
});
