// Which runs of a history are wanted, as its page asks: read from words of an address, and written back. Pure.

import type { HistoryFilter } from '../../store/history-rows';

/** Values as the address has them; null: all of them. Days are Paris days, both included. */
export type HistoryWish = {
  readonly status: StatusWish | null;
  readonly kind: KindWish | null;
  readonly trigger: TriggerWish | null;
  /** `YYYY-MM-DD`. */
  readonly from: string | null;
  readonly to: string | null;
};

const STATUSES = {
  'en-cours': ['en_attente', 'en_cours'],
  reussie: ['reussi'],
  'avec-echecs': ['avec_echecs'],
  interrompue: ['interrompu'],
  'en-erreur': ['echoue'],
  annulee: ['annule'],
} as const;
export type StatusWish = keyof typeof STATUSES;

const KINDS = { synchronisation: 'sync', verification: 'verify', decision: 'decision' } as const;
export type KindWish = keyof typeof KINDS;

const TRIGGERS = ['manuel', 'grist', 'planification', 'reprise', 'api', 'cli'] as const;
export type TriggerWish = (typeof TRIGGERS)[number];

/** What is not said, or makes no sense, asks for everything. */
export function readWish(param: (name: string) => string | null): HistoryWish {
  return {
    status: known(STATUSES, param('etat')),
    kind: known(KINDS, param('nature')),
    trigger: TRIGGERS.find((one) => one === param('origine')) ?? null,
    from: dayOf(param('du')),
    to: dayOf(param('au')),
  };
}

export function wishParams({
  status,
  kind,
  trigger,
  from,
  to,
}: HistoryWish): Readonly<Record<string, string>> {
  return {
    ...(status === null ? {} : { etat: status }),
    ...(kind === null ? {} : { nature: kind }),
    ...(trigger === null ? {} : { origine: trigger }),
    ...(from === null ? {} : { du: from }),
    ...(to === null ? {} : { au: to }),
  };
}

export function filterOf({ status, kind, trigger, from, to }: HistoryWish): HistoryFilter {
  return {
    statuses: status === null ? null : STATUSES[status],
    kind: kind === null ? null : KINDS[kind],
    trigger,
    since: from === null ? null : midnight(from, 0),
    until: to === null ? null : midnight(to, 1),
  };
}

function known<Key extends string>(values: Readonly<Record<Key, unknown>>, text: string | null): Key | null {
  return (Object.keys(values) as Key[]).find((one) => one === text) ?? null;
}

/** A day that exists, of our era. */
function dayOf(text: string | null): string | null {
  if (text === null || !/^2\d{3}-\d{2}-\d{2}$/.test(text)) return null;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? null : text;
}

const PARIS_HOUR = new Intl.DateTimeFormat('fr-FR', {
  hour: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Europe/Paris',
});
const HOUR = 60 * 60_000;

/** Midnight in Paris at the beginning of that day, or so many days later: one or two hours before midnight UTC. */
function midnight(day: string, later: number): Date {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + later);
  const winter = new Date(date.getTime() - HOUR);
  return PARIS_HOUR.format(winter).startsWith('00') ? winter : new Date(date.getTime() - 2 * HOUR);
}
