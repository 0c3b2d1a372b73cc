// What an hour of load left: of the process, how it grows; of the database, what each run adds. Pure.

import type { Probed, Stored } from './samples';
import { isFlat, type Slope, slopeOf } from './slope';

const MEGA = 1_000_000;

type Measure = readonly [string, (one: Probed) => number];

/** What must not grow. Connections are those to the database, of everybody. */
const KEPT = [
  ['Tas entier, après ramassage (Mo)', ({ heapUsed }) => heapUsed / MEGA],
  ['dont ce qui n’est pas du code machine (Mo)', ({ heapUsed, code }) => (heapUsed - code) / MEGA],
  ['Hors du tas (Mo)', ({ external }) => external / MEGA],
  ['Mémoire du processus (Mo)', ({ rss }) => rss / MEGA],
  ['Ressources actives de Node', ({ handles }) => handles],
  ['Fichiers et connexions ouverts', ({ files }) => files],
] as const satisfies readonly Measure[];

/**
 * Told, not judged: V8 makes machine code of a function once it was called often enough, which for the last of them takes
 * hours under a light load, and ends with the functions that there are (bench/RESULTS.md).
 */
const TOLD = [['dont code machine (Mo)', ({ code }) => code / MEGA]] as const satisfies readonly Measure[];

export type Grown = {
  readonly name: string;
  readonly slope: Slope;
  readonly verdict: 'flat' | 'grows' | 'told';
};

/** Samples before `from` (epoch ms) are of a service that warms up: they do not count. */
export function growthOf(
  probed: readonly Probed[],
  stored: readonly Stored[],
  from: number,
): readonly Grown[] {
  const late = probed.filter(({ at }) => at >= from);
  const slopes = (measures: readonly Measure[]) =>
    measures.map(([name, value]) => ({
      name,
      slope: slopeOf(late.map((one) => ({ at: one.at, value: value(one) }))),
    }));
  const connections = slopeOf(
    stored.filter(({ at }) => at >= from).map(({ at, connections }) => ({ at, value: connections })),
  );
  return [
    ...[...slopes(KEPT), { name: 'Connexions à Postgres', slope: connections }].map((one) => ({
      ...one,
      verdict: isFlat(one.slope) ? ('flat' as const) : ('grows' as const),
    })),
    ...slopes(TOLD).map((one) => ({ ...one, verdict: 'told' as const })),
  ];
}

const VERDICTS = { flat: 'plat', grows: '**croît**', told: '' } as const;

export function reportText(
  grown: readonly Grown[],
  probed: readonly Probed[],
  stored: readonly Stored[],
  done: ReadonlyMap<string, number>,
): string {
  const [first, last] = [stored[0], stored.at(-1)];
  if (first === undefined || last === undefined) throw new Error('nothing was looked at');
  const runs = last.runs - first.runs;
  const minutes = (last.at - first.at) / 60_000;
  return [
    `Charge\u00a0: ${runs} exécutions en ${minutes.toFixed(0)}\u00a0min`,
    ...[...done].sort().map(([name, count]) => `  ${name}\u00a0: ${count}`),
    '',
    '| Mesure du service | Moyenne | Par heure | Erreur type | |',
    '|---|---|---|---|---|',
    ...grown.map(
      ({ name, slope, verdict }) =>
        `| ${name} | ${number(slope.mean)} | ${signed(slope.anHour)} | ${number(slope.error)} | ${VERDICTS[verdict]} |`,
    ),
    '',
    '| Minute | Tas (Mo) | dont code | Hors du tas (Mo) | Processus (Mo) | Ressources | Fichiers |',
    '|---|---|---|---|---|---|---|',
    ...everyTenMinutes(probed),
    '',
    '| Base de données | Au début | À la fin | Par exécution |',
    '|---|---|---|---|',
    `| Dossier de données | ${mega(first.folder)} | ${mega(last.folder)} | ${bytes((last.folder - first.folder) / runs)} |`,
    ...tablesText(first, last, runs),
  ].join('\n');
}

function everyTenMinutes(probed: readonly Probed[]): readonly string[] {
  const start = probed[0]?.at ?? 0;
  const rows: string[] = [];
  for (const { at, heapUsed, code, external, rss, handles, files } of probed) {
    const minute = Math.round((at - start) / 60_000);
    if (minute < rows.length * 10) continue;
    rows.push(
      `| ${minute} | ${number(heapUsed / MEGA)} | ${number(code / MEGA)} | ${number(external / MEGA)} | ${number(rss / MEGA)} | ${handles} | ${files} |`,
    );
  }
  return rows;
}

/** Those that grew, the heaviest first. */
function tablesText(first: Stored, last: Stored, runs: number): readonly string[] {
  return [...last.tables]
    .map(([name, now]) => ({ name, now, before: first.tables.get(name) ?? { rows: 0, bytes: 0 } }))
    .filter(({ now, before }) => now.rows !== before.rows || now.bytes !== before.bytes)
    .sort((a, b) => b.now.bytes - b.before.bytes - (a.now.bytes - a.before.bytes))
    .map(
      ({ name, now, before }) =>
        `| \`${name}\` | ${before.rows} lignes, ${mega(before.bytes)} | ${now.rows} lignes, ${mega(now.bytes)} | ${number((now.rows - before.rows) / runs)} lignes, ${bytes((now.bytes - before.bytes) / runs)} |`,
    );
}

const number = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 2 : 1).replace('.', ',');
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${number(Math.abs(value))}`;
const mega = (value: number): string => `${number(value / MEGA)}\u00a0Mo`;
const bytes = (value: number): string => `${Math.round(value)}\u00a0o`;
