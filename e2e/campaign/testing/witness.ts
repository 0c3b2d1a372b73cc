// The witness of a campaign: looks at each run that ended, and at what it claims.

import { CATALOGUE } from '../../../lib/errors/catalogue';
import type { Database } from '../../../lib/store/database';
import { patiently, wait } from './plan';
import type { StagedLink } from './stage';

export type Lie = { readonly runId: string; readonly what: string };

export type Testimony = {
  /** Runs by kind and status, e.g. `sync reussi`. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Runs that did not succeed, by what they say of it, e.g. `BASE_INJOIGNABLE`. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly lies: readonly Lie[];
  /** Successes whose document was looked at. */
  readonly checked: number;
};

export type EndedRun = {
  readonly id: string;
  readonly linkId: string;
  readonly kind: 'sync' | 'verify' | 'decision';
  readonly status: string;
  readonly code: string | null;
  readonly failed: number;
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  readonly startedAt: Date | null;
};

export function openWitness(database: Database, links: readonly StagedLink[]) {
  const seen = new Set<string>();
  const outcomes = new Map<string, number>();
  const reasons = new Map<string, number>();
  const lies: Lie[] = [];
  let checked = 0;

  const look = async (): Promise<void> => {
    const ended = await patiently(() =>
      database.client.run.findMany({
        where: { endedAt: { not: null }, id: { notIn: [...seen] } },
        select: {
          id: true,
          linkId: true,
          kind: true,
          status: true,
          code: true,
          failed: true,
          added: true,
          updated: true,
          removed: true,
          startedAt: true,
        },
        orderBy: { fence: 'asc' },
      }),
    );
    for (const run of ended) {
      seen.add(run.id);
      const name = `${run.kind} ${run.status}`;
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
      if (run.code !== null) reasons.set(run.code, (reasons.get(run.code) ?? 0) + 1);
      const link = links.find(({ id }) => id === run.linkId);
      const claims = link !== undefined && run.kind === 'sync' && run.status === 'reussi';
      if (claims) checked += 1;
      for (const what of [...liesOfRow(run), ...(claims ? liesOfDocument(run, link) : [])]) {
        lies.push({ runId: run.id, what });
      }
    }
  };

  return {
    look,
    async watch(isOver: () => boolean): Promise<void> {
      while (!isOver()) {
        await look();
        await wait(400);
      }
    },
    says: (): Testimony => ({ outcomes, reasons, lies, checked }),
  };
}

/** What its own row contradicts. Pure. */
export function liesOfRow(run: EndedRun): readonly string[] {
  const { status, code, failed } = run;
  switch (status) {
    case 'reussi':
      return [
        ...(failed > 0 ? [`succès annoncé avec ${failed} dossiers en échec`] : []),
        ...(code !== null ? [`succès annoncé avec le code ${code}`] : []),
      ];
    case 'echoue':
      return code === null ? ['échec sans raison'] : liesOfWords(run, code);
    case 'en_cours':
    case 'en_attente':
      return [`terminée, et pourtant « ${status} »`];
    default:
      return [];
  }
}

/** What the page of the run says of the data, beside what the run counts. */
function liesOfWords({ added, updated, removed }: EndedRun, code: string): readonly string[] {
  const [, entry] = Object.entries(CATALOGUE).find(([name]) => name === code) ?? [];
  if (entry === undefined) return [`échec d’une raison inconnue, ${code}`];
  const written = added + updated + removed;
  return written > 0 && /rien n’a été (lu ni )?écrit/i.test(entry.donnees)
    ? [`${code} dit que rien n’a été écrit, et ${written} lignes l’ont été`]
    : [];
}

function liesOfDocument({ startedAt }: EndedRun, { demarche, document }: StagedLink): readonly string[] {
  if (startedAt === null) return ['succès d’une exécution qui n’a pas commencé'];
  const tableId = `Demarche_${demarche.number}_dossiers`;
  if (document.tables().every(({ id }) => id !== tableId)) return ['succès sans table des dossiers'];
  const rows = document.rows(tableId).map((row) => ({
    number: Number(row.number),
    moved: typeof row.date_derniere_modification === 'number' ? row.date_derniere_modification * 1000 : null,
  }));
  const truth = [...demarche.truth()].map(({ number, dates }) => ({
    number,
    moved: Date.parse(dates.derniereModification),
  }));
  return contradictions(startedAt.getTime(), truth, rows);
}

/**
 * What the document contradicts: whatever last moved in Démarche numérique before a successful run began must be there, as it
 * is. Later changes prove nothing against it, and the runs that follow only improve the document. Pure; epoch ms.
 */
export function contradictions(
  startedAt: number,
  truth: readonly { readonly number: number; readonly moved: number }[],
  rows: readonly { readonly number: number; readonly moved: number | null }[],
): readonly string[] {
  return truth.flatMap(({ number, moved }) => {
    const [found, ...others] = rows.filter((row) => row.number === number);
    if (others.length > 0) return [`dossier ${number} : ${others.length + 1} lignes`];
    if (moved >= startedAt - CLOCKS_MS) return [];
    if (found === undefined) return [`dossier ${number} absent`];
    return found.moved === null || found.moved < moved ? [`dossier ${number} en retard`] : [];
  });
}

/** Démarche numérique cuts its instants to the second; and clocks differ a little. */
const CLOCKS_MS = 1_100;
