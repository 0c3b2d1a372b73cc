// The preview of a link: bounded whatever there is, honest about what it saw, and without a trace.

import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, EVERYTHING, type Scope } from '../sync/model/options';
import { DEFAULT_POLICIES } from '../sync/model/policies';
import { previewLink } from './preview';
import { cellText } from './preview-text';
import { FIVE, one, world } from './testing/world';

function settingsOf(scope: Partial<Scope> = {}, options: Partial<typeof DEFAULT_OPTIONS> = {}) {
  return {
    scope: { ...EVERYTHING, ...scope },
    options: { ...DEFAULT_OPTIONS, ...options },
    policies: DEFAULT_POLICIES,
  };
}

async function previewOf(at: ReturnType<typeof world>, settings = settingsOf()) {
  const ports = {
    ...{ source: at.source, destination: at.document, ledger: at.ledger },
    ...{ clock: { now: () => 0 }, journal: { write: () => undefined }, stop: new AbortController().signal },
  };
  at.source.requests.length = 0;
  return previewLink(ports, await at.link(), settings);
}

describe('a preview', () => {
  it('reads one page whatever there is, and says that it is a sample', async () => {
    const at = world(Array.from({ length: 300 }, (_, index) => one(index + 1, `projet ${index + 1}`, {}, 1)));
    at.source.pageSize = 50;
    at.source.demarche = { ...at.source.demarche, dossiersCount: 40_000 };
    const preview = await previewOf(at);
    expect(at.source.requests).toEqual(['describe', 'page']);
    expect(preview.dossiers).toEqual({ announced: 40_000, read: 50, inScope: 50, isWhole: false });
    expect(preview.effort).toMatchObject({ demarches: 404 });
  });

  it('shows tables with their columns and a few rows, and leaves both sides as they were', async () => {
    const at = world(FIVE);
    at.source.pageSize = 100;
    const preview = await previewOf(at);
    const table = (key: string) => preview.tables.find((candidate) => candidate.key === key);
    expect(table('dossiers')).toMatchObject({ status: 'nouvelle', counts: { add: 5, update: 0, remove: 0 } });
    const champs = table('champs');
    expect(champs?.columns.map(({ label, type }) => [label, type])).toContainEqual(['Projet', 'Texte']);
    expect(champs?.rows.map(({ cells }) => cells.join(' '))).toContainEqual(
      expect.stringContaining('projet 3'),
    );
    expect(table('bloc:Champ-5')?.rows[0]?.cells).toContain('1');
    expect(await at.document.structure()).toEqual([]);
    expect((await at.link()).bindings.tables).toEqual([]);
  });

  it('goes on to other pages while the filters leave nothing, three at most', async () => {
    const at = world(
      FIVE.map((dossier, index) => ({ ...dossier, state: index === 4 ? 'accepte' : 'refuse' })),
    );
    const preview = await previewOf(at, settingsOf({ statuts: ['accepte', 'sans_suite'] }));
    expect(preview.dossiers).toMatchObject({ read: 5, inScope: 1 });
    const none = await previewOf(at, settingsOf({ groupes: [999] }));
    expect(at.source.requests.filter((name) => name === 'page')).toHaveLength(3);
    expect(none.dossiers).toMatchObject({ inScope: 0 });
  });

  it('of a document that has the tables already tells what would change', async () => {
    const at = world(FIVE);
    at.source.pageSize = 100;
    await at.sync();
    at.source.dossiers.set(3, one(3, 'autre projet'));
    at.source.dossiers.set(6, one(6, 'projet 6'));
    const preview = await previewOf(at);
    const champs = preview.tables.find(({ key }) => key === 'champs');
    expect(champs).toMatchObject({ status: 'existante', counts: { add: 1, update: 1, remove: 0 } });
    expect(new Set(champs?.columns.map(({ status }) => status))).toEqual(new Set(['existante']));
  });

  it('has nothing of an excluded field, block or option', async () => {
    const at = world(FIVE);
    const settings = settingsOf({}, { exclus: ['Champ-1', 'Champ-5'], avis: false });
    const { tables } = await previewOf(at, settings);
    const keys = tables.map(({ key }) => key);
    expect(keys).not.toContain('bloc:Champ-5');
    expect(keys).not.toContain('avis');
    expect(JSON.stringify(tables)).not.toContain('projet 1');
  });
});

describe('a cell in a preview', () => {
  it.each([
    ['Text', null, ''],
    ['Text', '  deux\nlignes ', 'deux lignes'],
    ['Text', 'x'.repeat(500), `${'x'.repeat(120)}…`],
    ['Bool', true, 'oui'],
    ['Bool', false, 'non'],
    ['Numeric', 1234.5, '1234,5'],
    ['Date', 1_767_225_600, '01/01/2026'],
    ['DateTime:Europe/Paris', 1_767_225_600, '01/01/2026 01:00'],
    ['ChoiceList', ['L', 'Sport, loisirs', 'Culture'], 'Sport, loisirs, Culture'],
  ] as const)('%s %j: %s', (type, cell, text) => {
    expect(cellText(type, cell, 12)).toBe(text);
  });

  it('that refers to its dossier shows its number', () => {
    expect(cellText({ ref: 'dossiers' }, { parent: true }, 12)).toBe('12');
  });
});
