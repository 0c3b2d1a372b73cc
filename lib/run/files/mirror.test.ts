// Files copied into the document: what becomes of each, what a fault leaves behind, and what is never copied.

import { describe, expect, it } from 'vitest';
import { Failure } from '../../errors/failure';
import type { FileRef } from '../../sync/model/dossier';
import { DEFAULT_OPTIONS, EVERYTHING, type LayoutOptions } from '../../sync/model/options';
import { DEFAULT_POLICIES } from '../../sync/model/policies';
import { champ, demarche, descriptor, dossier } from '../../sync/testing/samples';
import { conduct, type RunPolicy } from '../conduct';
import { rehearse } from '../rehearsal';
import type { Repairs } from '../repair';
import { memoryDocument } from '../testing/memory-document';
import { fileOf, memoryFiles } from '../testing/memory-files';
import { memoryLedger } from '../testing/memory-ledger';
import { memorySource } from '../testing/memory-source';
import { POLICY } from '../testing/world';
import { conductVerification } from '../verification';
import { openWorkshop } from '../workshop';

const PIECES = descriptor('Champ-1', 'PieceJustificative', 'Devis');
const BLOCK = descriptor('Champ-2', 'Repetition', 'Achats', {
  children: [descriptor('Champ-3', 'PieceJustificative', 'Facture')],
});
const IDENTITY = descriptor('Champ-4', 'TitreIdentite', 'Titre');
const MIRRORED: Partial<LayoutOptions> = { fichiersCopies: ['Champ-1', 'Champ-3', 'Champ-4'] };
const NOON = '2026-06-01T08:00:00.000Z';

function desk(options: Partial<LayoutOptions> = MIRRORED) {
  const source = memorySource(demarche([PIECES, BLOCK, IDENTITY], { dossiersCount: null }));
  const document = memoryDocument();
  const ledger = memoryLedger();
  const files = memoryFiles();
  let ceiling: number | undefined;
  const journal: string[] = [];
  let announced: number | null = null;
  const open = async (kind: 'sync' | 'verify') => {
    source.demarche = { ...source.demarche, dossiersCount: announced };
    const { id } = await ledger.openLink({
      ...{ sourceUrl: 'https://dn.exemple.fr', demarche: 123 },
      ...{ destinationUrl: 'https://grist.exemple.fr', document: 'doc' },
    });
    const begun = await ledger.beginRun({ linkId: id, kind, trigger: 'cli' });
    if (begun.status === 'busy') throw new Failure('SYNCHRO_DEJA_EN_COURS');
    const ports = {
      ...{ source, destination: document, ledger, files: files.ports, stop: new AbortController().signal },
      clock: { now: () => Date.parse(source.now) },
      journal: { write: (event: { readonly type: string }) => void journal.push(JSON.stringify(event)) },
    };
    return openWorkshop(ports, begun.handle, {
      scope: EVERYTHING,
      options: { ...DEFAULT_OPTIONS, ...options },
      policies: DEFAULT_POLICIES,
      filesCeiling: ceiling,
    });
  };
  const cell = (table: string, column: string) =>
    document.rowsOf(`Demarche_123_${table}`).map((row) => row[column] ?? null);
  return {
    ...{ source, document, ledger, files, journal },
    put(number: number, devis: readonly FileRef[], facture: readonly FileRef[] = [], at = NOON) {
      const { dates, ...made } = dossier([
        champ('Champ-1', { kind: 'files', files: devis }),
        champ('Champ-2', {
          kind: 'repetition',
          rows: [{ id: `Row-${number}`, champs: [champ('Champ-3', { kind: 'files', files: facture })] }],
        }),
        champ('Champ-4', { kind: 'titre_identite', filled: true }),
      ]);
      const dated = { ...dates, depot: NOON, derniereModification: at };
      source.dossiers.set(number, { ...made, id: `Dossier-${number}`, number, dates: dated });
    },
    /** Said by DN: a few dossiers among so many are read one by one, many of few in pages. */
    announce: (count: number) => {
      announced = count;
    },
    setCeiling: (bytes: number) => {
      ceiling = bytes;
    },
    later: (hours: number) => {
      source.now = new Date(Date.parse(source.now) + hours * 3_600_000).toISOString();
    },
    resume: () => ledger.expireLeases(),
    sync: async (
      policy: Partial<RunPolicy> = {},
      onStage: (id: string) => void = () => undefined,
      attempts = 1,
    ) => {
      const run = async <T>(id: string, work: () => Promise<T>) => {
        onStage(id);
        for (let attempt = 1; attempt < attempts; attempt += 1) {
          try {
            return await work();
          } catch {
            // The engine runs it again, in another process.
          }
        }
        return work();
      };
      return conduct({ run }, await open('sync'), { ...POLICY, ...policy });
    },
    rehearse: async () => {
      const workshop = await open('sync');
      const link = await workshop.link();
      const { ports, handle } = rehearse(workshop.ports, link);
      await conduct({ run: (_id, work) => work() }, openWorkshop(ports, handle, workshop.settings), POLICY);
      ledger.expireLeases();
    },
    verify: async (repair: Repairs | null = null) =>
      conductVerification(await open('verify'), { depth: 'complete', repair }),
    devis: () => cell('champs', 'devis_fichiers'),
    factures: () => cell('bloc_achats', 'facture_fichiers'),
    /** Texts of the attachments of a cell, in order. */
    texts: (value: unknown) =>
      Array.isArray(value) ? value.slice(1).map((id) => files.kept.get(Number(id))?.bytes.toString()) : [],
    downloads: () => files.requests.filter((request) => request.startsWith('download')).length,
  };
}

describe('files copied into the document', () => {
  it('come in the order of DN, those of blocks too, and a second run moves nothing', async () => {
    const here = desk();
    here.put(
      1,
      here.files.put([
        ['b.pdf', 'deuxième'],
        ['a.pdf', 'premier'],
      ]),
      here.files.put([['f.pdf', 'facture']]),
    );
    here.put(2, []);
    const report = await here.sync();
    expect(report).toMatchObject({
      status: 'reussi',
      files: { copied: 3, copiedBytes: 23, waiting: 0, refused: 0 },
    });
    expect(here.devis().map(here.texts)).toEqual([['deuxième', 'premier'], []]);
    expect(here.factures().map(here.texts)).toEqual([['facture'], []]);
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
    here.files.requests.length = 0;
    here.document.requests.length = 0;
    here.source.requests.length = 0;
    const second = await here.sync();
    expect(second).toMatchObject({ status: 'reussi', files: { copied: 0 }, counts: { updated: 0 } });
    expect(here.files.requests).toEqual([]);
    expect(here.document.requests).toEqual(['structure']);
    expect(here.source.requests).toEqual(['describe', 'page', 'tombstones']);
  });

  it('never are those of a titre d’identité, of a field that was not chosen, or of one that is excluded', async () => {
    const here = desk({ fichiersCopies: ['Champ-1', 'Champ-4'], exclus: ['Champ-1'] });
    here.put(1, here.files.put([['a.pdf', 'devis']]), here.files.put([['f.pdf', 'facture']]));
    expect(await here.sync()).toMatchObject({ status: 'reussi', files: { copied: 0, waiting: 0 } });
    expect(here.files.requests).toEqual([]);
    const columns = [...here.document.tables.values()].flatMap((table) => table.columns.map(({ id }) => id));
    expect(columns.filter((id) => id.endsWith('_fichiers'))).toEqual([]);
  });

  it('are fetched again only when checksum, name or date changes; what DN no longer has leaves the cell', async () => {
    const here = desk();
    const [kept, replaced] = here.files.put([
      ['garde.pdf', 'garde'],
      ['change.pdf', 'avant'],
    ]);
    if (kept === undefined || replaced === undefined) throw new Error('two files');
    here.put(1, [kept, replaced]);
    await here.sync();
    const [before] = here.devis();
    here.files.requests.length = 0;
    here.later(1);
    const [after] = here.files.put([['change.pdf', 'après', { createdAt: '2026-06-01T10:30:00+02:00' }]]);
    if (after === undefined) throw new Error('one file');
    here.put(
      1,
      [after, { ...kept, url: 'https://fichiers.exemple.fr/autre-signature' }],
      [],
      here.source.now,
    );
    expect(await here.sync()).toMatchObject({ status: 'reussi', files: { copied: 1 } });
    expect(here.files.requests.filter((one) => one.startsWith('download'))).toEqual(['download change.pdf']);
    expect(here.devis().map(here.texts)).toEqual([['après', 'garde']]);
    const [now] = here.devis();
    expect(Array.isArray(now) && Array.isArray(before) && now[2]).toBe(Array.isArray(before) && before[1]);
    here.later(1);
    here.put(1, [kept], [], here.source.now);
    await here.sync();
    expect(here.devis().map(here.texts)).toEqual([['garde']]);
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('wait for the antivirus, and are refused when it says anything else, or nothing for a day', async () => {
    const here = desk();
    const [pending] = here.files.put([['a.pdf', 'attend', { virusScan: 'pending', createdAt: NOON }]]);
    const [unsafe] = here.files.put([['b.pdf', 'malsain', { virusScan: 'infected' }]]);
    if (pending === undefined || unsafe === undefined) throw new Error('two files');
    here.put(1, [pending]);
    here.put(2, [unsafe]);
    expect(await here.sync()).toMatchObject({
      status: 'avec_echecs',
      files: { copied: 0, waiting: 1, refused: 1 },
      failures: [{ number: 2, code: 'PIECE_NON_SURE' }],
    });
    expect(here.downloads()).toBe(0);
    // DN moves no date when its antivirus has passed: the dossier is read again all the same.
    here.put(1, [{ ...pending, virusScan: 'safe' }]);
    here.put(2, [unsafe]);
    expect(await here.sync()).toMatchObject({ files: { copied: 1, waiting: 0, refused: 1 } });
    expect(here.devis().map(here.texts)).toEqual([['attend'], []]);
    here.put(3, [{ ...pending, filename: 'c.pdf' }], [], here.source.now);
    expect(await here.sync()).toMatchObject({ files: { waiting: 1, refused: 1 } });
    here.later(25);
    const late = await here.sync();
    expect(late.failures).toContainEqual({ number: 3, code: 'PIECE_NON_SURE', facts: {} });
  });

  it('stop at the ceiling: the rest is synchronised, it is told, and raising it goes on', async () => {
    const here = desk();
    here.setCeiling(12);
    here.put(1, here.files.put([['a.pdf', 'dix octets']]));
    here.put(2, here.files.put([['b.pdf', 'cinq!']]));
    const report = await here.sync();
    expect(report).toMatchObject({
      status: 'avec_echecs',
      counts: { failed: 0 },
      files: { copied: 1, copiedBytes: 10, waiting: 1 },
    });
    expect([...here.ledger.runs.values()].at(-1)).toMatchObject({ code: 'PIECES_PLAFOND' });
    expect(here.document.rowsOf('Demarche_123_dossiers')).toHaveLength(2);
    expect(await here.verify()).toMatchObject({ differenceCount: 0, awaitedFiles: 1 });
    here.setCeiling(15);
    expect(await here.sync()).toMatchObject({ status: 'reussi', files: { copied: 1, waiting: 0 } });
    expect(here.devis().map(here.texts)).toEqual([['dix octets'], ['cinq!']]);
  });

  it.each([
    ['other bytes than announced', (text: string) => text.replace('o', '0'), 'PIECE_ALTEREE'],
    ['more bytes', (text: string) => `${text}!`, 'PIECE_ALTEREE'],
    ['fewer bytes', (text: string) => text.slice(1), 'PIECE_ALTEREE'],
    ['a page instead of the file', () => '<html><title>Connexion</title>', 'PIECE_ALTEREE'],
    ['nothing', () => null, 'PIECE_INTROUVABLE'],
  ] as const)('%s: this file alone is refused, and copied once it is right', async (_, spoil, code) => {
    const here = desk();
    const [good, bad] = here.files.put([
      ['bon.pdf', 'bon'],
      ['mauvais.pdf', 'contenu'],
    ]);
    if (good === undefined || bad === undefined) throw new Error('two files');
    const right = here.files.site.get(bad.url ?? '') ?? '';
    const wrong = spoil(right);
    if (wrong === null) here.files.site.delete(bad.url ?? '');
    else here.files.site.set(bad.url ?? '', wrong);
    here.put(1, [bad]);
    here.put(2, [good]);
    const report = await here.sync();
    expect(report).toMatchObject({
      status: 'avec_echecs',
      files: { copied: 1, refused: 1 },
      failures: [{ number: 1, code }],
    });
    expect([...here.files.kept.values()].map(({ bytes }) => bytes.toString())).toEqual(['bon']);
    expect(here.devis().map(here.texts)).toEqual([[], ['bon']]);
    here.files.site.set(bad.url ?? '', right);
    expect(await here.sync()).toMatchObject({ status: 'reussi', healed: 1, files: { copied: 1 } });
    expect(here.devis().map(here.texts)).toEqual([['contenu'], ['bon']]);
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('whose answer was lost are found again in the document, not sent twice', async () => {
    const here = desk();
    here.files.trouble.push({ when: 'after', error: new Failure('GRIST_ECRITURE_INCERTAINE') });
    here.put(1, here.files.put([['a.pdf', 'un']]));
    here.put(2, here.files.put([['a.pdf', 'un', { createdAt: '2026-04-01T10:00:00+02:00' }]]));
    expect(await here.sync()).toMatchObject({ status: 'reussi', files: { copied: 2 } });
    expect(here.files.kept.size).toBe(2);
    const ids = here.devis().map((value) => (Array.isArray(value) ? value[1] : null));
    expect(new Set(ids).size).toBe(2);
    here.files.trouble.push({ when: 'before', error: new Failure('GRIST_ECRITURE_INCERTAINE') });
    here.put(3, here.files.put([['c.pdf', 'trois']]), [], '2026-06-01T08:00:01Z');
    expect(await here.sync()).toMatchObject({ status: 'reussi', files: { copied: 1 } });
    expect(here.files.kept.size).toBe(3);
  });

  it('no longer fit in Grist: what is copied stays, the rest waits, and the run says why', async () => {
    const here = desk();
    here.files.trouble.push({ when: 'before', error: new Failure('GRIST_PIECES_PLEIN') });
    here.put(1, here.files.put([['a.pdf', 'un']]));
    expect(await here.sync()).toMatchObject({
      status: 'avec_echecs',
      counts: { added: 1, failed: 0 },
      files: { copied: 0, waiting: 1 },
    });
    expect([...here.ledger.runs.values()].at(-1)).toMatchObject({ code: 'GRIST_PIECES_PLEIN' });
    expect(await here.sync()).toMatchObject({ status: 'reussi', files: { copied: 1 } });
  });

  it('too large together go one by one; one that is too large alone is refused', async () => {
    const here = desk();
    here.files.limit(6);
    here.put(1, here.files.put([['a.pdf', 'quatre']]));
    here.put(2, here.files.put([['b.pdf', 'bien trop grand']]));
    here.put(3, here.files.put([['c.pdf', 'trois']]));
    expect(await here.sync()).toMatchObject({
      files: { copied: 2, refused: 1 },
      failures: [{ number: 2, code: 'PIECE_TROP_GRANDE' }],
    });
    expect(here.devis().map(here.texts)).toEqual([['quatre'], [], ['trois']]);
  });

  it('promise 3: a process killed after any effect loses no file, and no file comes twice in a cell', async () => {
    const effects: string[] = [];
    const scene = () => {
      const here = desk();
      here.source.pageSize = 1;
      here.announce(3);
      for (const number of [1, 2, 3]) {
        here.put(number, here.files.put([[`${number}.pdf`, `contenu ${number}`]]));
      }
      return here;
    };
    const witness = scene();
    witness.ledger.onEffect = (name) => void effects.push(name);
    await witness.sync();
    expect(effects.filter((name) => name === 'keepCopies').length).toBeGreaterThan(1);
    for (const at of effects.keys()) {
      const here = scene();
      let count = 0;
      here.ledger.onEffect = () => {
        count += 1;
        if (count > at) throw new Error('killed');
      };
      await expect(here.sync()).rejects.toThrow('killed');
      here.ledger.onEffect = () => undefined;
      here.resume();
      const report = await here.sync();
      expect(report.status).toBe('reussi');
      expect(here.devis().map(here.texts)).toEqual([['contenu 1'], ['contenu 2'], ['contenu 3']]);
      expect(await here.verify()).toMatchObject({ differenceCount: 0 });
    }
  });

  it('are told one by one by a run whose process was killed, and whose engine took its stage up', async () => {
    const here = desk();
    here.source.pageSize = 1;
    here.announce(3);
    for (const number of [1, 2, 3])
      here.put(number, here.files.put([[`${number}.pdf`, `contenu ${number}`]]));
    let kept = 0;
    here.ledger.onEffect = (name) => {
      if (name !== 'keepCopies') return;
      kept += 1;
      if (kept === 3) throw new Error('killed');
    };
    expect(await here.sync({}, undefined, 2)).toMatchObject({
      ...{ status: 'reussi', files: { copied: 3, copiedBytes: 27 } },
    });
    expect(await here.sync()).toMatchObject({ files: { copied: 0, copiedBytes: 0 } });
  });

  it('go on in the next stage when the time of one is over, page after page', async () => {
    const here = desk();
    here.source.pageSize = 2;
    here.announce(7);
    for (let number = 1; number <= 7; number += 1) {
      here.put(number, here.files.put([[`${number}.pdf`, `contenu ${number}`]]));
    }
    const turns: string[] = [];
    const report = await here.sync({ stepBudget: 0 }, (id) => turns.push(id));
    expect(report).toMatchObject({ status: 'reussi', files: { copied: 7 } });
    expect(turns.filter((id) => id.startsWith('mirror-')).length).toBeGreaterThan(3);
    expect(here.devis().flatMap(here.texts)).toEqual([1, 2, 3, 4, 5, 6, 7].map((one) => `contenu ${one}`));
  });

  it('are read one by one when few of many have some to be copied, and in pages when many have', async () => {
    const here = desk();
    here.announce(1000);
    for (let number = 1; number <= 25; number += 1) {
      here.put(number, number % 5 === 0 ? here.files.put([[`${number}.pdf`, `contenu ${number}`]]) : []);
    }
    const pages = () => here.source.requests.filter((request) => request === 'page').length;
    expect(await here.sync()).toMatchObject({ files: { copied: 5 } });
    expect(here.source.requests.filter((request) => request === 'dossier')).toHaveLength(5);
    const reading = pages();
    const other = desk();
    other.announce(25);
    for (let number = 1; number <= 25; number += 1) {
      other.put(number, other.files.put([[`${number}.pdf`, `contenu ${number}`]]));
    }
    expect(await other.sync()).toMatchObject({ files: { copied: 25 } });
    expect(other.source.requests).not.toContain('dossier');
    expect(other.source.requests.filter((request) => request === 'page').length).toBe(2 * reading);
  });

  it('that failed are tried again with their dossier, and make nobody read the pages of all the others', async () => {
    const here = desk();
    here.announce(100);
    for (let number = 1; number <= 8; number += 1) {
      here.put(number, [fileOf(`${number}.pdf`, 'nulle part')]);
    }
    expect((await here.sync()).failures).toHaveLength(8);
    here.source.requests.length = 0;
    expect((await here.sync()).failures).toHaveLength(8);
    const asked = (what: string) => here.source.requests.filter((request) => request === what).length;
    expect(asked('dossier')).toBe(8);
    // Those of the delta, two dossiers each.
    expect(asked('page')).toBe(4);
  });

  it('are left for a later run when their site answers nothing, once five of them have been tried', async () => {
    const here = desk();
    for (let number = 1; number <= 9; number += 1) {
      here.put(number, here.files.put([[`${number}.pdf`, `contenu ${number}`]]));
      here.files.broken.set(`${number}.pdf`, new Failure('RESEAU_DELAI'));
    }
    const report = await here.sync();
    expect(report).toMatchObject({ status: 'avec_echecs', counts: { added: 9, failed: 5 } });
    expect(new Set(report.failures.map(({ code }) => code))).toEqual(new Set(['PIECE_INJOIGNABLE']));
    expect(here.downloads()).toBe(5);
    here.files.broken.clear();
    expect(await here.sync()).toMatchObject({ status: 'reussi', healed: 5, files: { copied: 9 } });
  });

  it('that somebody threw away in Grist are told by a verification, and copied again', async () => {
    const here = desk();
    here.put(1, here.files.put([['a.pdf', 'un']]));
    await here.sync();
    const [value] = here.devis();
    here.files.kept.delete(Number(Array.isArray(value) ? value[1] : 0));
    expect(await here.verify()).toMatchObject({ differenceCount: 1 });
    expect(await here.sync()).toMatchObject({ status: 'reussi', files: { copied: 1 } });
    expect(here.devis().map(here.texts)).toEqual([['un']]);
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('thrown away, their id given to another dossier’s file: that one keeps its copy', async () => {
    const here = desk();
    here.put(1, here.files.put([['a.pdf', 'un']]));
    await here.sync();
    here.files.purge(1);
    here.put(2, here.files.put([['b.pdf', 'deux']]), [], '2026-06-02T08:00:00.000Z');
    await here.sync();
    expect([...here.files.kept.keys()]).toEqual([1]);
    await here.verify();
    const before = here.downloads();
    await here.sync();
    expect(here.downloads() - before).toBe(1);
    expect(here.devis().map(here.texts)).toEqual([['un'], ['deux']]);
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('are copied where the rules of the document hide its attachments from us', async () => {
    const here = desk();
    here.files.hide();
    here.put(1, here.files.put([['a.pdf', 'un']]));
    expect(await here.sync()).toMatchObject({ status: 'reussi', files: { copied: 1 } });
    expect(here.devis().map(here.texts)).toEqual([['un']]);
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('that came while a repair read their dossier again are copied by the next run', async () => {
    const here = desk();
    const [first] = here.files.put([['a.pdf', 'un']]);
    const [second] = here.files.put([['b.pdf', 'deux']]);
    if (first === undefined || second === undefined) throw new Error('two files');
    here.put(1, [first]);
    await here.sync();
    const row = [...here.document.table('Demarche_123_dossiers').rows.keys()][0] ?? 0;
    here.document.table('Demarche_123_dossiers').rows.delete(row);
    // Once it was compared: what the repair reads is newer than what the verification saw.
    const read = here.source.dossier;
    here.source.dossier = async (number, selection) => {
      here.put(1, [first, second], [], '2026-06-01T07:59:59.000Z');
      return read(number, selection);
    };
    here.announce(1000);
    await here.verify({ doubles: false, orphans: false });
    here.source.dossier = read;
    expect(await here.sync()).toMatchObject({ status: 'reussi', files: { copied: 1 } });
    expect(here.devis().map(here.texts)).toEqual([['un', 'deux']]);
  });

  it('are not copied by a preview, whatever awaits', async () => {
    const here = desk();
    const [file] = here.files.put([['a.pdf', 'attend', { virusScan: 'pending' }]]);
    if (file === undefined) throw new Error('one file');
    here.put(1, [file]);
    await here.sync();
    here.put(1, [{ ...file, virusScan: 'safe' }]);
    here.files.requests.length = 0;
    await here.rehearse();
    expect(here.files.requests).toEqual([]);
    expect(here.devis()).toEqual([null]);
    expect(await here.sync()).toMatchObject({ files: { copied: 1 } });
  });

  it('say nothing of their names, their content or their addresses', async () => {
    const here = desk();
    here.put(1, here.files.put([['Dupré Anne — RIB.pdf', 'secret']]));
    here.put(2, [fileOf('Perdu de Monsieur Martin.pdf', 'introuvable')]);
    const report = await here.sync();
    const told = `${JSON.stringify(report)}${here.journal.join()}`;
    for (const word of ['Dupré', 'Martin', 'secret', 'fichiers.exemple.fr']) expect(told).not.toContain(word);
  });
});
