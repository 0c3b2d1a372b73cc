// The essential of what the document should hold, told from DN's truth without any of the product's rules: which dossiers
// are there as live, their state, their texts, how many rows each has.

import type { Dossier } from '../../../../lib/sync/model/dossier';
import type { SeenRow } from '../../../../simulators/grist/gestures';
import { type ManagedTable, numberIn } from '../managed';
import type { Scene } from '../scene';
import type { Difference } from './differences';

/** `dossiers`: those of DN that the scope takes. */
export function plainDifferences(
  scene: Scene,
  tables: readonly ManagedTable[],
  dossiers: readonly Dossier[],
): readonly Difference[] {
  return [
    ...presence(scene, tables, dossiers),
    ...texts(scene, tables, dossiers),
    ...rowCounts(scene, tables, dossiers),
  ];
}

function presence(
  scene: Scene,
  tables: readonly ManagedTable[],
  dossiers: readonly Dossier[],
): readonly Difference[] {
  const table = tables.find(({ key }) => key === 'dossiers');
  if (table === undefined) return [{ dossier: null, what: 'no table of dossiers' }];
  const wrong: Difference[] = [];
  const readable = (key: string) => isPlain(scene, table, key);
  const cell = (row: SeenRow, key: string) => row[table.column(key) ?? ''];
  if (!readable('meta:etat_dn')) return [];
  const live = new Map(
    table
      .ownRows()
      .filter((row) => cell(row, 'meta:etat_dn') === 'présent')
      .map((row) => [numberIn(table, row), row] as const),
  );
  const expected = new Map(dossiers.map((dossier) => [dossier.number, dossier]));
  for (const number of live.keys()) {
    if (!expected.has(number)) wrong.push({ dossier: number, what: 'live there, and not in DN’s scope' });
  }
  for (const [number, dossier] of expected) {
    const row = live.get(number);
    if (row === undefined) {
      wrong.push({ dossier: number, what: 'not there as live' });
      continue;
    }
    for (const [key, value] of Object.entries(metaOf(dossier))) {
      if (!readable(key) || cell(row, key) === value) continue;
      if (value === null && (cell(row, key) === '' || cell(row, key) === 0)) continue;
      wrong.push({ dossier: number, what: `${key}: ${String(cell(row, key))} ≠ ${String(value)}` });
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

/** Texts that people typed, where they are written as they are. */
function texts(
  scene: Scene,
  tables: readonly ManagedTable[],
  dossiers: readonly Dossier[],
): readonly Difference[] {
  const table = tables.find(
    ({ key }) => key === (scene.settings().options.uneSeuleTable ? 'dossiers' : 'champs'),
  );
  if (table === undefined || !isNumbered(scene, table)) return [];
  const rows = new Map(table.ownRows().map((row) => [numberIn(table, row), row]));
  const wrong: Difference[] = [];
  for (const { number, champs } of dossiers) {
    for (const { descriptorId, label, value, typename, text } of champs) {
      const seen = table.seen(descriptorId);
      const isOurs =
        isPlain(scene, table, descriptorId) && !scene.settings().options.exclus.includes(descriptorId);
      if (seen === null || seen.type !== 'Text' || !isOurs) continue;
      if (value.kind !== 'text' || typename !== 'TextChamp') continue;
      const found = rows.get(number)?.[seen.id] ?? null;
      // A telephone number or an IBAN is written as DN spells it for people.
      const kept = found === '' ? null : found;
      if (kept === value.text || kept === text) continue;
      wrong.push({ dossier: number, what: `champ ${label}: ${JSON.stringify(found)}` });
    }
  }
  return wrong;
}

function rowCounts(
  scene: Scene,
  tables: readonly ManagedTable[],
  dossiers: readonly Dossier[],
): readonly Difference[] {
  const { options } = scene.settings();
  const counted = new Map<string, (dossier: Dossier) => number>([
    ...(options.avis ? [['avis', ({ avis }: Dossier) => avis.length] as const] : []),
    ...(options.messages ? [['messages', ({ messages }: Dossier) => messages.length] as const] : []),
    ...(options.traitements
      ? [['traitements', ({ traitements }: Dossier) => traitements.length] as const]
      : []),
  ]);
  return tables.flatMap((table): readonly Difference[] => {
    const block = /^bloc:(.*)$/.exec(table.key)?.[1];
    if (block !== undefined && options.exclus.includes(block)) return [];
    const expect =
      block === undefined ? counted.get(table.key) : (dossier: Dossier) => rowsOfBlock(dossier, block);
    if (expect === undefined || !isKept(scene, table)) return [];
    const found = new Map<number, number>();
    for (const row of table.ownRows()) {
      found.set(numberIn(table, row), (found.get(numberIn(table, row)) ?? 0) + 1);
    }
    return dossiers
      .filter((dossier) => (found.get(dossier.number) ?? 0) !== expect(dossier))
      .map((dossier) => ({
        dossier: dossier.number,
        what: `${found.get(dossier.number) ?? 0} rows in ${table.key}, not ${expect(dossier)}`,
      }));
  });
}

function rowsOfBlock(dossier: Dossier, block: string): number {
  const champ = [...dossier.champs, ...dossier.annotations].find(
    ({ descriptorId }) => descriptorId === block,
  );
  return champ?.value.kind === 'repetition' ? champ.value.rows.length : 0;
}

/** The column is there, and the user has left its type alone. */
function isPlain({ taken }: Scene, table: ManagedTable, key: string): boolean {
  const seen = table.seen(key);
  return seen !== null && !taken.types.has(seen.ref) && !taken.formulas.has(seen.ref);
}

/** The column of its dossiers' numbers is there. */
function isNumbered({ taken }: Scene, table: ManagedTable): boolean {
  const seen = table.seen(table.key === 'dossiers' ? 'meta:number' : 'meta:dossier_number');
  return seen !== null && !taken.formulas.has(seen.ref);
}

/** The columns that make the keys of its rows are there. */
function isKept(scene: Scene, table: ManagedTable): boolean {
  const own = table.key.startsWith('bloc:') ? 'meta:bloc_ligne_id' : `meta:${table.key.replace(/s$/, '')}_id`;
  return [own, 'meta:dossier_number'].every((key) => {
    const seen = table.seen(key);
    return seen !== null && !scene.taken.formulas.has(seen.ref);
  });
}
