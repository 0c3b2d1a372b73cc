// A verification as a run: its statement is kept, and its lease given back whatever happens.

import { Failure } from '../errors/failure';
import { NO_COUNTS } from './counts';
import { mirrorsFiles } from './files/mirror-files';
import type { ProofDepth, RunEnd } from './ports';
import { type Repairs, repair } from './repair';
import { type Compared, isClean, statementOf, type VerifyReport } from './report';
import { survey } from './survey';
import { compareWhole } from './verify';
import type { Workshop } from './workshop';

export type VerificationPolicy = {
  readonly depth: ProofDepth;
  /** Null: differences are listed, and nothing is written. */
  readonly repair: Repairs | null;
};

const LISTING: VerificationPolicy = { depth: 'complete', repair: null };

export async function conductVerification(
  workshop: Workshop,
  policy: VerificationPolicy = LISTING,
): Promise<VerifyReport> {
  const { ports, handle } = workshop;
  const end = (status: RunEnd['status'], code: RunEnd['code'], counts = NO_COUNTS) =>
    ports.ledger.finishRun(
      handle,
      {
        status,
        code,
        counts,
        traffic: { source: ports.source.traffic(), destination: ports.destination.traffic() },
      },
      null,
    );
  let report: VerifyReport;
  try {
    report = await prove(workshop, policy);
  } catch (error) {
    const code = error instanceof Failure ? error.code : 'ERREUR_INATTENDUE';
    if (code !== 'BAIL_PERDU') await Promise.allSettled([end('echoue', code)]);
    throw error;
  }
  const { dossiers, differenceCount, unreadable, warnings, complete, structure } = report;
  const wrong = differenceCount + unreadable.length + structure.length;
  const counts = { ...NO_COUNTS, read: dossiers, failed: wrong, warnings: warnings.length };
  await end(complete ? (isClean(report) ? 'reussi' : 'avec_echecs') : 'interrompu', null, counts);
  return report;
}

/** Compares at this depth, repairs when it may, and keeps the dated statement with the run. */
export async function prove(workshop: Workshop, policy: VerificationPolicy): Promise<VerifyReport> {
  const { ports, handle } = workshop;
  const compared = await compareAt(workshop, policy.depth);
  const before = compared.tally.differenceCount();
  const found = compared.report();
  const repairs = before > 0 && found.complete ? policy.repair : null;
  if (repairs !== null) await repair(workshop, compared.tally, repairs, found.dossiers);
  const awaited = mirrorsFiles(workshop.settings)
    ? { awaitedFiles: (await ports.ledger.fileStanding(handle.linkId)).awaited }
    : {};
  const repaired = Math.max(0, before - compared.tally.differenceCount());
  const report: VerifyReport = { ...compared.report(), ...awaited, repaired };
  const { depth, dossiers, differenceCount, root, complete, structure, differences } = report;
  await ports.ledger.note(handle, 'verification', {
    ...{ depth, dossiers, differenceCount, repaired, root, complete, structure, differences },
  });
  await ports.ledger.recordProof(handle, statementOf(report, ports.clock.now()));
  return report;
}

function compareAt(workshop: Workshop, depth: ProofDepth): Promise<Compared> {
  switch (depth) {
    case 'comptes':
    case 'legere':
      return survey(workshop, depth);
    case 'complete':
      return compareWhole(workshop);
  }
}
