// A verification as a run: its result is kept, and its lease given back whatever happens.

import { Failure } from '../errors/failure';
import { NO_COUNTS } from './counts';
import type { RunEnd } from './ports';
import { type VerifyReport, verify } from './verify';
import type { Workshop } from './workshop';

export async function conductVerification(workshop: Workshop): Promise<VerifyReport> {
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
    report = await verify(workshop);
  } catch (error) {
    const code = error instanceof Failure ? error.code : 'ERREUR_INATTENDUE';
    if (code !== 'BAIL_PERDU') await Promise.allSettled([end('echoue', code)]);
    throw error;
  }
  const { dossiers, differenceCount, unreadable, warnings, root, complete, structure } = report;
  await ports.ledger.note(handle, 'verification', {
    dossiers,
    differenceCount,
    root,
    complete,
    structure,
    differences: report.differences,
  });
  const wrong = differenceCount + unreadable.length + structure.length;
  const counts = { ...NO_COUNTS, read: dossiers, failed: wrong, warnings: warnings.length };
  await end(complete ? (wrong > 0 ? 'avec_echecs' : 'reussi') : 'interrompu', null, counts);
  return report;
}
