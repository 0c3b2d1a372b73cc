// A document of the original One Trick Pony taken over, from one end to the other: both simulators over real HTTP, a real
// Postgres, every type of field, and what agents had built on the document.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunReport } from '../../lib/run/conduct';
import { openLedger } from '../../lib/store/ledger';
import { testDatabase } from '../../lib/store/testing/database';
import type { DemarchesSimulator } from '../../simulators/demarches/start';
import { type Simulator, startGrist } from '../../simulators/grist/start';
import { lookAtDocument, lookAtPages, lost, movedCells, type SeenDocument } from './testing/seen-document';
import {
  type Choose,
  demarcheOfEveryField,
  EVERYTHING_CONVERTED,
  NOTHING,
  openStage,
  type Stage,
} from './testing/stage';

const store = testDatabase();
let dn: DemarchesSimulator;
let grist: Simulator;
let stage: Stage;
let before: SeenDocument;

const memory = () => ({
  ledger: openLedger(store.database(), { now: () => Date.now() }),
  expireLeases: async () => {
    await store.sql("UPDATE lease SET expires_at = 'epoch' WHERE holder IS NOT NULL");
  },
});

beforeEach(async () => {
  [dn, grist] = await Promise.all([demarcheOfEveryField(), startGrist()]);
  stage = await openStage(dn, grist, memory());
  before = await lookAtDocument(grist);
});
afterEach(async () => {
  await dn.close();
  await grist.close();
});

const DOSSIERS = 'Demarche_4242_dossiers';
const typesOf = (document: SeenDocument) =>
  new Map(
    [...document].flatMap(([id, { columns }]) =>
      [...columns.values()].map((column) => [`${id}.${column.id}`, column.type] as const),
    ),
  );
const changedTypes = async () => {
  const now = typesOf(await lookAtDocument(grist));
  return [...typesOf(before)].filter(([column, type]) => now.get(column) !== type).map(([column]) => column);
};
/** The user's pages as they were; the tables' own may have grown at their end. */
const pagesKept = async (was: Awaited<ReturnType<typeof lookAtPages>>) => {
  const now = new Map((await lookAtPages(grist)).map((section) => [section.id, section]));
  return was.every(({ id, shows }) => shows.every((column, rank) => now.get(id)?.shows[rank] === column));
};
const rowsOf = (table: string) => grist.document().rows(table);
const numbersIn = (table: string) => rowsOf(table).map((row) => String(row.dossier_number));

/** What must be true whatever was accepted. */
async function holds(report: RunReport | null) {
  expect(report).toMatchObject({ status: 'reussi', counts: { added: 0, failed: 0 } });
  const after = await lookAtDocument(grist);
  expect(lost(before, after)).toEqual([]);
  // Not one more row of a dossier: the doubled one was there before us.
  expect(numbersIn(DOSSIERS)).toHaveLength(13);
  expect(new Set(numbersIn(DOSSIERS)).size).toBe(12);
  for (const table of ['champs', 'annotations', 'demandeurs']) {
    expect(new Set(numbersIn(`Demarche_4242_${table}`)).size).toBe(12);
    expect(numbersIn(`Demarche_4242_${table}`)).toHaveLength(12);
  }
  const moved = movedCells(before, after);
  const own = new Set([
    'note_du_service',
    'priorite',
    'dossier',
    'remarque',
    'dossiers_supprimes_DN',
    'champ_id',
  ]);
  expect(moved.filter(({ column, table }) => own.has(column) && !table.includes('_repetable_'))).toEqual([]);
  expect(moved.filter(({ table }) => ['Suivi_interne', 'Sync_metadata'].includes(table))).toEqual([]);
  // The doubled row is told by whoever verifies, and repaired only with the user’s word; nothing else differs.
  expect(await stage.differences()).toEqual([`en_double dossiers ${stage.numbers.doubled}`]);
  const history = grist.document().history();
  expect((await stage.sync({ full: true }))?.counts).toMatchObject({ added: 0, updated: 0, removed: 0 });
  expect((await stage.sync())?.counts).toMatchObject({ added: 0, updated: 0, removed: 0 });
  expect(grist.document().history()).toBe(history);
}

describe('a document of the original', () => {
  it('nothing accepted: no type changes, and no cell but where the original was wrong', async () => {
    const pages = await lookAtPages(grist);
    await stage.accept(NOTHING);
    await holds(await stage.sync());
    expect(await changedTypes()).toEqual([]);
    expect(await pagesKept(pages)).toBe(true);
    const moved = movedCells(before, await lookAtDocument(grist));
    expect(
      new Set(moved.map(({ table, column }) => `${table.replace('Demarche_4242_', '')}.${column}`)),
    ).toEqual(
      new Set([
        // Never filled by the original (facts/original.md §1b).
        'dossiers.motivation',
        'champs.piece_d_identite',
        // D14: zero, and integers beyond 2^53.
        'annotations.montant_accorde',
        'champs.nombre_de_participants',
        // D6: a row a zone; the first one becomes the row again.
        'repetable_lieux.block_row_id',
        // D11: namesakes of a block overwrote each other.
        ...['repetable_parcelles.detail', 'repetable_parcelles.detail_1'],
      ]),
    );
    // What it left empty (D5) is filled, under the rows that it would have had.
    expect(rowsOf('Demarche_4242_repetable_depenses').length).toBeGreaterThan(0);
    const gone = rowsOf(DOSSIERS).find((row) => row.dossier_number === String(stage.numbers.departed));
    expect(gone).toMatchObject({ etat_dn: 'supprimé', dossiers_supprimes_DN: true });
  });

  it('everything accepted: what can be converted is, and nothing is lost', async () => {
    await stage.accept(EVERYTHING_CONVERTED);
    await holds(await stage.sync());
    const now = typesOf(await lookAtDocument(grist));
    expect(now.get(`${DOSSIERS}.dossier_number`)).toBe('Int');
    expect(now.get(`${DOSSIERS}.date_depot`)).toBe('DateTime:Europe/Paris');
    expect(now.get('Demarche_4242_champs.publics')).toBe('ChoiceList');
    expect(now.get('Demarche_4242_repetable_lieux.accessible')).toBe('Choice');
    const formulas = await changedTypes();
    expect(formulas.filter((column) => /annee|est_accepte|fiche|note_du_service/.test(column))).toEqual([]);
  });

  it('a mix: each column as it was chosen', async () => {
    const turns = new Map<string, number>();
    const inTurn: Choose = (table, { choices }) => {
      const turn = turns.get(table) ?? 0;
      turns.set(table, turn + 1);
      return choices[turn % choices.length];
    };
    await stage.accept(inTurn);
    const kept = stage.settings().takeOver?.columns.map(({ how }) => how);
    expect(new Set(kept)).toEqual(new Set(['reprise', 'convertie', 'gardee', 'a_cote']));
    await holds(await stage.sync());
  });
});

describe('a démarche of people', () => {
  it('their table is taken over as the other one is', async () => {
    const people = await demarcheOfEveryField({ demandeurs: 'physique', dossiers: 6, number: 77 });
    try {
      const address = { url: grist.url, key: grist.key, docId: grist.createDocument().id };
      const other = await openStage(people, address, memory());
      const was = await lookAtDocument(address);
      await other.accept(NOTHING);
      expect(await other.sync()).toMatchObject({ status: 'reussi', counts: { added: 0 } });
      const now = await lookAtDocument(address);
      expect(lost(was, now)).toEqual([]);
      expect(movedCells(was, now).filter(({ table }) => table === 'Demarche_77_demandeurs')).toEqual([]);
      expect(await other.differences()).toEqual([`en_double dossiers ${other.numbers.doubled}`]);
    } finally {
      await people.close();
    }
  });
});

describe('a link that is deleted and made again', () => {
  it('finds the document as it was left, half taken over or wholly, and asks for nothing else', async () => {
    const forget = () => store.sql('DELETE FROM link');
    await stage.accept((_table, { choices, id }) =>
      choices.includes('convertie') && id.length % 2 === 0 ? 'convertie' : undefined,
    );
    // Dead once the structure is made, before it is remembered.
    expect(await stage.sync({}, 12)).toBeNull();
    await forget();
    await stage.accept(NOTHING);
    await holds(await stage.sync());
    const types = typesOf(await lookAtDocument(grist));
    await forget();
    await stage.accept(NOTHING);
    await holds(await stage.sync());
    expect(typesOf(await lookAtDocument(grist))).toEqual(types);
  });
});

describe('interrupted', () => {
  it('killed again and again, in the structure and in the pages: ends as if nothing had happened', async () => {
    await stage.accept(NOTHING);
    let report: RunReport | null = null;
    let deaths = 0;
    // Each process lives a little longer than the one before it.
    for (let at = 2; report === null; at += 3) {
      report = await stage.sync({ stepBudget: 0 }, at);
      if (report === null) deaths += 1;
    }
    expect(deaths).toBeGreaterThan(5);
    await holds(report);
  });
});

describe('rights that lack', () => {
  it('a key that may not change the structure: the run says so, and nothing is written', async () => {
    await stage.accept(NOTHING);
    grist.document().setRules({ structure: 'forbidden', appliesTo: 'not_owners' });
    const history = grist.document().history();
    stage.useKey(grist.people.editor.key);
    await expect(stage.sync()).rejects.toMatchObject({ code: 'GRIST_STRUCTURE_INTERDITE' });
    expect(grist.document().history()).toBe(history);
    stage.useKey(grist.key);
    await holds(await stage.sync());
  });
});

describe('a document that moved between the look and the run', () => {
  it('a column retyped by somebody: the run asks, and writes nothing', async () => {
    await stage.accept(NOTHING);
    grist.document().retypeColumn(DOSSIERS, 'date_depot', 'DateTime:Europe/Paris');
    const history = grist.document().history();
    await expect(stage.sync()).rejects.toMatchObject({ code: 'GRIST_COLONNES_A_CONVERTIR' });
    expect(grist.document().history()).toBe(history);
    // Looked at again, it is what it has become.
    await stage.accept(NOTHING);
    expect((await stage.sync())?.status).toBe('reussi');
    expect(await stage.differences()).toEqual([`en_double dossiers ${stage.numbers.doubled}`]);
  });

  it('a column renamed or deleted: ours is made, and theirs is left as it is', async () => {
    await stage.accept(NOTHING);
    const kept = rowsOf(DOSSIERS).map((row) => row.date_expiration);
    grist.document().renameColumn(DOSSIERS, 'date_expiration', 'expire_le');
    grist.document().deleteColumn('Demarche_4242_champs', 'courriel');
    expect((await stage.sync())?.status).toBe('reussi');
    expect(rowsOf(DOSSIERS).map((row) => row.expire_le)).toEqual(kept);
    expect(await stage.differences()).toEqual([`en_double dossiers ${stage.numbers.doubled}`]);
  });
});
