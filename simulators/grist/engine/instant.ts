// ISO dates as Grist's engine reads them, and wall-clock times of a time zone.

const ISO =
  /^(\d{4})(?:(?:-(\d{1,2})|(\d{2})(?!$))(?:-(\d{1,2})|(\d{2}))?)?(?:[ T](\d{2})(?::?(\d{1,2})(?::?(\d{1,2})(?:[.,](\d+))?)?)?(Z|([+-])(\d{2}):?(\d{2})?)?)?$/;

export type IsoReading = {
  /** Seconds since the epoch of the written day at UTC midnight. */
  readonly day: number;
  /** Seconds since the epoch as if the written time were UTC. */
  readonly wall: number;
  /** Seconds east of UTC that the text states; null when it states none. */
  readonly offset: number | null;
};

/** Null when the engine would refuse the text (it then stays as it is in the cell). */
export function readIso(text: string): IsoReading | null {
  const found = ISO.exec(text);
  if (found === null) return null;
  const part = (index: number): number => Number(found[index] ?? '0');
  const year = part(1);
  const month = found[2] === undefined && found[3] === undefined ? 1 : part(found[2] === undefined ? 3 : 2);
  const date = found[4] === undefined && found[5] === undefined ? 1 : part(found[4] === undefined ? 5 : 4);
  const [hour, minute, second] = [part(6), part(7), part(8)];
  const midnight = Date.UTC(year, month - 1, date);
  const back = new Date(midnight);
  if (year === 0 || back.getUTCMonth() !== month - 1 || back.getUTCDate() !== date) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const fraction = found[9] === undefined ? 0 : Math.floor(Number(`0.${found[9]}`) * 1e6) / 1e6;
  const day = midnight / 1000;
  return { day, wall: day + hour * 3600 + minute * 60 + second + fraction, offset: statedOffset(found) };
}

function statedOffset(found: RegExpExecArray): number | null {
  const zone = found[10];
  if (zone === undefined) return null;
  if (zone === 'Z') return 0;
  const seconds = Number(found[12] ?? '0') * 3600 + Number(found[13] ?? '0') * 60;
  return found[11] === '-' ? -seconds : seconds;
}

const formatters = new Map<string, Intl.DateTimeFormat | null>();

function formatterOf(zone: string): Intl.DateTimeFormat | null {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = isZone(zone) ? offsetFormatter(zone) : null;
    formatters.set(zone, formatter);
  }
  return formatter;
}

function isZone(zone: string): boolean {
  return zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone);
}

function offsetFormatter(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset', year: 'numeric' });
}

/** Seconds east of UTC in `zone` at an instant (epoch seconds); an unknown zone counts as UTC, as in Grist. */
export function offsetAt(instant: number, zone: string): number {
  const name = formatterOf(zone)
    ?.formatToParts(instant * 1000)
    .find((part) => part.type === 'timeZoneName')?.value;
  const found = /^GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(name ?? '');
  if (found === null) return 0;
  const seconds = Number(found[2]) * 3600 + Number(found[3]) * 60 + Number(found[4] ?? '0');
  return found[1] === '-' ? -seconds : seconds;
}

/** Instant of a wall-clock time: an ambiguous one takes the earlier offset, a skipped one the later. */
export function instantOf(wall: number, zone: string): number {
  const before = offsetAt(wall - 86_400, zone);
  const first = wall - before;
  if (offsetAt(first, zone) === before) return first;
  return wall - offsetAt(wall + 86_400, zone);
}

/** `2024-03-01 01:00:00+01:00`: how Python writes an instant in a zone. */
export function wallText(instant: number, zone: string): string {
  const offset = offsetAt(instant, zone);
  const text = new Date((instant + offset) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const minutes = Math.abs(offset) / 60;
  const pad = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  return `${text}${offset < 0 ? '-' : '+'}${pad(minutes / 60)}:${pad(minutes % 60)}`;
}
