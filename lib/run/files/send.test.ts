// What becomes of files that Grist does not take: told one by one, and never the end of the run.

import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../errors/catalogue';
import { Failure } from '../../errors/failure';
import { fileKey } from '../../sync/mirrored';
import type { FileRef } from '../../sync/model/dossier';
import { memoryFiles } from '../testing/memory-files';
import { openSender, type ToCopy } from './send';

const NAMES = ['a.pdf', 'b.pdf', 'c.pdf', 'd.pdf', 'e.pdf'] as const;

function desk() {
  const files = memoryFiles();
  const refs = files.put(NAMES.map((name) => [name, `contenu de ${name}`] as const));
  const item = (file: FileRef, index: number): ToCopy => ({
    ...{ dossier: index + 1, key: fileKey(file), file, bytes: file.byteSize ?? 0 },
  });
  const items = refs.map(item);
  return { files, items, send: openSender(files.ports) };
}

/** What happens to one request with no file of its own to blame. */
const SETBACKS: readonly FailureCode[] = [
  ...(['GRIST_INJOIGNABLE', 'GRIST_INDISPONIBLE', 'GRIST_PAS_GRIST', 'GRIST_FILE_SATUREE'] as const),
  ...(['GRIST_REPONSE_ILLISIBLE', 'GRIST_DOC_BLOQUE', 'GRIST_ACCES_INSUFFISANT'] as const),
];

describe('files that Grist does not take', () => {
  it.each(SETBACKS)('%s once: they go again one by one, and all arrive', async (code) => {
    const { files, items, send } = desk();
    files.trouble.push({ when: 'before', error: new Failure(code) });
    const sent = await send(items);
    expect(sent).toMatchObject({ refused: [], stopped: null });
    expect(sent.copied.map(({ dossier }) => dossier)).toEqual([1, 2, 3, 4, 5]);
  });

  it('one that never passes is refused, and the others are copied', async () => {
    const { files, items, send } = desk();
    files.unsendable.set('b.pdf', new Failure('GRIST_INJOIGNABLE'));
    const sent = await send(items);
    expect(sent.copied.map(({ dossier }) => dossier)).toEqual([1, 3, 4, 5]);
    expect(sent.refused).toMatchObject([{ item: { dossier: 2 }, code: 'PIECE_NON_ENVOYEE' }]);
    expect(sent.stopped).toBeNull();
  });

  it('a file that was alone from the beginning is tried twice', async () => {
    const { files, items, send } = desk();
    files.trouble.push({ when: 'before', error: new Failure('GRIST_INDISPONIBLE') });
    expect(await send(items.slice(0, 1))).toMatchObject({ copied: [{ dossier: 1 }], refused: [] });
  });

  it('three in a row: no more is sent, Grist’s own reason is kept, and the next request asks nothing', async () => {
    const { files, items, send } = desk();
    for (const name of NAMES) files.unsendable.set(name, new Failure('GRIST_INDISPONIBLE'));
    const sent = await send(items);
    expect(sent.copied).toEqual([]);
    expect(sent.refused.map(({ item }) => item.dossier)).toEqual([1, 2, 3]);
    expect(sent.stopped).toMatchObject({
      code: 'GRIST_PIECES_REFUSEES',
      facts: { grist: 'GRIST_INDISPONIBLE' },
    });
    files.requests.length = 0;
    expect(await send(items.slice(3))).toEqual({ copied: [], refused: [], stopped: sent.stopped });
    expect(files.requests).toEqual([]);
  });

  it('counts them over several requests, and from zero after one that passed', async () => {
    const { files, items, send } = desk();
    const fail = (...names: readonly string[]) => {
      files.unsendable.clear();
      for (const name of names) files.unsendable.set(name, new Failure('GRIST_INJOIGNABLE'));
    };
    fail('a.pdf', 'b.pdf');
    expect((await send(items.slice(0, 2))).stopped).toBeNull();
    fail('c.pdf');
    expect((await send(items.slice(2, 3))).stopped).toMatchObject({ code: 'GRIST_PIECES_REFUSEES' });
    const again = desk();
    again.files.unsendable.set('b.pdf', new Failure('GRIST_INJOIGNABLE'));
    again.files.unsendable.set('c.pdf', new Failure('GRIST_INJOIGNABLE'));
    again.files.unsendable.set('e.pdf', new Failure('GRIST_INJOIGNABLE'));
    const sent = await again.send(again.items);
    expect(sent.refused.map(({ item }) => item.dossier)).toEqual([2, 3, 5]);
    expect(sent.stopped).toBeNull();
  });

  it('answers lost for ever, nothing kept: refused one by one, not the end of the run', async () => {
    const { files, items, send } = desk();
    for (let time = 0; time < 10; time += 1) {
      files.trouble.push({ when: 'before', error: new Failure('GRIST_ECRITURE_INCERTAINE') });
    }
    const sent = await send(items);
    expect(sent.refused.map(({ code }) => code)).toEqual(Array(3).fill('PIECE_NON_ENVOYEE'));
    expect(sent.stopped).toMatchObject({ facts: { grist: 'GRIST_ECRITURE_INCERTAINE' } });
  });

  it('an answer lost where the attachments cannot be listed: they go again one by one', async () => {
    const { files, items, send } = desk();
    files.hide();
    files.trouble.push({ when: 'after', error: new Failure('GRIST_ECRITURE_INCERTAINE') });
    expect(await send(items)).toMatchObject({ refused: [], stopped: null, copied: { length: 5 } });
  });

  it('no room, or a site that may not be called: said with its facts, and nothing more is sent', async () => {
    const full = desk();
    full.files.trouble.push({ when: 'before', error: new Failure('GRIST_PIECES_PLEIN') });
    expect(await full.send(full.items)).toMatchObject({
      copied: [],
      stopped: { code: 'GRIST_PIECES_PLEIN' },
    });
    const away = desk();
    away.files.broken.set(
      'c.pdf',
      new Failure('PIECE_SITE_NON_AUTORISE', { facts: { site: 'a.exemple.fr' } }),
    );
    expect((await away.send(away.items)).stopped).toMatchObject({
      ...{ code: 'PIECE_SITE_NON_AUTORISE', facts: { site: 'a.exemple.fr' } },
    });
  });

  it.each(['BAIL_PERDU', 'RESEAU_INTERROMPU', 'BASE_INJOIGNABLE'] as const)(
    '%s is of the run: thrown as it is',
    async (code) => {
      const { files, items, send } = desk();
      files.trouble.push({ when: 'before', error: new Failure(code) });
      await expect(send(items)).rejects.toMatchObject({ code });
    },
  );
});
