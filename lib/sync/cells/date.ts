// Dates and instants as Grist stores them: seconds since 1970, at UTC midnight for a date.

import { type Codec, type Encoded, fits, part } from './codec';
import { literal } from './literal';

/** `YYYY-MM-DD` → epoch seconds of its UTC midnight; null when there is no such day. */
export function dateSeconds(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  // A date without time is at UTC midnight.
  const milliseconds = Date.parse(date);
  if (Number.isNaN(milliseconds)) return null;
  // Date.parse accepts 30 February and rolls over in some engines: only a day that comes back is one.
  return new Date(milliseconds).getUTCDate() === Number(date.slice(8)) ? milliseconds / 1000 : null;
}

/** ISO 8601 instant with an offset → epoch seconds; null when it is none (a time without offset is no instant). */
export function instantSeconds(instant: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(instant)) return null;
  const milliseconds = Date.parse(instant);
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}

export function dateCell(value: string | null): Encoded {
  if (value === null || value === '') return fits(null);
  const seconds = dateSeconds(value);
  return seconds === null ? literal(value, 'date_illisible') : fits(seconds);
}

export function instantCell(value: string | null): Encoded {
  if (value === null || value === '') return fits(null);
  const seconds = instantSeconds(value);
  return seconds === null ? literal(value, 'date_illisible') : fits(seconds);
}

export const DATE_WIDGET = { dateFormat: 'DD/MM/YYYY', isCustomDateFormat: true } as const;
export const INSTANT_WIDGET = {
  ...DATE_WIDGET,
  timeFormat: 'HH:mm',
  isCustomTimeFormat: true,
} as const;

export const date: Codec = {
  parts: () => [part('', 'Date', { widget: DATE_WIDGET })],
  cells: (champ) => {
    const { value } = champ;
    if (value.kind === 'date') return [dateCell(value.date)];
    if (value.kind === 'datetime') return [dayOfInstant(value.instant)];
    return [champ.text === null ? fits(null) : unexpected(dateCell(champ.text))];
  },
};

export const datetime: Codec = {
  parts: () => [part('', 'DateTime:Europe/Paris', { widget: INSTANT_WIDGET })],
  cells: (champ) => {
    const { value } = champ;
    if (value.kind === 'datetime') return [instantCell(value.instant)];
    if (value.kind === 'date' && value.date !== null) return [literal(value.date, 'type_inattendu')];
    return [champ.text === null ? fits(null) : unexpected(instantCell(champ.text))];
  },
};

/** A field that was a date and time on an older revision: DN writes instants with Paris's offset, so the day is there. */
function dayOfInstant(instant: string | null): Encoded {
  if (instant === null) return fits(null);
  return unexpected(dateCell(instant.slice(0, 10)));
}

function unexpected(encoded: Encoded): Encoded {
  return encoded.misfit === null && encoded.cell !== null
    ? { cell: encoded.cell, misfit: 'type_inattendu' }
    : encoded;
}
