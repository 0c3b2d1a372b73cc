// What a campaign found, and whether every promise held. Pure.

import type { Met } from './weather';
import type { Testimony } from './witness';

/** One link, once everything is quiet again. */
export type Verified = {
  readonly rank: number;
  /** How the last synchronisation ended. */
  readonly status: string;
  readonly dossiers: number;
  /** Attachments that the document holds. */
  readonly files: number;
  /** Null: the verification did not go to its end. */
  readonly differences: number | null;
};

export type Report = {
  readonly met: Met;
  readonly blows: ReadonlyMap<string, number>;
  readonly testimony: Testimony;
  readonly links: readonly Verified[];
  /** Processes that fell without being killed. */
  readonly fallen: number;
  /** Names of what had to be met, among `met` and `blows`. */
  readonly expected: readonly string[];
};

/** In sentences; none: every promise held. A success over differences is a run that lied. */
export function faultsOf({ met, blows, fallen, expected, testimony, links }: Report): readonly string[] {
  return [
    ...(fallen > 0 ? [`Processus tombés seuls\u00a0: ${fallen}.`] : []),
    ...expected
      .filter((name) => (met.get(name) ?? blows.get(name) ?? 0) === 0)
      .map((name) => `Jamais rencontré\u00a0: ${name}.`),
    ...testimony.lies.map(({ runId, what }) => `L’exécution ${runId} ment : ${what}.`),
    ...links.flatMap(({ rank, status, differences }) => [
      ...(status === 'reussi' ? [] : [`Liaison ${rank} : dernière synchronisation « ${status} », au calme.`]),
      ...(differences === null ? [`Liaison ${rank} : la vérification n’est pas allée à son terme.`] : []),
      ...(differences !== null && differences > 0
        ? [
            `Liaison ${rank} : ${differences} différences${status === 'reussi' ? ' après un succès annoncé' : ''}.`,
          ]
        : []),
    ]),
  ];
}

export function reportText(report: Report): string {
  const { met, blows, testimony, links } = report;
  const faults = faultsOf(report);
  const sum = (count: (link: Verified) => number) => links.reduce((total, link) => total + count(link), 0);
  return [
    ...table('Pannes rencontrées', [...blows, ...met]),
    ...table('Exécutions, par issue', [...testimony.outcomes].sort()),
    ...table('Échecs, par raison', [...testimony.reasons].sort()),
    ...table('Au calme', [
      ['Liaisons', links.length],
      ['Dossiers vérifiés', sum(({ dossiers }) => dossiers)],
      ['Pièces jointes dans les documents', sum(({ files }) => files)],
      ['Différences', sum(({ differences }) => differences ?? 0)],
      ['Succès comparés au document pendant l’orage', testimony.checked],
      ['Exécutions qui mentent', new Set(testimony.lies.map(({ runId }) => runId)).size],
    ]),
    ...(faults.length === 0 ? ['Toutes les promesses sont tenues.'] : faults),
  ].join('\n');
}

function table(title: string, rows: readonly (readonly [string, number])[]): readonly string[] {
  const wide = Math.max(title.length, ...rows.map(([name]) => name.length));
  const line = (name: string, count: string) => `${name.padEnd(wide)}  ${count.padStart(7)}`;
  return [title, '─'.repeat(wide + 9), ...rows.map(([name, count]) => line(name, String(count))), ''];
}
