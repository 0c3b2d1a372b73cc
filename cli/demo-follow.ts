// Following a link's runs from a terminal: what they tell, until the proof is there.

import { journalAfter } from '../lib/journal/read';
import type { RunCounts } from '../lib/run/ports';
import { latestProof } from '../lib/run/proof-due';
import { statementText } from '../lib/run/statement';
import type { Database } from '../lib/store/database';
import { lastProofs } from '../lib/store/proof-rows';

const LOOK_MS = 300;

/** How long the proof that follows may take to be asked for. */
const PROOF_MS = 10_000;

export type Followed = { readonly succeeded: boolean; readonly statement: string | null };

/** Resolves once no run of the link is open, or when `signal` aborts. */
export async function followLink(
  database: Database,
  { linkId, runId }: { readonly linkId: string; readonly runId: string },
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<Followed> {
  const first = await followRun(database, runId, say, signal);
  if (first === 'reussi' || first === 'avec_echecs') {
    const proof = await within(PROOF_MS, signal, async () => {
      const run = await database.client.run.findFirst({
        where: { linkId, kind: 'verify' },
        select: { id: true },
      });
      return run?.id ?? null;
    });
    if (proof !== null) await followRun(database, proof, say, signal);
  }
  const proof = latestProof(await lastProofs(database, linkId));
  return {
    succeeded: first === 'reussi' && proof?.differences === 0,
    statement: proof === null ? null : statementText(proof),
  };
}

async function followRun(
  database: Database,
  runId: string,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<string | null> {
  let after = 0;
  for (;;) {
    for (const { id, type, sentence } of await journalAfter(database, runId, after)) {
      after = id;
      if (type !== 'progression') say(`  ${sentence}`);
    }
    const run = await database.client.run.findUnique({
      where: { id: runId },
      select: { status: true, concluded: true, ...COUNTS },
    });
    if (run === null || signal.aborted) return null;
    if (run.concluded) {
      if (run.added + run.updated + run.removed > 0) say(`  ${counted(run)}`);
      return run.status;
    }
    await pause(LOOK_MS);
  }
}

const COUNTS = { added: true, updated: true, removed: true, failed: true } as const;

function counted({ added, updated, removed, failed }: Pick<RunCounts, keyof typeof COUNTS>): string {
  const number = new Intl.NumberFormat('fr-FR');
  const [plus, changed, less, not] = [added, updated, removed, failed].map((count) => number.format(count));
  return `Dossiers ajoutés : ${plus} ; modifiés : ${changed} ; retirés : ${less} ; en échec : ${not}.`;
}

async function within(
  ms: number,
  signal: AbortSignal,
  look: () => Promise<string | null>,
): Promise<string | null> {
  for (const end = performance.now() + ms; performance.now() < end && !signal.aborted; await pause(LOOK_MS)) {
    const found = await look();
    if (found !== null) return found;
  }
  return null;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
