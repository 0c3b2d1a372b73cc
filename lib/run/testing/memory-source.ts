// A Source in memory: dossiers in a list, paged by (updated, number) as DN does.

import { lightOf } from '../../sync/light';
import type { Demarche } from '../../sync/model/demarche';
import type { Dossier } from '../../sync/model/dossier';
import type { Source, Tombstone } from '../ports';

export type MemorySource = Source & {
  demarche: Demarche;
  readonly dossiers: Map<number, Dossier>;
  tombstoneList: Tombstone[];
  /** Numbers that DN cannot serve. */
  readonly poison: Set<number>;
  pageSize: number;
  now: string;
  readonly requests: string[];
};

export function memorySource(demarche: Demarche, dossiers: readonly Dossier[] = []): MemorySource {
  const requests: string[] = [];
  const source: MemorySource = {
    demarche,
    dossiers: new Map(dossiers.map((dossier) => [dossier.number, dossier])),
    tombstoneList: [],
    poison: new Set(),
    pageSize: 2,
    now: '2026-06-01T08:00:00.000Z',
    requests,
    async check() {
      return { title: source.demarche.title, state: source.demarche.state, dossiersCount: null };
    },
    async describe() {
      requests.push('describe');
      return source.demarche;
    },
    async page({ since, after, order, state, archived }) {
      requests.push('page');
      const at = ({ dates }: Dossier) =>
        Date.parse((order === 'updated' ? null : dates.depot) ?? dates.derniereModification);
      const place = (dossier: Dossier) => `${String(at(dossier)).padStart(15, '0')};${dossier.number}`;
      const listed = [...source.dossiers.values()]
        .filter((dossier) => since === null || at(dossier) >= Date.parse(since))
        .filter((dossier) => state === null || dossier.state === state)
        .filter((dossier) => archived === null || dossier.archived === archived)
        .sort((left, right) => (place(left) < place(right) ? -1 : 1))
        .filter((dossier) => after === null || place(dossier) > after);
      const page = listed.slice(0, source.pageSize);
      const last = page.at(-1);
      return {
        dossiers: page.filter(({ number }) => !source.poison.has(number)),
        unreadable: page
          .filter(({ number }) => source.poison.has(number))
          .map(({ number }) => ({ number, code: 'DS_DOSSIER_ILLISIBLE' as const, facts: {} })),
        endCursor: last === undefined ? null : place(last),
        hasNextPage: listed.length > page.length,
      };
    },
    async census(after) {
      requests.push('census');
      const place = ({ number, dates }: Dossier) =>
        `${Date.parse(dates.depot ?? '')};${number}`.padStart(40, '0');
      const listed = [...source.dossiers.values()]
        .sort((left, right) => (place(left) < place(right) ? -1 : 1))
        .filter((dossier) => after === null || place(dossier) > after);
      const page = listed.slice(0, source.pageSize);
      const last = page.at(-1);
      return {
        dossiers: page.map(lightOf),
        endCursor: last === undefined ? null : place(last),
        hasNextPage: listed.length > page.length,
      };
    },
    async dossier(number) {
      requests.push('dossier');
      if (source.poison.has(number)) return { number, code: 'DS_DOSSIER_ILLISIBLE', facts: {} };
      return source.dossiers.get(number) ?? null;
    },
    async tombstones() {
      requests.push('tombstones');
      return source.tombstoneList;
    },
    serverTime: () => source.now,
    traffic: () => ({ requests: requests.length, retries: 0, bytesSent: 0, bytesReceived: 0 }),
  };
  return source;
}
