// A document as the original One Trick Pony leaves it (facts/original.md §2), taken over by the conductor.

import { describe, expect, it } from 'vitest';
import type { Descriptor } from '../sync/model/demarche';
import type { ChampValue } from '../sync/model/dossier';
import { DEFAULT_OPTIONS } from '../sync/model/options';
import type { Cell, FoundColumn } from '../sync/model/table';
import type { Taken, TakeOver } from '../sync/model/takeover';
import { settle, surveyOriginal } from '../sync/original/survey';
import { takeOver } from '../sync/original/take-over';
import { shapeOf } from '../sync/shape';
import { NUMBER_KEY } from '../sync/tables/dossiers';
import { demarche, descriptor } from '../sync/testing/samples';
import { formWorld } from './testing/form-world';

const FORM: readonly Descriptor[] = [
  descriptor('Champ-1', 'Text', '1. Intitulé du projet'),
  descriptor('Champ-2', 'YesNo', 'Urgent'),
  descriptor('Champ-3', 'MultipleDropDownList', 'Thèmes', { options: ['Eau', 'Bois, haies'] }),
  descriptor('Champ-4', 'Commune', 'Commune'),
  descriptor('Champ-5', 'Repetition', 'Parcelles', {
    children: [descriptor('Champ-6', 'DecimalNumber', '2. Surface'), descriptor('Champ-7', 'Date', 'Semis')],
  }),
  descriptor('Champ-8', 'IntegerNumber', 'Montant'),
  descriptor('Champ-9', 'Address', 'Adresse'),
];

function answer({ id, children }: Descriptor, number: number): ChampValue {
  switch (id) {
    case 'Champ-1':
      return { kind: 'text', text: `projet ${number}` };
    case 'Champ-2':
      return { kind: 'yes_no', yes: number === 3 ? null : number === 1 };
    case 'Champ-3':
      return { kind: 'choices', choices: number === 1 ? ['Eau', 'Bois, haies'] : ['Eau'] };
    case 'Champ-4':
      return {
        kind: 'commune',
        commune: { name: 'Lyon', code: '69123', postalCode: '69001' },
        departement: { name: 'Rhône', code: '69' },
      };
    case 'Champ-5':
      return {
        kind: 'repetition',
        rows: [
          {
            id: `Row-${number}`,
            champs: children.map((child) => ({
              ...{ descriptorId: child.id, label: child.label, typename: 'X', text: null },
              value: answer(child, number),
            })),
          },
        ],
      };
    case 'Champ-6':
      return { kind: 'decimal', number: number + 0.5 };
    case 'Champ-7':
      return { kind: 'date', date: `2026-02-0${number}` };
    case 'Champ-8':
      return { kind: 'integer', digits: String(number * 100) };
    default:
      return {
        kind: 'address',
        address: { ...NO_ADDRESS, label: `${number} rue des Lilas` },
        commune: null,
        departement: null,
      };
  }
}

const NO_ADDRESS = {
  ...{ label: null, type: null, streetAddress: null, streetNumber: null, streetName: null, postalCode: null },
  ...{ cityName: null, cityCode: null, departmentName: null, departmentCode: null, regionName: null },
  ...{ regionCode: null, countryName: null, countryCode: null },
};

type Old = Readonly<Record<string, string>>;

/** Everything is a text but what the original gave a type through `fields` (facts/original.md §2a). */
function left() {
  const world = formWorld(FORM, answer);
  let ref = 1000;
  const make = (id: string, types: Old, rows: readonly Readonly<Record<string, Cell>>[]) => {
    const columns = Object.entries(types).map(([name, type]): FoundColumn => {
      ref += 1;
      const isFormula = type.startsWith('=');
      return {
        ...{ ref, id: name, label: name, description: '', type: isFormula ? 'Any' : type },
        ...{
          isFormula,
          formula: isFormula ? type.slice(1) : '',
          untieColIdFromLabel: false,
          widgetOptions: {},
        },
      };
    });
    ref += 1;
    const of = new Map(columns.map((column) => [column.id, column.ref]));
    world.document.tables.set(ref, {
      ...{ ref, id, columns },
      rows: new Map(
        rows.map((row, index) => [
          index + 1,
          {
            id: index + 1,
            cells: new Map(Object.entries(row).map(([name, cell]) => [of.get(name) ?? 0, cell])),
          },
        ]),
      ),
    });
  };
  make(
    'Demarche_123_dossiers',
    {
      ...{
        dossier_id: 'Text',
        dossier_number: 'Text',
        state: 'Text',
        date_depot: 'Text',
        label_names: 'Text',
      },
      ...{
        motivation: 'Text',
        dossiers_supprimes_DN: 'Bool',
        note_du_service: 'Text',
        annee: '=$date_depot[:4]',
        archived: 'Text',
      },
    },
    [1, 2].map((number) => ({
      dossier_id: `Dossier-${number}`,
      dossier_number: String(number),
      state: 'en_construction',
      date_depot: `2026-01-0${number}T10:00:00+01:00`,
      note_du_service: `vu ${number}`,
      archived: number === 1 ? 'au grenier' : null,
    })),
  );
  make(
    'Demarche_123_champs',
    {
      ...{
        dossier_number: 'Text',
        champ_id: 'Text',
        intitule_du_projet: 'Text',
        urgent: 'Bool',
        themes: 'Text',
      },
      ...{
        commune: 'Text',
        commune_nom: 'Text',
        commune_code_postal: 'Text',
        montant: 'Int',
        adresse: 'Text',
      },
      parcelles: 'Text',
    },
    [1, 2].map((number) => ({
      ...{
        dossier_number: String(number),
        champ_id: 'a_b',
        intitule_du_projet: 'ancien',
        urgent: number === 1,
      },
      ...{ themes: 'Eau', commune: 'Lyon (69001), Rhône', montant: 1, adresse: '{"label":"ailleurs"}' },
    })),
  );
  make(
    'Demarche_123_repetable_parcelles',
    {
      ...{ dossier_number: 'Text', block_id: 'Text', block_row_index: 'Text', block_row_id: 'Text' },
      ...{ surface: 'Text', col_2_surface: 'Text', semis: 'Text' },
    },
    [1, 2].map((number) => ({
      ...{
        dossier_number: String(number),
        block_id: 'Champ-5',
        block_row_index: '1',
        block_row_id: `Row-${number}`,
      },
      ...{ col_2_surface: '9.9', semis: '2020-01-01' },
    })),
  );
  return world;
}

type World = ReturnType<typeof left>;

async function survey({ source, document }: World) {
  const shape = shapeOf(source.demarche, OPTIONS, 'https://dn.exemple.fr');
  const found = surveyOriginal(source.demarche, shape.layout, await document.structure());
  if (found === null) throw new Error('nothing of the original was found');
  return found;
}

const OPTIONS = { ...DEFAULT_OPTIONS, demandeurs: false, avis: false, pieces: false, instructeurs: false };

async function taken(
  choices: (slot: string, choices: readonly Taken[]) => Taken | undefined = () => undefined,
) {
  const world = left();
  const found = await survey(world);
  const chosen = new Map(
    found.tables.flatMap(({ key, columns }) =>
      columns.flatMap((column) => {
        const wish = choices(`${key} ${column.column}`, column.choices);
        return wish === undefined ? [] : [[`${key} ${column.column}`, wish] as const];
      }),
    ),
  );
  world.setTakeOver(settle(found, chosen));
  return world;
}

const typesOf = (world: World, id: string) =>
  Object.fromEntries(world.document.table(id).columns.map((column) => [column.id, column.type]));

describe('what would be taken over', () => {
  it('tells each column with what may be chosen, what is added and what is left', async () => {
    const { tables, created } = await survey(left());
    const lines = tables.flatMap(({ key, columns }) =>
      columns.map(({ id, choices }) => `${key} ${id} ${choices.join('|')}`),
    );
    expect(lines).toEqual([
      'dossiers dossier_number gardee|convertie',
      'dossiers date_depot gardee|convertie',
      'dossiers label_names gardee|convertie',
      'dossiers motivation reprise',
      'dossiers state reprise',
      'dossiers dossier_id reprise',
      'champs dossier_number gardee|convertie',
      'champs intitule_du_projet reprise',
      'champs urgent gardee|convertie',
      'champs themes gardee|convertie',
      'champs commune_nom reprise',
      'champs commune_code_postal reprise',
      'champs commune gardee|a_cote',
      'champs montant gardee|convertie',
      'champs adresse a_cote|convertie',
      'bloc:Champ-5 dossier_number gardee|convertie',
      'bloc:Champ-5 block_row_index gardee|convertie',
      'bloc:Champ-5 block_row_id reprise',
      'bloc:Champ-5 col_2_surface gardee|convertie',
      'bloc:Champ-5 semis gardee|convertie',
    ]);
    const readers = tables[0]?.columns.flatMap(({ id, readBy }) =>
      readBy.length === 0 ? [] : [[id, readBy]],
    );
    expect(readers).toEqual([['date_depot', ['annee']]]);
    expect(tables[0]?.left.map(({ id }) => id)).toEqual([
      'dossiers_supprimes_DN',
      'note_du_service',
      'annee',
      'archived',
    ]);
    expect(tables[0]?.added).toContain('Statut');
    expect(created).toEqual([]);
  });

  it('leaves the columns of a field that is excluded', async () => {
    const { source, document } = left();
    const { layout } = shapeOf(source.demarche, { ...OPTIONS, exclus: ['Champ-4'] }, 'https://dn.exemple.fr');
    const found = surveyOriginal(source.demarche, layout, await document.structure());
    const champs = found?.tables.find(({ key }) => key === 'champs');
    expect(champs?.columns.filter(({ id }) => id.startsWith('commune'))).toEqual([]);
    expect(champs?.left.map(({ id }) => id)).toContain('commune');
  });

  it('sees nothing in an empty document, nor in one of ours', async () => {
    const world = formWorld(FORM, answer);
    const { layout } = shapeOf(world.source.demarche, OPTIONS, 'https://dn.exemple.fr');
    expect(surveyOriginal(world.source.demarche, layout, await world.document.structure())).toBeNull();
    await world.sync();
    expect(surveyOriginal(world.source.demarche, layout, await world.document.structure())).toBeNull();
  });
});

describe('taken over without any conversion', () => {
  it('adopts by key and id: no row twice, no type changed, formulas find what they knew', async () => {
    const world = await taken();
    const before = typesOf(world, 'Demarche_123_dossiers');
    const report = await world.sync();
    expect(report.status).toBe('reussi');
    expect(report.counts).toMatchObject({ added: 1, updated: 2 });
    expect(typesOf(world, 'Demarche_123_dossiers')).toMatchObject(before);
    const rows = world.document.rowsOf('Demarche_123_dossiers');
    expect(rows.map((row) => row.dossier_number)).toEqual(['1', '2', '3']);
    expect(rows.map((row) => row.state)).toEqual(['en_construction', 'en_construction', 'en_construction']);
    expect(rows.map((row) => row.state_dn)).toEqual([
      'En construction',
      'En construction',
      'En construction',
    ]);
    expect(rows.map((row) => row.date_depot)).toEqual(
      [1, 2, 3].map((day) => `2026-01-0${day}T10:00:00+01:00`),
    );
    expect(rows.map((row) => row.note_du_service)).toEqual(['vu 1', 'vu 2', null]);
    // The id that ours would have is the user's here: theirs stays theirs.
    expect(rows.map((row) => row.archived)).toEqual(['au grenier', null, null]);
    expect(
      world.document.table('Demarche_123_dossiers').columns.find(({ id }) => id === 'annee')?.formula,
    ).toBe('$date_depot[:4]');
    expect(world.document.rowsOf('Demarche_123_champs')).toMatchObject([
      {
        ...{ dossier_number: '1', intitule_du_projet: 'projet 1', urgent: true, urgent_dn: 'Oui' },
        ...{ themes: 'Eau, Bois, haies', commune: 'Lyon (69001), Rhône', commune_nom: 'Lyon', montant: 100 },
        ...{ adresse: '{"label":"ailleurs"}', adresse_dn: '1 rue des Lilas', champ_id: 'a_b' },
      },
      { urgent: false, urgent_dn: 'Non' },
      { dossier_number: '3', urgent: null, urgent_dn: null, adresse: null, adresse_dn: '3 rue des Lilas' },
    ]);
    expect(world.document.rowsOf('Demarche_123_repetable_parcelles')).toMatchObject(
      [1, 2, 3].map((number) => ({
        ...{ dossier_number: String(number), block_row_id: `Row-${number}`, block_row_index: '1' },
        ...{ col_2_surface: `${number}.5`, semis: `2026-02-0${number}` },
      })),
    );
    expect(await world.differences()).toBe(0);
    const again = await world.sync({ full: true });
    expect(again.counts).toMatchObject({ added: 0, updated: 0, removed: 0 });
    expect(again.changes).toEqual([]);
    // Looked at again, as after a link that was deleted: nothing asks for anything else than what is.
    const hows = ({ columns }: TakeOver) =>
      columns.map(({ table, column, how }) => `${table} ${column} ${how}`);
    expect(hows(settle(await survey(world), new Map()))).toEqual(
      expect.arrayContaining(hows(world.takeOver())),
    );
  });

  it('goes on with new fields as any link does, and keeps the forms', async () => {
    const world = await taken();
    await world.sync();
    world.setForm([...FORM, descriptor('Champ-20', 'YesNo', 'Prioritaire')]);
    await world.sync();
    expect(typesOf(world, 'Demarche_123_champs')).toMatchObject({ prioritaire: 'Choice', urgent: 'Bool' });
    expect(await world.differences()).toBe(0);
  });
});

describe('what the original left behind', () => {
  it('rows a zone: the first becomes the row of the block, the others are nobody’s', async () => {
    const world = await taken();
    const rows = [...world.document.table('Demarche_123_repetable_parcelles').rows.values()];
    const ref = world.document
      .table('Demarche_123_repetable_parcelles')
      .columns.find(({ id }) => id === 'block_row_id')?.ref;
    for (const [rank, row] of rows.entries()) row.cells.set(ref ?? 0, `Row-1_geo${rank + 1}`);
    await world.sync();
    const keys = world.document.rowsOf('Demarche_123_repetable_parcelles').map((row) => row.block_row_id);
    expect(keys).toEqual(['Row-1', 'Row-1_geo2', 'Row-2', 'Row-3']);
    expect(await world.differences()).toBe(0);
  });

  it('dossiers that had left are marked and kept, also where the policy is to delete those that leave', async () => {
    const world = await taken();
    world.setPolicies({ departures: 'supprimer' });
    world.source.dossiers.delete(2);
    await world.sync();
    const rows = world.document.rowsOf('Demarche_123_dossiers');
    expect(rows.map((row) => [row.dossier_number, row.etat_dn])).toEqual([
      ['1', 'présent'],
      ['2', 'introuvable'],
      ['3', 'présent'],
    ]);
    expect(rows[1]?.note_du_service).toBe('vu 2');
    expect(await world.differences()).toBe(0);
  });
});

describe('numbers of dossiers kept as texts', () => {
  it('are looked for as texts by the references to a linked dossier', () => {
    const linked = demarche([descriptor('Champ-1', 'DossierLink', 'Dossier lié')]);
    const shape = shapeOf(linked, OPTIONS, 'https://dn.exemple.fr');
    const column = { table: 'dossiers', column: NUMBER_KEY, id: 'dossier_number', type: 'Text' } as const;
    const tables = [{ table: 'dossiers', id: 'Demarche_123_dossiers' }] as const;
    const lookupsOf = (how: 'gardee' | 'convertie') =>
      takeOver(shape, linked, { tables, columns: [{ ...column, how }] }).layout.tables.flatMap(
        ({ columns }) => columns.flatMap(({ lookup }) => (lookup === null ? [] : [lookup.asText ?? false])),
      );
    expect(lookupsOf('gardee')).toEqual([true]);
    expect(lookupsOf('convertie')).toEqual([false]);
  });
});

describe('conversions', () => {
  it('are done where they were accepted, and nowhere else, without another question', async () => {
    const all = await taken((_slot, choices) => (choices.includes('convertie') ? 'convertie' : undefined));
    const report = await all.sync();
    expect(report.status).toBe('reussi');
    expect(typesOf(all, 'Demarche_123_dossiers')).toMatchObject({
      ...{ dossier_number: 'Int', date_depot: 'DateTime:Europe/Paris', label_names: 'ChoiceList' },
    });
    expect(typesOf(all, 'Demarche_123_champs')).toMatchObject({ urgent: 'Choice', montant: 'Numeric' });
    const one = await taken((slot) => (slot === 'champs Champ-8' ? 'convertie' : undefined));
    await one.sync();
    expect(typesOf(one, 'Demarche_123_champs')).toMatchObject({ montant: 'Numeric', urgent: 'Bool' });
    expect(await one.differences()).toBe(0);
  });
});
