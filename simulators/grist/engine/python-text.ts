// How Python writes and reads numbers and lists: what becomes of a value that its column cannot hold ("alt text").

import { isError, isShortInt, type NumberKind, type Value } from './value';

/** `repr(float)`: shortest digits, `.0` on integers, exponent outside 1e-4…1e16. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [digits = '0', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) return `${digits}e${signedPower(exponent)}`;
  const plain = plainDecimal(digits, exponent);
  return plain.includes('.') ? plain : `${plain}.0`;
}

/** `"%.15g" % value`. */
export function fifteenDigits(value: number): string {
  const [digits = '0', power = '0'] = value.toExponential(14).split('e');
  const exponent = Number(power);
  const trimmed = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  return exponent < -4 || exponent >= 15
    ? `${trimmed}e${signedPower(exponent)}`
    : plainDecimal(trimmed, exponent);
}

function signedPower(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `-1.25`, 3 → `-1250`. */
function plainDecimal(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const rest = digits.slice(exponent + 1);
  return `${sign}${whole}${rest === '' ? '' : `.${rest}`}`;
}

const FLOAT_TEXT = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;
const FLOAT_WORD = /^([+-]?)(inf|infinity|nan)$/i;

/** `float(text)`: surrounding blanks, `_` between digits, any Unicode decimal digit; null when Python would raise. */
export function parseFloatText(text: string): number | null {
  const ascii = text.trim().replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
  const word = FLOAT_WORD.exec(ascii);
  if (word !== null) {
    if (word[2]?.toLowerCase() === 'nan') return Number.NaN;
    return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  return FLOAT_TEXT.test(ascii) ? Number(ascii.replaceAll('_', '')) : null;
}

/** Decimal digits are laid out in Unicode by runs of ten that start at their zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0x30;
  if (code < 0x80) return code - 0x30;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code - zero;
}

/** `str(value)`; `tuple` because a ChoiceList's value is a tuple once it is stored. */
export function pythonText(value: Value, numbers: NumberKind, tuple = false): string {
  return typeof value === 'string' ? value : pythonRepr(value, numbers, tuple);
}

/** `repr(value)` of a decoded cell. */
export function pythonRepr(value: unknown, numbers: NumberKind, tuple = false): string {
  if (value === null || value === undefined) return 'None';
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
      return numbers === 'json' && isShortInt(value) ? String(value) : floatText(value);
    case 'string':
      return quoted(value);
    default:
      return Array.isArray(value) ? objectRepr(value, numbers, tuple) : dictRepr(value);
  }
}

function objectRepr(value: readonly unknown[], numbers: NumberKind, tuple: boolean): string {
  switch (value[0]) {
    case 'L': {
      const items = value.slice(1).map((item) => pythonRepr(item, numbers));
      if (!tuple) return `[${items.join(', ')}]`;
      return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
    }
    case 'O':
      return dictRepr(value[1]);
    case 'C':
      return 'CENSORED';
    case 'd':
      return new Date(Number(value[1]) * 1000).toISOString().slice(0, 10);
    default:
      return isError(value) ? value[1] : '<object>';
  }
}

function dictRepr(value: unknown): string {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return `{${entries.map(([key, item]) => `${quoted(key)}: ${pythonRepr(item, 'json')}`).join(', ')}}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(/[\\\n\r\t]/g, (found) => ESCAPES[found] ?? found);
  return `${mark}${mark === "'" ? body.replaceAll("'", "\\'") : body}${mark}`;
}
