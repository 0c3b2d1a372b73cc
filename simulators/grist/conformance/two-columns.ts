// A table with two columns, where several cases begin.

import type { Bench, Column } from './bench';

/** Table `T` with `n` (Int, « Numéro ») and `t` (Text, « Texte »): the refs of the three. */
export async function twoColumns(bench: Bench): Promise<{ n: number; t: number; table: number }> {
  const [made] = await bench.apply([
    'AddTable',
    'T',
    [
      { id: 'n', type: 'Int', label: 'Numéro' },
      { id: 't', type: 'Text', label: 'Texte' },
    ],
  ]);
  const [n, t] = await bench.columns('T');
  return {
    n: Number(n?.fields.colRef),
    t: Number(t?.fields.colRef),
    table: (made as { id: number }).id,
  };
}

export function columnIds(columns: readonly Column[]): string[] {
  return columns.map(({ id }) => id);
}
