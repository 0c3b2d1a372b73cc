// Ready-made pages, from the request to the document: made once and in one transaction, whoever asks and whatever dies in
// the middle; taken away while nobody changed them, and never after.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentControl } from '../simulators/grist/gestures';
import { type Simulator, startGrist } from '../simulators/grist/start';
import { Failure } from './errors/failure';
import { proxied } from './grist/fixture-document';
import { openGrist } from './grist/open';
import type { RunHandle } from './run/ports';
import { makeReadyPage, removeReadyPage } from './run/ready-pages';
import { memoryLedger } from './run/testing/memory-ledger';
import type { PageKind } from './sync/model/ready-page';
import type { Bindings, TableKey } from './sync/model/table';

let site: Simulator;
beforeAll(async () => {
  site = await startGrist();
});
afterAll(() => site.close());

const KINDS: readonly PageKind[] = ['suivi', 'delais', 'groupes', 'zones'];
const INSTANT = 'DateTime:Europe/Paris';

const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dossiers: {
    ...{ number: 'Int', state: 'Choice', demandeur_nom: 'Text', groupe_instructeur_label: 'Text' },
    ...{ date_depot: INSTANT, date_traitement: INSTANT },
  },
  champs: { dossier: 'Ref:Demarche_1_dossiers', dossier_number: 'Int', projet: 'Text' },
  avis: { dossier: 'Ref:Demarche_1_dossiers', avis_id: 'Text', question: 'Text' },
  'bloc:b': { dossier: 'Ref:Demarche_1_dossiers', bloc_ligne_id: 'Text', nom: 'Text' },
  zones: { dossier: 'Ref:Demarche_1_dossiers', zone_id: 'Text', latitude: 'Numeric' },
};

type World = Awaited<ReturnType<typeof openWorld>>;

async function openWorld() {
  const document = site.createDocument();
  for (const [key, columns] of Object.entries(TABLES)) {
    const infos = Object.entries(columns).map(([id, type]) => ({ id, type, isFormula: false }));
    document.apply([['AddTable', `Demarche_1_${key.replace(':', '_')}`, infos]]);
  }
  for (const [number, group] of [
    [1, 'Nord'],
    [2, 'Sud'],
  ] as const) {
    document.addRow('Demarche_1_dossiers', { number, groupe_instructeur_label: group });
  }
  const bindings: Bindings = {
    tables: Object.keys(TABLES).map((key) => {
      const table = document.table(`Demarche_1_${key.replace(':', '_')}`);
      return {
        ...{ key: key as TableKey, ref: table.ref, id: table.id, label: 'Lieux' },
        columns: table.columns.map(({ ref, id, label, description }) => ({
          ...{ key: `meta:${id}`, ref, id, label, description },
        })),
      };
    }),
  };
  const proxy = await proxied({ url: site.url, key: site.key, newDocument: async () => document.id });
  const ledger = memoryLedger();
  const destination = openGrist({
    ...{ url: proxy.url, key: site.key, document: document.id },
    sleep: async () => undefined,
  });
  const link = await ledger.openLink({
    ...{ sourceUrl: 'https://dn.exemple.fr', demarche: 1 },
    ...{ destinationUrl: site.url, document: document.id },
  });
  const begun = await ledger.beginRun({ linkId: link.id, kind: 'decision', trigger: 'manuel' });
  if (begun.status === 'busy') throw new Error('busy');
  const handle: RunHandle = begun.handle;
  await ledger.saveBindings(handle, bindings);
  const ports = { ledger, destination, readyPages: destination.readyPages };
  return {
    ...{ document, proxy, ledger, handle, ports },
    make: (kind: PageKind) => makeReadyPage(ports, handle, kind),
    remove: (kind: PageKind) => removeReadyPage(ports, handle, kind),
    page: async (kind: PageKind) => {
      const made = (await ledger.pages(handle.linkId)).find((one) => one.kind === kind);
      if (made === undefined) throw new Error(`no page ${kind}`);
      return made;
    },
  };
}

let world: World;
beforeEach(async () => {
  world = await openWorld();
});

/** Everything of the document's structure that a page may leave behind. */
async function shapeOf({ document }: { readonly document: DocumentControl }): Promise<unknown> {
  const names = ['Tables', 'Tables_column', 'Views', 'Pages', 'Views_section', 'Views_section_field'];
  return Promise.all(
    names.map(async (name) => {
      const answer = await fetch(`${site.url}/api/docs/${document.id}/tables/_grist_${name}/records`, {
        headers: { authorization: `Bearer ${site.key}` },
      });
      return answer.json();
    }),
  );
}

const refusal = (code: string, detail: string) =>
  expect.objectContaining({ code, detail: expect.stringContaining(detail) }) as unknown as Failure;

describe('making a page', () => {
  it.each(KINDS)('%s: in one transaction, once, and taken away without a trace', async (kind) => {
    const before = await shapeOf(world);
    expect(await world.make(kind)).toBe('faite');
    expect(world.proxy.applies()).toHaveLength(1);
    const { page } = await world.page(kind);
    expect(page.sections.length).toBeGreaterThan(1);
    expect(page.sections.every(({ fields }) => fields.length > 0)).toBe(true);
    expect(await world.make(kind)).toBe('deja');
    expect(world.proxy.applies()).toHaveLength(1);
    expect(await world.remove(kind)).toEqual({ status: 'retiree', kept: [] });
    expect(await shapeOf(world)).toEqual(before);
    expect(await world.ledger.pages(world.handle.linkId)).toEqual([]);
  });

  it('follows the selection: statuses, then dossiers, then all that is of the dossier', async () => {
    await world.make('suivi');
    const { sections } = (await world.page('suivi')).page;
    const byTitle = new Map(sections.map((section) => [section.title, section]));
    const ref = (title: string) => byTitle.get(title)?.ref ?? 0;
    const reference = (table: string) =>
      world.document.table(table).columns.find(({ id }) => id === 'dossier')?.ref ?? 0;
    expect(sections.map(({ title, widget, link }) => [title, widget, link])).toEqual([
      ['Statuts', 'record', [0, 0, 0]],
      ['Dossiers', 'record', [ref('Statuts'), 0, 0]],
      ['Dossier', 'single', [ref('Dossiers'), 0, 0]],
      ['Formulaire', 'single', [ref('Dossiers'), 0, reference('Demarche_1_champs')]],
      ['Avis', 'record', [ref('Dossiers'), 0, reference('Demarche_1_avis')]],
      ['Lieux', 'record', [ref('Dossiers'), 0, reference('Demarche_1_bloc_b')]],
      ['Zones', 'record', [ref('Dossiers'), 0, reference('Demarche_1_zones')]],
    ]);
  });

  it('whatever the names that people gave to tables and columns', async () => {
    world.document.renameTable('Demarche_1_dossiers', 'Demandes');
    world.document.renameColumn('Demandes', 'state', 'Etape');
    world.document.renameColumn('Demandes', 'date_traitement', 'Fin');
    for (const kind of KINDS) expect(await world.make(kind)).toBe('faite');
    const [month] = (await world.page('delais')).columns;
    expect(month?.formula).toContain('$Fin.strftime');
  });

  it('two links of one document have each their own', async () => {
    const { ledger, handle } = world;
    const { bindings } = await ledger.readLink(handle.linkId);
    const link = await ledger.openLink({
      ...{ sourceUrl: 'https://dn.exemple.fr', demarche: 2, destinationUrl: site.url, document: 'd' },
    });
    const begun = await ledger.beginRun({ linkId: link.id, kind: 'decision', trigger: 'manuel' });
    if (begun.status === 'busy') throw new Error('busy');
    await ledger.saveBindings(begun.handle, bindings);
    expect(await world.make('suivi')).toBe('faite');
    expect(await makeReadyPage(world.ports, begun.handle, 'suivi')).toBe('faite');
    expect(await world.remove('suivi')).toMatchObject({ status: 'retiree' });
    expect(await makeReadyPage(world.ports, begun.handle, 'suivi')).toBe('deja');
  });

  it('an answer that was lost leaves one page, found again', async () => {
    world.proxy.troubleWith(({ path, body }) =>
      path.includes('/apply') && body !== '[]' ? { type: 'cut', when: 'after' } : null,
    );
    await expect(world.make('delais')).rejects.toMatchObject({ code: 'GRIST_ECRITURE_INCERTAINE' });
    world.proxy.troubleWith(() => null);
    expect(await world.make('delais')).toBe('deja');
    const made = await world.page('delais');
    expect([made.intact, made.columns.map(({ id }) => id)]).toEqual([true, ['mois_decision']]);
    expect(await world.remove('delais')).toEqual({ status: 'retiree', kept: [] });
    expect(world.document.table('Demarche_1_dossiers').columns.map(({ id }) => id)).not.toContain(
      'mois_decision',
    );
  });

  it('found again after such a loss, but changed meanwhile: it is the user’s', async () => {
    world.proxy.troubleWith(({ path, body }) =>
      path.includes('/apply') && body !== '[]' ? { type: 'cut', when: 'after' } : null,
    );
    await expect(world.make('zones')).rejects.toThrow(Failure);
    world.proxy.troubleWith(() => null);
    const view = await viewNamed('Zones');
    world.document.apply([['UpdateRecord', '_grist_Views', view, { name: 'Mes zones' }]]);
    expect(await world.make('zones')).toBe('deja');
    await expect(world.remove('zones')).rejects.toEqual(refusal('PAGE_PRETE_MODIFIEE', 'ne ressemble plus'));
  });

  it.each([
    ['a table', () => [['AddTable', 'Ailleurs', [{ id: 'a', type: 'Text', isFormula: false }]]]],
    ['a page', () => [['CreateViewSection', 2, 0, 'record', null, null]]],
  ])('begins again when somebody makes %s between the look and the transaction', async (_what, actions) => {
    world.proxy.beforeNextWrite(async () => world.document.apply(actions()));
    expect(await world.make('suivi')).toBe('faite');
    const { sections } = (await world.page('suivi')).page;
    expect(sections.map(({ title }) => title)).toContain('Statuts');
    expect(await world.remove('suivi')).toMatchObject({ status: 'retiree' });
  });

  it.each(['Demarche_1_dossiers', 'Demarche_1_champs'])(
    'begins again when somebody adds a column to %s in between, and leaves that one alone',
    async (table) => {
      world.proxy.beforeNextWrite(async () => world.document.addColumn(table, 'z', 'Text'));
      for (const kind of ['delais', 'suivi'] as const) expect(await world.make(kind)).toBe('faite');
      const { columns } = world.document.table('Demarche_1_dossiers');
      const [month] = (await world.page('delais')).columns;
      expect(columns.find(({ ref }) => ref === month?.columnRef)).toMatchObject({ id: 'mois_decision' });
      expect(columns.filter(({ id }) => id.startsWith('mois_decision'))).toHaveLength(1);
      expect(await world.remove('delais')).toEqual({ status: 'retiree', kept: [] });
      expect(world.document.table(table).columns.map(({ id }) => id)).toContain('z');
      expect(world.document.tables().filter(({ id }) => id.includes('summary'))).toHaveLength(1);
    },
  );

  it('is refused, with the reason, where the document lacks what it needs', async () => {
    world.document.deleteColumn('Demarche_1_dossiers', 'state');
    await expect(world.make('suivi')).rejects.toEqual(refusal('PAGE_PRETE_IMPOSSIBLE', 'Statut'));
    world.document.deleteTable('Demarche_1_zones');
    await expect(world.make('zones')).rejects.toEqual(refusal('PAGE_PRETE_IMPOSSIBLE', 'Carte'));
    world.document.retypeColumn('Demarche_1_dossiers', 'date_depot', 'Text');
    await expect(world.make('delais')).rejects.toEqual(refusal('PAGE_PRETE_IMPOSSIBLE', 'type date'));
    expect(world.proxy.applies()).toHaveLength(0);
  });

  it('of groups, when all dossiers are of one', async () => {
    world.document.editCell('Demarche_1_dossiers', 2, 'groupe_instructeur_label', 'Nord');
    await expect(world.make('groupes')).rejects.toEqual(refusal('PAGE_PRETE_IMPOSSIBLE', 'même groupe'));
  });

  async function viewNamed(name: string): Promise<number | undefined> {
    const answer = await fetch(`${site.url}/api/docs/${world.document.id}/tables/_grist_Views/records`, {
      headers: { authorization: `Bearer ${site.key}` },
    });
    const { records } = (await answer.json()) as { records: { id: number; fields: { name: string } }[] };
    return records.find(({ fields }) => fields.name === name)?.id;
  }
});

describe('a page that somebody changed is theirs', () => {
  const change = async (kind: PageKind, actions: (view: number, section: number) => unknown[]) => {
    await world.make(kind);
    const { page } = await world.page(kind);
    world.document.apply(actions(page.viewRef, page.sections[0]?.ref ?? 0));
  };

  it.each([
    ['its name', 'Ma page', (view: number) => [['UpdateRecord', '_grist_Views', view, { name: 'Ma page' }]]],
    [
      'its layout',
      'disposition',
      (view: number) => [['UpdateRecord', '_grist_Views', view, { layoutSpec: '{}' }]],
    ],
    [
      'the title of a widget',
      'Statuts',
      (_view: number, section: number) => [
        ['UpdateRecord', '_grist_Views_section', section, { title: 'Étapes' }],
      ],
    ],
    ['a widget more', 'ajouté', (view: number) => [['CreateViewSection', 2, view, 'record', null, null]]],
    [
      'a widget less',
      'supprimé',
      (_view: number, section: number) => [['RemoveRecord', '_grist_Views_section', section + 1]],
    ],
  ])('%s', async (_what, reason, actions) => {
    await change('suivi', actions);
    const before = await shapeOf(world);
    await expect(world.remove('suivi')).rejects.toEqual(refusal('PAGE_PRETE_MODIFIEE', reason));
    expect(await shapeOf(world)).toEqual(before);
    expect(await world.make('suivi')).toBe('deja');
  });

  it('a column that left the document changed nothing of it', async () => {
    await world.make('suivi');
    world.document.deleteColumn('Demarche_1_dossiers', 'demandeur_nom');
    world.document.addColumn('Demarche_1_dossiers', 'note', 'Text');
    expect(await world.remove('suivi')).toMatchObject({ status: 'retiree' });
  });

  it('deleted, it is forgotten; the page that got its number is not ours, and a new one is made', async () => {
    await world.make('suivi');
    const { viewRef } = (await world.page('suivi')).page;
    world.document.apply([['RemoveRecord', '_grist_Views', viewRef]]);
    const [made] = world.document.apply([['CreateViewSection', 2, 0, 'record', null, null]]).retValues;
    expect(made).toMatchObject({ viewRef });
    expect(await world.remove('suivi')).toEqual({ status: 'absente', kept: [] });
    expect(await world.make('suivi')).toBe('faite');
    expect((await world.page('suivi')).page.viewRef).not.toBe(viewRef);
  });

  it('the column that it had added stays when a formula uses it', async () => {
    await world.make('delais');
    world.document.addFormulaColumn('Demarche_1_dossiers', 'annee', '$mois_decision[:4]');
    expect(await world.remove('delais')).toEqual({ status: 'retiree', kept: ['mois_decision'] });
    const ids = world.document.table('Demarche_1_dossiers').columns.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['mois_decision', 'annee']));
  });
});
