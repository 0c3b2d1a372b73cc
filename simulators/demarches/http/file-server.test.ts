// Files as a storage gives them: their bytes, their troubles, and what becomes of them in DN.

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FileRef } from '../../../lib/sync/model/dossier';
import { type DemarchesSimulator, startDemarches } from '../start';
import { data } from '../testing/ask';

let dn: DemarchesSimulator;
let number: number;
let field: string;

beforeEach(async () => {
  dn = await startDemarches({
    form: { champs: [{ label: 'Pièces', type: 'piece_justificative' }] },
    dossiers: 1,
  });
  [number = 0] = dn.control({ type: 'numbers' });
  field = dn.control({ type: 'draft' }).champs[0]?.id ?? '';
  dn.control({
    type: 'set_files',
    number,
    field,
    names: ['a.pdf', 'b.pdf'],
    sizes: [1000, 20],
    virusScan: 'safe',
  });
});
afterEach(() => dn.close());

function files(): readonly FileRef[] {
  const value = dn.truthOf(number)?.champs[0]?.value;
  return value?.kind === 'files' ? value.files : [];
}

async function links(): Promise<string[]> {
  const query = `query ($number: Int!) { dossier(number: $number) { champs { ... on PieceJustificativeChamp { files { url } } } } }`;
  type Found = { dossier: { champs: { files: { url: string }[] }[] } };
  const { dossier } = await data<Found>(dn, query, { number });
  return dossier.champs.flatMap((champ) => champ.files.map(({ url }) => url));
}

async function download(url: string): Promise<{ status: number; bytes: Buffer }> {
  const response = await fetch(url, { redirect: 'manual' });
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('base64');

describe('a file', () => {
  test('has the bytes that its metadata tells, and is counted apart from requests to DN', async () => {
    const [url = ''] = await links();
    const { status, bytes } = await download(url);
    expect([status, bytes.length, md5(bytes)]).toEqual([200, 1000, files()[0]?.checksum]);
    expect(dn.stats().files).toEqual({ requests: 1, bytes: 1000, authorized: 0 });
    expect(dn.stats().requests).toBe(1);
    await fetch(url, { headers: { authorization: 'Bearer x' } });
    expect(dn.stats().files.authorized).toBe(1);
  });

  test('may be kept by a storage apart, or said to be anywhere', async () => {
    const origin = await dn.openStorage();
    expect(origin).not.toBe(dn.origin);
    dn.control({ type: 'set_file_origin', origin });
    const [url = ''] = await links();
    expect(new URL(url).origin).toBe(origin);
    expect((await download(url)).bytes.length).toBe(1000);
    dn.control({ type: 'set_file_origin', origin: 'https://ailleurs.exemple.fr' });
    expect((await links())[0]).toMatch(/^https:\/\/ailleurs\.exemple\.fr\/fichiers\//);
  });

  test('changes, is judged by the antivirus, and disappears', () => {
    const [before, other] = files();
    const moved = (command: Parameters<typeof dn.control>[0]): boolean => {
      const at = dn.truthOf(number)?.dates.derniereModification;
      dn.control({ type: 'advance_clock', ms: 5_000 });
      dn.control(command);
      return dn.truthOf(number)?.dates.derniereModification !== at;
    };
    expect(moved({ type: 'change_file', number, field, rank: 0, to: { virusScan: 'infected' } })).toBe(false);
    expect(files()[0]).toEqual({ ...before, virusScan: 'infected' });
    expect(moved({ type: 'change_file', number, field, rank: 0, to: { size: 40 } })).toBe(true);
    const after = files()[0];
    expect([after?.filename, after?.byteSize]).toEqual(['a.pdf', 40]);
    expect(after?.checksum).not.toBe(before?.checksum);
    expect(after?.createdAt).not.toBe(before?.createdAt);
    expect(moved({ type: 'remove_file', number, field, rank: 0 })).toBe(true);
    expect(files()).toEqual([other]);
    expect(() => dn.control({ type: 'remove_file', number, field, rank: 4 })).toThrow('no file 4');
  });
});

describe('troubles', () => {
  test.each([403, 404, 410, 503])('%s, once, for one name', async (status) => {
    dn.control({
      type: 'set_file_faults',
      rules: [{ filename: 'b.pdf', times: 1, fault: { type: 'status', status } }],
    });
    const [a = '', b = ''] = await links();
    const statuses = [await download(a), await download(b), await download(b)].map((one) => one.status);
    expect(statuses).toEqual([200, status, 200]);
  });

  test('other bytes, more bytes, a page, half, a redirect, drop by drop', async () => {
    const [url = ''] = await links();
    const under = async (fault: Parameters<typeof dn.control>[0] & { type: 'set_file_faults' }) => {
      dn.control(fault);
      return download(url);
    };
    const rules = (fault: object) =>
      ({ type: 'set_file_faults', rules: [{ fault }] }) as Parameters<typeof under>[0];
    const other = await under(rules({ type: 'other_bytes' }));
    expect([other.bytes.length, md5(other.bytes) === files()[0]?.checksum]).toEqual([1000, false]);
    expect((await under(rules({ type: 'longer', bytes: 7 }))).bytes.length).toBe(1007);
    expect((await under(rules({ type: 'html' }))).bytes.toString()).toContain('<!DOCTYPE html>');
    expect((await under(rules({ type: 'redirect', to: 'https://x.exemple.fr/' }))).status).toBe(302);
    await expect(under(rules({ type: 'cut' }))).rejects.toThrow();
    await expect(under(rules({ type: 'cut', before: true }))).rejects.toThrow();
    const slow = await under(rules({ type: 'slow', bytes: 300, ms: 1 }));
    expect(md5(slow.bytes)).toBe(files()[0]?.checksum);
  });

  test('a link made up is refused as one that has expired', async () => {
    const [url = ''] = await links();
    expect((await download(url.replace(/\.[0-9a-f]+\//, '.0123456789abcdef/'))).status).toBe(403);
    dn.control({ type: 'advance_clock', ms: 3_700_000 });
    expect((await download(url)).status).toBe(403);
  });
});
