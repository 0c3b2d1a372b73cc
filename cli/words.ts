// Numbers, durations and plurals as French writes them.

const NUMBER = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });
const NBSP = '\u00a0';

export function number(value: number): string {
  return NUMBER.format(value);
}

/** « 1 dossier », « 2 000 dossiers », « 0 dossier »: the plural begins at two. */
export function count(value: number, singular: string, plural = `${singular}s`): string {
  return `${number(value)}${NBSP}${value >= 2 ? plural : singular}`;
}

/** « 0,8 s », « 12 s », « 3 min 05 s », « 2 h 10 min ». */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${number(seconds)}${NBSP}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${NBSP}s`;
  const minutes = Math.floor(whole / 60);
  const pad = (value: number) => String(value).padStart(2, '0');
  if (minutes < 60) return `${minutes}${NBSP}min${NBSP}${pad(whole % 60)}${NBSP}s`;
  return `${Math.floor(minutes / 60)}${NBSP}h${NBSP}${pad(minutes % 60)}${NBSP}min`;
}

/** Bytes in decimal units: « 850 octets », « 1,2 Mo ». */
export function size(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'octet');
  const units = ['ko', 'Mo', 'Go'] as const;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${number(value)}${NBSP}${units[unit]}`;
}
