// Numbers: always Numeric (Grist's Int has 32 bits), zero is zero, an empty answer is null.

import type { Champ } from '../model/dossier';
import { type Codec, type Encoded, fits, part } from './codec';
import { literal } from './literal';

/** Digits with an optional sign, unbounded. Beyond 2^53 a double would lose some: the exact text is kept. */
function integerCell(digits: string): Encoded {
  const bare = digits.trim();
  if (!/^[+-]?\d+$/.test(bare)) return decimalText(bare);
  const number = Number(bare);
  return Number.isSafeInteger(number) ? fits(number) : literal(bare, 'nombre_trop_grand');
}

/** A number written as text (a field retyped since): `12,5` and `12.5` are numbers, `12 ans` is not. */
function decimalText(value: string): Encoded {
  const plain = value.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (!/^[+-]?(0|[1-9]\d{0,14})(\.\d{1,15})?$/.test(plain)) return literal(value, 'nombre_illisible');
  return { cell: Number(plain), misfit: 'type_inattendu' };
}

function numberOf(champ: Champ): Encoded {
  const { value } = champ;
  if (value.kind === 'integer') return value.digits === null ? fits(null) : integerCell(value.digits);
  if (value.kind === 'decimal') {
    if (value.number === null) return fits(null);
    return Number.isFinite(value.number)
      ? fits(value.number)
      : literal(String(value.number), 'nombre_illisible');
  }
  return champ.text === null ? fits(null) : decimalText(champ.text);
}

export const integer: Codec = {
  parts: () => [part('', 'Numeric', { widget: { decimals: 0, maxDecimals: 0 } })],
  cells: (champ) => [numberOf(champ)],
};

export const decimal: Codec = {
  parts: () => [part('', 'Numeric')],
  cells: (champ) => [numberOf(champ)],
};
