// Hiding a column in the pages and showing it again, and removing a column: what Grist really does, past the adapter.

import { describe, expect, it } from 'vitest';
import { startGrist } from '../../simulators/grist/start';
import type { SchemaOperation } from '../sync/model/operation';
import { backendOf } from './fixture-backend';
import { newDossier, type SmallDemarche, smallDemarche } from './fixture-document';

const backend = backendOf(startGrist);
const small = async () => smallDemarche(await backend());

const records = async (demarche: SmallDemarche, table: string) => {
  const answer = await fetch(`${demarche.proxy.url}/api/docs/${demarche.document}/tables/${table}/records`);
  const body = (await answer.json()) as { records: { id: number; fields: Record<string, unknown> }[] };
  return body.records;
};

/** Sections that show the column, with the view that they are in. */
async function places(demarche: SmallDemarche, columnRef: number) {
  const sections = await records(demarche, '_grist_Views_section');
  const fields = await records(demarche, '_grist_Views_section_field');
  return fields
    .filter(({ fields: { colRef } }) => colRef === columnRef)
    .map(({ fields: { parentId, parentPos, width } }) => ({
      view: sections.find(({ id }) => id === parentId)?.fields.parentId,
      section: parentId,
      position: parentPos,
      width,
    }));
}

const ofTexte = ({ dossiers }: SmallDemarche) => {
  const columnRef = dossiers.columns.find(({ key }) => key === 'texte')?.ref ?? 0;
  return { table: 'dossiers', tableRef: dossiers.ref, column: 'texte', columnRef } as const;
};

describe('hiding a column in the pages', () => {
  it('takes its fields out of every page, of no raw data, and tells where they were', async () => {
    const demarche = await small();
    const place = ofTexte(demarche);
    await demarche.act([['CreateViewSection', demarche.dossiers.ref, 0, 'record', null, null]]);
    const before = await places(demarche, place.columnRef);
    const others = (await records(demarche, '_grist_Views_section_field')).length - before.length;
    const hide: SchemaOperation = { ...place, type: 'hide_column', reason: 'champ_retire' };
    const { hidden } = await demarche.grist.reshape([hide], demarche.tables);
    const left = await places(demarche, place.columnRef);
    expect(left).toEqual(before.filter(({ view }) => view === 0));
    expect((await records(demarche, '_grist_Views_section_field')).length - left.length).toBe(others);
    expect(hidden?.[0]?.places.map(({ section }) => section)).toEqual(
      before.filter(({ view }) => view !== 0).map(({ section }) => section),
    );
    const show: SchemaOperation = {
      ...place,
      type: 'show_column',
      places: [...(hidden?.[0]?.places ?? []), { section: 9999, position: 1, width: 0, widgetOptions: '' }],
      reason: 'annulation',
    };
    await demarche.grist.reshape([show], demarche.tables);
    const again = await places(demarche, place.columnRef);
    expect(again.map(({ section }) => section).sort()).toEqual(before.map(({ section }) => section).sort());
    // Shown already, it is not shown twice.
    await demarche.grist.reshape([show], demarche.tables);
    expect(await places(demarche, place.columnRef)).toEqual(again);
  });

  it('leaves the column and its values as they are', async () => {
    const demarche = await small();
    await demarche.grist.write(demarche.tables, [newDossier(1, { texte: 'gardé' })]);
    const hide: SchemaOperation = { ...ofTexte(demarche), type: 'hide_column', reason: 'champ_retire' };
    const { structure } = await demarche.grist.reshape([hide], demarche.tables);
    expect(structure).toEqual(await demarche.grist.structure());
    const [row] = await demarche.grist.readDossiers([demarche.dossiers], [1]);
    expect(row?.cells.texte).toBe('gardé');
  });

  it('goes on, hiding nothing, where pages are not told', async () => {
    const demarche = await small();
    demarche.proxy.troubleWith(({ path }) =>
      path.includes('_grist_Views_section')
        ? {
            type: 'answer',
            status: 403,
            body: '{"error":"Blocked by table read access rules"}',
            when: 'before',
          }
        : null,
    );
    const hide: SchemaOperation = { ...ofTexte(demarche), type: 'hide_column', reason: 'champ_retire' };
    const { hidden } = await demarche.grist.reshape([hide], demarche.tables);
    expect(hidden).toEqual([{ table: 'dossiers', column: 'texte', places: [] }]);
  });
});

describe('removing a column', () => {
  it('removes that one, and says that the structure changed when it is gone already', async () => {
    const demarche = await small();
    const place = ofTexte(demarche);
    const remove: SchemaOperation = { ...place, type: 'remove_column', reason: 'annulation' };
    const before = (await demarche.grist.structure()).flatMap(({ columns }) => columns.map(({ ref }) => ref));
    const { structure } = await demarche.grist.reshape([remove], demarche.tables);
    expect(structure.flatMap(({ columns }) => columns.map(({ ref }) => ref))).toEqual(
      before.filter((ref) => ref !== place.columnRef),
    );
    await expect(demarche.grist.reshape([remove], demarche.tables)).rejects.toMatchObject({
      code: 'GRIST_STRUCTURE_CHANGEE',
    });
  });
});

describe('a column added, and the process killed before anything else', () => {
  it('bears our mark at once: the next run knows it', async () => {
    const demarche = await small();
    const { grist, proxy, dossiers, tables } = demarche;
    const column = {
      key: 'neuf',
      id: 'texte',
      aliases: [],
      label: 'Nouveau',
      description: 'Champ DN\u00a0: neuf',
      type: 'Text',
      widget: {},
      volatile: false,
      lookup: null,
    } as const;
    // A column of the user's has the very id that is proposed.
    await demarche.act([['AddVisibleColumn', dossiers.id, 'texte', { type: 'Text', isFormula: false }]]);
    proxy.troubleWith(({ path, method }) =>
      method === 'GET' && path.includes('/tables?') ? { type: 'cut', when: 'before' } : null,
    );
    const add: SchemaOperation = {
      type: 'add_column',
      table: 'dossiers',
      tableRef: dossiers.ref,
      column,
      reason: 'champ_ajoute',
    };
    await expect(grist.reshape([add], tables)).rejects.toThrow();
    proxy.troubleWith(() => null);
    const found = (await demarche.again().structure()).find(({ ref }) => ref === dossiers.ref)?.columns ?? [];
    expect(found.find(({ id }) => id === 'texte')).toMatchObject({ description: '', label: 'texte' });
    expect(found.find(({ id }) => id === 'texte2')).toMatchObject({
      description: column.description,
      label: 'Nouveau',
      untieColIdFromLabel: true,
    });
  });
});
