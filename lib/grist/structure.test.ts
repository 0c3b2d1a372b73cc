import { describe, expect, it } from 'vitest';
import { KEY, opened, scripted } from './fixture-grist';
import { parseWidgetOptions } from './structure';

/** What grist-core 1.7.17 answers, cut to what we read; `expand` false: as a Grist before March 2026. */
function tables(expand: boolean) {
  const fields = (colRef: number, type: string, more: object = {}) => ({
    colRef,
    type,
    label: 'Libellé',
    description: '',
    isFormula: false,
    formula: '',
    untieColIdFromLabel: false,
    widgetOptions: '',
    visibleCol: 0,
    ...more,
  });
  const columns = {
    2: [
      { id: 'number', fields: fields(5, 'Int') },
      {
        id: 'choix',
        fields: fields(6, 'Choice', { widgetOptions: '{"choices":["a"]}', untieColIdFromLabel: true }),
      },
      { id: 'gristHelper_Display', fields: fields(7, 'Any', { isFormula: true }) },
      { id: 'manualSort', fields: fields(4, 'ManualSortPos') },
    ],
    3: [{ id: 'count', fields: fields(8, 'Int', { isFormula: true, formula: 'len($group)' }) }],
  };
  return {
    columns,
    tables: [
      {
        id: 'Dossiers',
        fields: { tableRef: 2, primaryViewId: 1, summarySourceTable: 0 },
        ...(expand ? { columns: columns[2] } : {}),
      },
      {
        id: 'Dossiers_summary',
        fields: { tableRef: 3, primaryViewId: 0, summarySourceTable: 2 },
        ...(expand ? { columns: columns[3] } : {}),
      },
      {
        id: 'GristHidden_import',
        fields: { tableRef: 9, primaryViewId: 0, summarySourceTable: 0 },
        ...(expand ? { columns: [] } : {}),
      },
    ],
  };
}

const EXPECTED = [
  {
    ref: 2,
    id: 'Dossiers',
    columns: [
      {
        ref: 5,
        id: 'number',
        type: 'Int',
        label: 'Libellé',
        description: '',
        isFormula: false,
        formula: '',
        untieColIdFromLabel: false,
        widgetOptions: {},
      },
      {
        ref: 6,
        id: 'choix',
        type: 'Choice',
        label: 'Libellé',
        description: '',
        isFormula: false,
        formula: '',
        untieColIdFromLabel: true,
        widgetOptions: { choices: ['a'] },
      },
    ],
  },
];

describe('structure', () => {
  it('is read in one request, without summaries nor Grist’s own columns', async () => {
    const { grist, server } = await scripted((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ tables: tables(true).tables }));
    });
    expect(await grist.structure()).toEqual(EXPECTED);
    expect(server.received.map(({ url }) => url)).toEqual(['/api/docs/doc/tables?expand=column']);
    expect(server.received[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it('is the same from an older Grist, in two', async () => {
    const { server } = await scripted((request, response) => {
      const { columns, tables: plain } = tables(false);
      const records = Object.entries(columns).flatMap(([parentId, list]) =>
        list.map(({ id, fields: { colRef, ...fields } }) => ({
          id: colRef,
          fields: { ...fields, colId: id, parentId: Number(parentId) },
        })),
      );
      response.end(
        JSON.stringify(request.url.includes('_grist_Tables_column') ? { records } : { tables: plain }),
      );
    });
    const grist = opened(`${server.origin}/o/equipe`, 'doc');
    expect(await grist.structure()).toEqual(EXPECTED);
    expect(server.received.map(({ url }) => url)).toEqual([
      '/o/equipe/api/docs/doc/tables?expand=column',
      '/o/equipe/api/docs/doc/tables/_grist_Tables_column/records',
    ]);
  });

  it('does not take another answer for an empty document', async () => {
    const { grist } = await scripted((_, response) => {
      response.end('{"data":[]}');
    });
    await expect(grist.structure()).rejects.toThrow('GRIST_REPONSE_ILLISIBLE');
  });
});

describe('parseWidgetOptions', () => {
  it.each([
    ['', {}],
    ['{"a":1}', { a: 1 }],
    ['[1]', {}],
    ['null', {}],
    ['{broken', {}],
  ])('%s', (json, options) => {
    expect(parseWidgetOptions(json)).toEqual(options);
  });
});
