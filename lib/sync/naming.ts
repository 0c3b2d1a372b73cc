// Ids of tables and columns: ours, ASCII, short, and independent of the order of the form.

import { shortHash } from './hash';

export const MAX_ID_LENGTH = 60;

/**
 * Ids that Grist would change behind our back (facts/grist.md §3): its own columns, its helpers, and Python's
 * keywords, because a column id is a Python name in formulas.
 */
const RESERVED: ReadonlySet<string> = new Set([
  'id',
  'manualsort',
  'grouphelper',
  'group',
  'count',
  'rec',
  'value',
  'user',
  'newrec',
  ...(
    'false none true and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield match case print exec'
  ).split(' '),
]);

const LIGATURES: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  '€': ' euros ',
  '°': ' ',
  '&': ' et ',
  '%': ' pourcent ',
};

/**
 * A label as an identifier: `[a-z][a-z0-9_]*`, at most `max` characters, cut at a word when possible. Empty when
 * nothing of the label can be kept (emoji, other alphabets).
 */
export function slug(label: string, max = MAX_ID_LENGTH): string {
  const plain = label
    .toLowerCase()
    .replace(/[œæßøłđ€°&%]/g, (character) => LIGATURES[character] ?? character)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (plain.length <= max) return plain;
  const cut = plain.slice(0, max);
  const word = cut.lastIndexOf('_');
  return (word > max / 2 ? cut.slice(0, word) : cut).replace(/_+$/, '');
}

/** Something to be named: `key` is its identity, `parts` the suffixes of the ids it needs (`''` for the bare one). */
export type Nameable = { readonly key: string; readonly label: string; readonly parts: readonly string[] };

/**
 * Gives every (thing, part) an id, unique (case aside) among them and `taken`. Things whose plain ids clash with each
 * other, or with a taken one, all get a suffix made of their own key, so that neither the order of the form nor a
 * hidden field can exchange two names (defects D9, D12 of facts/original.md).
 *
 * @returns for each key, its ids in the order of `parts`.
 */
export function nameAll(
  things: readonly Nameable[],
  taken: ReadonlySet<string>,
  fallback = 'champ',
): ReadonlyMap<string, readonly string[]> {
  const suffixed = new Set<string>();
  for (;;) {
    const ids = new Map(things.map((thing) => [thing.key, idsOf(thing, suffixed, fallback)]));
    const owners = new Map<string, string[]>();
    for (const [key, list] of ids) for (const id of list) owners.set(id, [...(owners.get(id) ?? []), key]);
    const clashing = [...owners].flatMap(([id, keys]) => (keys.length > 1 || taken.has(id) ? keys : []));
    const fresh = clashing.filter((key) => !suffixed.has(key));
    if (fresh.length === 0) return clashing.length === 0 ? ids : numbered(ids, taken);
    for (const key of fresh) suffixed.add(key);
  }
}

function idsOf(thing: Nameable, suffixed: ReadonlySet<string>, fallback: string): string[] {
  const tail = suffixed.has(thing.key) ? `_${shortHash(thing.key).slice(-6)}` : '';
  const longest = Math.max(0, ...thing.parts.map((part) => (part === '' ? 0 : part.length + 1)));
  const room = MAX_ID_LENGTH - tail.length - longest;
  const base = slug(thing.label, room - fallback.length - 1);
  const usable = base !== '' && /^[a-z]/.test(base) && !RESERVED.has(base) && !base.startsWith('gristhelper');
  const name = `${usable ? slug(thing.label, room) : base === '' ? fallback : `${fallback}_${base}`}${tail}`;
  return thing.parts.map((part) => (part === '' ? name : `${name}_${part}`));
}

/** Two different keys with the same suffix: one chance in two thousand million; numbers settle it. */
function numbered(
  ids: ReadonlyMap<string, readonly string[]>,
  taken: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const used = new Set(taken);
  const result = new Map<string, string[]>();
  for (const key of [...ids.keys()].sort()) {
    const list = (ids.get(key) ?? []).map((id) => {
      let candidate = id;
      for (let turn = 2; used.has(candidate); turn += 1) {
        candidate = `${id.slice(0, MAX_ID_LENGTH - String(turn).length - 1)}_${turn}`;
      }
      used.add(candidate);
      return candidate;
    });
    result.set(key, list);
  }
  return result;
}
