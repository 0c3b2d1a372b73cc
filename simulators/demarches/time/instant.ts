// Instants of the simulated DN: microseconds since the epoch (exact in a double), printed as DN prints them.

/** Microseconds since the epoch. */
export type Micros = number;

export const SECOND: Micros = 1_000_000;
export const DAY: Micros = 86_400 * SECOND;

/** Parses an ISO 8601 instant (a date alone is midnight in Paris, the server's local time: facts §11). */
export const micros = (iso: string): Micros => {
  const dateOnly = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (dateOnly) return parisMidnight(iso);
  const fraction = /\.(\d{1,9})/.exec(iso)?.[1] ?? '';
  const wholeSeconds = Date.parse(iso.replace(/\.\d+/, ''));
  if (Number.isNaN(wholeSeconds)) throw new RangeError(`not an instant: ${iso}`);
  return wholeSeconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
};

const lastSunday = (year: number, month: number): number => {
  const last = new Date(Date.UTC(year, month + 1, 0));
  return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1);
};

const summers = new Map<number, readonly [number, number]>();

/** Summer time of the year that holds a day, in milliseconds. */
const summerOf = (day: number): readonly [number, number] => {
  let summer = summers.get(day);
  if (summer === undefined) {
    const year = new Date(day * 86_400_000).getUTCFullYear();
    summer = [lastSunday(year, 2), lastSunday(year, 9)];
    summers.set(day, summer);
  }
  return summer;
};

/** Hours between UTC and Paris at an instant (European rule: last Sundays of March and October, 01:00 UTC). */
const parisOffset = (milliseconds: number): 1 | 2 => {
  const [start, end] = summerOf(Math.floor(milliseconds / 86_400_000));
  return milliseconds >= start && milliseconds < end ? 2 : 1;
};

const days = new Map<number, string>();

/** `YYYY-MM-DD` of a day counted from the epoch. */
const dayText = (day: number): string => {
  let text = days.get(day);
  if (text === undefined) {
    text = new Date(day * 86_400_000).toISOString().slice(0, 10);
    days.set(day, text);
  }
  return text;
};

const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** ISO 8601, truncated to the second, Paris offset: `2026-03-04T10:20:30+01:00` (facts §0.4). */
export const printInstant = (at: Micros): string => {
  const second = Math.floor(at / SECOND);
  const offset = parisOffset(second * 1000);
  const local = second + offset * 3600;
  const day = Math.floor(local / 86_400);
  const rest = local - day * 86_400;
  const hour = two[Math.floor(rest / 3600)];
  return `${dayText(day)}T${hour}:${two[Math.floor(rest / 60) % 60]}:${two[rest % 60]}+0${offset}:00`;
};

/** Day in Paris, `YYYY-MM-DD`. */
export const printDay = (at: Micros): string => printInstant(at).slice(0, 10);

/** `HH:MM` in Paris. */
export const printHour = (at: Micros): string => printInstant(at).slice(11, 16);

/** Midnight of a day in Paris. */
export const parisMidnight = (day: string): Micros => {
  const utc = Date.parse(`${day}T00:00:00Z`);
  return (utc - parisOffset(utc - 3_600_000) * 3_600_000) * 1000;
};

/** What DN's cursors hold: UTC with nine decimals. */
export const printExact = (at: Micros): string => {
  const second = Math.floor(at / SECOND);
  const rest = String(at - second * SECOND).padStart(6, '0');
  return `${new Date(second * 1000).toISOString().slice(0, 19)}.${rest}000Z`;
};
