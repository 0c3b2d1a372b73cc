// Champs as a document makes them: types that depend on fragments, texts that depend on the language, files, links.

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FieldSpec } from '../form/field';
import { type DemarchesSimulator, startDemarches } from '../start';
import { ask, data } from '../testing/ask';
import { type TestClock, testClock } from '../testing/time';

const CHAMPS: readonly FieldSpec[] = [
  { type: 'address', label: 'address' },
  { type: 'datetime', label: 'datetime' },
  { type: 'yes_no', label: 'yes_no' },
  { type: 'drop_down_list', label: 'drop_down_list', options: ['A'] },
  { type: 'communes', label: 'communes' },
  { type: 'departements', label: 'departements' },
  { type: 'regions', label: 'regions' },
  { type: 'pays', label: 'pays' },
  { type: 'header_section', label: 'header_section' },
  { type: 'explication', label: 'explication' },
  { type: 'piece_justificative', label: 'identité', nature: 'TITRE_IDENTITE' },
  { type: 'date', label: 'date' },
  { type: 'piece_justificative', label: 'pièce' },
  { type: 'dossier_link', label: 'lien' },
  { type: 'phone', label: 'phone' },
  { type: 'iban', label: 'iban' },
  { type: 'civilite', label: 'civilite' },
  { type: 'checkbox', label: 'checkbox' },
];

let clock: TestClock;
let dn: DemarchesSimulator;
let number: number;

beforeEach(async () => {
  clock = testClock();
  dn = await startDemarches({ clock, dossiers: 3, form: { champs: CHAMPS } });
  number = dn.control({ type: 'numbers' })[0] ?? 0;
});
afterEach(() => dn.close());

const id = (label: string): string => dn.demarche().form.champs.find((one) => one.label === label)?.id ?? '';
const set = (label: string, value: unknown): null =>
  dn.control({ type: 'edit_champ', number, field: id(label), value });

type Served = { readonly label: string; readonly [key: string]: unknown };

const champs = async (selection: string): Promise<Record<string, Served>> => {
  const query = `{ dossier(number: ${number}) { champs { label ${selection} } } }`;
  const { dossier } = await data<{ dossier: { champs: Served[] } }>(dn, query);
  return Object.fromEntries(dossier.champs.map((one) => [one.label, one]));
};

describe('fragments decide types', () => {
  test('without any, the older types', async () => {
    const served = await champs('__typename');
    expect(
      Object.fromEntries(Object.values(served).map(({ label, __typename }) => [label, __typename])),
    ).toMatchObject({
      address: 'TextChamp',
      datetime: 'DateChamp',
      yes_no: 'CheckboxChamp',
      drop_down_list: 'TextChamp',
      communes: 'TextChamp',
      departements: 'TextChamp',
      regions: 'TextChamp',
      pays: 'TextChamp',
      header_section: 'TextChamp',
      explication: 'TextChamp',
      identité: 'PieceJustificativeChamp',
    });
  });

  test.each([
    ['address', 'AddressChamp'],
    ['datetime', 'DatetimeChamp'],
    ['yes_no', 'YesNoChamp'],
    ['drop_down_list', 'DropDownListChamp'],
    ['communes', 'CommuneChamp'],
    ['departements', 'DepartementChamp'],
    ['regions', 'RegionChamp'],
    ['pays', 'PaysChamp'],
    ['header_section', 'HeaderSectionChamp'],
    ['explication', 'ExplicationChamp'],
    ['identité', 'TitreIdentiteChamp'],
  ])('%s needs a fragment on %s', async (label, type) => {
    expect((await champs(`... on ${type} { __typename }`))[label]?.__typename).toBe(type);
  });

  test('what is lost without them: the time, the difference between no answer and no', async () => {
    set('datetime', '2026-01-31T23:30:00Z');
    set('yes_no', null);
    const poor = await champs('... on DateChamp { date } ... on CheckboxChamp { value }');
    expect([poor.datetime?.date, poor.yes_no?.value]).toEqual(['2026-02-01', false]);
    const rich = await champs('... on DatetimeChamp { datetime } ... on YesNoChamp { value }');
    expect([rich.datetime?.datetime, rich.yes_no?.value]).toEqual(['2026-02-01T00:30:00+01:00', null]);
  });

  test('files of an identity document are never shown', async () => {
    const served = await champs('... on PieceJustificativeChamp { nature files { filename } }');
    expect(served.identité).toMatchObject({ nature: 'TITRE_IDENTITE', files: [] });
  });
});

test('an incomplete personne morale without its fragment loses the whole node', async () => {
  await dn.close();
  dn = await startDemarches({ clock, preset: 'tiny', dossiers: 100, demandeurs: 'morale', rateLimit: null });
  const asked = async (fragment: string) => {
    const query = `{ demarche(number: ${dn.number}) { dossiers { nodes { number demandeur { id ... on PersonneMorale { siret libelleNaf } ${fragment} } } } } }`;
    type Page = { demarche: { dossiers: { nodes: (object | null)[] } } };
    const answer = (await ask<Page>(dn, query)).json();
    const lost = answer.data?.demarche.dossiers.nodes.filter((node) => node === null).length ?? 0;
    return { lost, codes: answer.errors?.map(({ extensions }) => extensions?.code) ?? [] };
  };
  expect(await asked('... on PersonneMoraleIncomplete { siret }')).toEqual({ lost: 0, codes: [] });
  const { lost, codes } = await asked('');
  const incomplete = [...dn.truth()].filter(({ demandeur }) => demandeur.type === 'morale_incomplete').length;
  expect(incomplete).toBeGreaterThan(0);
  expect(lost).toBe(incomplete);
  expect(codes).toEqual(Array(incomplete).fill('invalid_null'));
});

test('stringValue: DN’s words, in the language asked', async () => {
  set('date', '2026-03-05');
  set('pays', 'ES');
  set('phone', '0612345678');
  set('iban', 'FR76 1234');
  set('civilite', 'M');
  set('checkbox', false);
  set('departements', '01');
  set('communes', 'Œting');
  const texts = async (language: string) => {
    const query = `{ dossier(number: ${number}) { champs { label stringValue } } }`;
    const { json } = await ask<{ dossier: { champs: Served[] } }>(
      dn,
      query,
      {},
      { 'accept-language': language },
    );
    return Object.fromEntries(
      json().data?.dossier.champs.map(({ label, stringValue }) => [label, stringValue]) ?? [],
    );
  };
  expect(await texts('fr')).toMatchObject({
    date: '05 mars 2026',
    pays: 'Espagne',
    phone: '06 12 34 56 78',
    iban: 'FR761234',
    civilite: 'M.',
    checkbox: 'false',
    departements: '01 - Ain',
    communes: 'Œting (57600)',
  });
  expect(await texts('en-GB,en;q=0.9')).toMatchObject({
    date: '05 March 2026',
    pays: 'Spain',
    departements: '01 - Ain',
  });
});

describe('linked dossiers', () => {
  const follow = async (linked: number) => {
    set('lien', linked);
    const query = `{ dossier(number: ${number}) { champs { label ... on DossierLinkChamp { dossier { number } } } } }`;
    const { data: found, errors } = (await ask<{ dossier: { champs: Served[] } }>(dn, query)).json();
    return { dossier: found?.dossier.champs.find(({ label }) => label === 'lien')?.dossier, errors };
  };

  test('of ours are given, of others fail deep inside, unknown ones are null', async () => {
    const [, other = 0] = dn.control({ type: 'numbers' });
    expect(await follow(other)).toEqual({ dossier: { number: other }, errors: undefined });
    expect(await follow(77_000_001)).toMatchObject({
      dossier: null,
      errors: [{ extensions: { code: 'unauthorized' }, path: ['dossier', 'champs', 13, 'dossier'] }],
    });
    expect(await follow(12)).toEqual({ dossier: null, errors: undefined });
  });
});

describe('files', () => {
  const links = async (): Promise<string[]> => {
    const served = await champs('... on PieceJustificativeChamp { files { url } }');
    return ((served.pièce?.files ?? []) as { url: string }[]).map(({ url }) => url);
  };

  test('have bytes that agree with their size and checksum, behind a link for an hour', async () => {
    dn.control({ type: 'set_files', number, field: id('pièce'), names: ['été 1.pdf'] });
    const [url = ''] = await links();
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    const value = dn.truthOf(number)?.champs.find(({ label }) => label === 'pièce')?.value;
    const [file] = value?.kind === 'files' ? value.files : [];
    expect(file).toMatchObject({
      filename: 'été 1.pdf',
      byteSize: bytes.length,
      checksum: createHash('md5').update(bytes).digest('base64'),
    });
    expect(await links()).not.toContain(url);
    expect((await fetch(url.replace('/fichiers/', '/fichiers/9'))).status).toBe(403);
    clock.advance(3_600_001);
    expect((await fetch(url)).status).toBe(403);
  });
});
