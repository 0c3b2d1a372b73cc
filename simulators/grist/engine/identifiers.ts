// Identifiers that Grist derives from what it is asked: sanitised, then made unique (facts/grist.md §3).

const PYTHON_KEYWORDS = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if
  import in is lambda nonlocal not or pass raise return try while with yield`.split(/\s+/),
);

/** ASCII letters, digits and `_` only; empty when nothing is left. */
function sanitise(wanted: string, prefix: string, capital: boolean): string {
  const plain = wanted.normalize('NFKD').replace(/\p{M}/gu, '');
  let id = plain.replace(/[^a-zA-Z0-9_]+/g, '_').replace(/^_+/, '');
  if (id === '') return '';
  if (/^\d/.test(id)) id = prefix + id;
  if (capital) id = id.charAt(0).toUpperCase() + id.slice(1);
  while (PYTHON_KEYWORDS.has(id)) id = prefix + id;
  return id;
}

type Taken = ReadonlySet<string>;

function isTaken(id: string, taken: Taken): boolean {
  return taken.has(id.toUpperCase());
}

function numbered(base: string, taken: Taken, first: number): string {
  const stem = /\d$/.test(base) ? `${base}_` : base;
  let rank = first;
  while (isTaken(`${stem}${rank}`, taken)) rank += 1;
  return `${stem}${rank}`;
}

function unique(id: string, taken: Taken): string {
  return isTaken(id, taken) ? numbered(id, taken, 2) : id;
}

/** Upper-cased ids that a new one must avoid. */
export function takenIds(ids: Iterable<string>): Set<string> {
  const taken = new Set<string>();
  for (const id of ids) taken.add(id.toUpperCase());
  return taken;
}

export function tableIdFor(wanted: string | null, taken: Taken): string {
  const id = sanitise(wanted ?? '', 'T', true);
  return id === '' ? numbered('Table', taken, 1) : unique(id, taken);
}

export function columnIdFor(wanted: string | null, taken: Taken): string {
  const id = sanitise(wanted ?? '', 'c', false);
  return id === '' ? firstFreeLetters(taken) : unique(id, taken);
}

/** Several columns at once; each avoids those before it, and `id`. */
export function columnIdsFor(wanted: readonly (string | null)[]): string[] {
  const taken = takenIds(['id']);
  return wanted.map((one) => {
    const id = columnIdFor(one, taken);
    taken.add(id.toUpperCase());
    return id;
  });
}

/** A, B, … Z, AA, AB… */
function firstFreeLetters(taken: Taken): string {
  for (let rank = 0; ; rank += 1) {
    const letters = lettersOf(rank);
    if (!taken.has(letters)) return letters;
  }
}

function lettersOf(rank: number): string {
  const letter = String.fromCharCode(65 + (rank % 26));
  return rank < 26 ? letter : lettersOf(Math.floor(rank / 26) - 1) + letter;
}
