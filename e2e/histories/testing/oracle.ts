// What must be true of the document, told without the product's planner: from the simulators' own truth.

import type { Dossier } from '../../../lib/sync/model/dossier';
import { inScope } from '../../../lib/sync/scope';
import type { SeenRow } from '../../../simulators/grist/gestures';
import type { Scene } from './scene';

/** What tells the rows of one dossier apart; tables that are not here, nor blocks, have one row a dossier. */
const OWN_KEYS: Readonly<Record<string, string>> = {
  avis: 'meta:avis_id',
  messages: 'meta:message_id',
  pieces: 'meta:piece_id',
  traitements: 'meta:traitement_id',
  zones: 'meta:zone_id',
};

/** What is wrong whatever the last run said: one row a dossier, and what the user made as it was left. */
export async function alwaysWrong(scene: Scene): Promise<readonly string[]> {
  const wrong = [...scene.own.touched()];
  for (const { key, rows, column } of await managedTables(scene)) {
    const number = column('meta:number') ?? column('meta:dossier_number');
    if (number === null) continue;
    const own = column(OWN_KEYS[key] ?? (key.startsWith('bloc:') ? 'meta:bloc_ligne_id' : ''));
    const keys = rows
      .filter((row) => row[number] !== null && row[number] !== 0)
      .map((row) => `${row[number]}${own === null ? '' : `/${row[own]}`}`);
    const twice = keys.filter((one, rank) => keys.indexOf(one) !== rank);
    if (twice.length > 0) wrong.push(`${key}: rows twice: ${[...new Set(twice)].join(', ')}`);
  }
  return wrong;
}

/** What differs after a run that called itself a success over a quiet source. */
export async function wrongAfterSuccess(scene: Scene): Promise<readonly string[]> {
  const wrong = [...(await alwaysWrong(scene))];
  const { scope, options } = scene.settings();
  const truth = [...scene.dn.truth()].filter((dossier) => inScope(dossier, scope));
  const tables = await managedTables(scene);
  const dossiers = tables.find(({ key }) => key === 'dossiers');
  if (dossiers === undefined) return [...wrong, 'no table of dossiers'];
  const cell = (row: SeenRow, key: string) => row[dossiers.column(key) ?? ''];
  const live = new Map(
    dossiers.rows
      .filter((row) => cell(row, 'meta:etat_dn') === 'présent')
      .map((row) => [Number(cell(row, 'meta:number')), row] as const),
  );
  const expected = new Set(truth.map(({ number }) => number));
  const missing = [...expected].filter((number) => !live.has(number));
  const extra = [...live.keys()].filter((number) => !expected.has(number));
  if (missing.length > 0) wrong.push(`not there as live: ${missing.join(', ')}`);
  if (extra.length > 0) wrong.push(`live there, and not in DN’s scope: ${extra.join(', ')}`);

  for (const dossier of truth) {
    const row = live.get(dossier.number);
    if (row === undefined) continue;
    for (const [key, value] of Object.entries(metaOf(dossier))) {
      if (cell(row, key) !== value)
        wrong.push(`${dossier.number} ${key}: ${String(cell(row, key))} ≠ ${String(value)}`);
    }
  }

  const answers = tables.find(({ key }) => key === (options.uneSeuleTable ? 'dossiers' : 'champs'));
  const numberOfAnswers = answers?.column('meta:number') ?? answers?.column('meta:dossier_number') ?? null;
  if (answers !== undefined && numberOfAnswers !== null) {
    const byNumber = new Map(answers.rows.map((row) => [row[numberOfAnswers], row]));
    for (const dossier of truth) {
      for (const champ of dossier.champs) {
        const column = answers.column(champ.descriptorId);
        // A text kept in a column of numbers is spelt so that Grist does not turn it into one.
        if (column === null || answers.typeOf(column) !== 'Text') continue;
        if (champ.value.kind !== 'text' || champ.typename !== 'TextChamp') continue;
        const found = byNumber.get(dossier.number)?.[column] ?? null;
        // A telephone number or an IBAN is written as DN spells it for people.
        const kept = found === '' ? null : found;
        if (kept !== champ.value.text && kept !== champ.text) {
          wrong.push(`${dossier.number} champ ${champ.label}: ${JSON.stringify(found)}`);
        }
      }
    }
  } else if (truth.some(({ champs }) => champs.length > 0)) wrong.push('no table of champs');

  const counted = new Map<string, (dossier: Dossier) => number>([
    ...(options.avis ? [['avis', ({ avis }: Dossier) => avis.length] as const] : []),
    ...(options.messages ? [['messages', ({ messages }: Dossier) => messages.length] as const] : []),
    ...(options.traitements
      ? [['traitements', ({ traitements }: Dossier) => traitements.length] as const]
      : []),
  ]);
  for (const { key, rows, column } of tables) {
    const number = column('meta:dossier_number') ?? column('meta:number');
    const block = /^bloc:(.*)$/.exec(key)?.[1];
    const expect = block === undefined ? counted.get(key) : (dossier: Dossier) => rowsOfBlock(dossier, block);
    if (number === null || expect === undefined) continue;
    for (const dossier of truth) {
      const found = rows.filter((row) => row[number] === dossier.number).length;
      if (found !== expect(dossier))
        wrong.push(`${dossier.number} has ${found} rows in ${key}, not ${expect(dossier)}`);
    }
  }
  return wrong;
}

function metaOf(dossier: Dossier): Readonly<Record<string, unknown>> {
  return {
    'meta:state_code': dossier.state,
    'meta:archived': dossier.archived,
    'meta:usager_email': dossier.usagerEmail,
    'meta:groupe_instructeur_number': dossier.groupe?.number ?? null,
    'meta:date_derniere_modification': Math.floor(Date.parse(dossier.dates.derniereModification) / 1000),
    'meta:motivation': dossier.motivation === '' ? null : dossier.motivation,
  };
}

function rowsOfBlock(dossier: Dossier, block: string): number {
  const champ = [...dossier.champs, ...dossier.annotations].find(
    ({ descriptorId }) => descriptorId === block,
  );
  return champ?.value.kind === 'repetition' ? champ.value.rows.length : 0;
}

/** Managed tables as they are now, found by ref; `column`: the present id of a managed column, null when it has none. */
export async function managedTables(scene: Scene) {
  const { bindings } = await scene.link();
  const document = scene.grist.document();
  const tables = new Map(document.tables().map((table) => [table.ref, table]));
  return bindings.tables.flatMap((binding) => {
    const table = tables.get(binding.ref);
    if (table === undefined) return [];
    const ids = new Map(table.columns.map(({ ref, id }) => [ref, id]));
    const byKey = new Map(binding.columns.map(({ key, ref }) => [key, ids.get(ref) ?? null]));
    return [
      {
        key: binding.key,
        table,
        rows: document.rows(table.id),
        column: (key: string) => byKey.get(key) ?? null,
        typeOf: (column: string) => table.columns.find(({ id }) => id === column)?.type ?? null,
        managed: new Set(binding.columns.map(({ ref }) => ref)),
      },
    ];
  });
}

/** Tables and columns that nobody asked for: neither the user's nor tied to the link. */
export async function orphans(scene: Scene): Promise<readonly string[]> {
  const managed = await managedTables(scene);
  const known = new Set(managed.map(({ table }) => table.ref));
  const prefix = `Demarche_${scene.dn.number}_`;
  const tables = scene.grist
    .document()
    .tables()
    .filter(({ ref, id }) => id.startsWith(prefix) && !known.has(ref))
    .map(({ id }) => `table ${id}`);
  const columns = managed.flatMap((one) =>
    one.table.columns
      .filter(({ ref }) => !one.managed.has(ref) && !scene.own.columns.has(ref))
      .map(({ id }) => `column ${one.table.id}.${id}`),
  );
  return [...tables, ...columns];
}
