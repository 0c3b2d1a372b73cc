// `otp verify`: compares both sides at the depth asked for, lists every difference, and repairs only when told to.

import type { ProofDepth, Traffic } from '../../lib/run/ports';
import { isClean, type VerifyReport } from '../../lib/run/report';
import { conductVerification, type VerificationPolicy } from '../../lib/run/verification';
import { EXIT, type ExitCode } from '../exit';
import { namesOf, type Timed } from '../report';
import type { Session } from '../session';
import { verifyText } from '../verify-text';

export type VerifyOptions = {
  readonly depth: ProofDepth;
  readonly repair: boolean;
  /** Repair also takes away rows of dossiers that nobody knows. */
  readonly removeExtra: boolean;
};

export async function verify(session: Session, options: VerifyOptions): Promise<ExitCode> {
  const { depth, repair, removeExtra: orphans } = options;
  const proved = await proveIn(session, { depth, repair: repair ? { doubles: true, orphans } : null });
  session.output.print(session.output.json ? JSON.stringify(proved.json) : proved.text);
  return proved.code;
}

/** What a verification in a run of its own leaves to print. */
export type ProvedIn = {
  readonly code: ExitCode;
  readonly text: string;
  readonly json: VerifyReport & Timed & { readonly verifiedAt: string };
};

/** @param isSequel it follows a synchronisation, which has told the warnings already. */
export function proveIn(session: Session, policy: VerificationPolicy, isSequel = false): Promise<ProvedIn> {
  const { ports } = session.wired;
  const startedAt = ports.clock.now();
  const before = { source: ports.source.traffic(), destination: ports.destination.traffic() };
  return session.withRun('verify', async (workshop) => {
    const report = await conductVerification(workshop, policy);
    const now = ports.clock.now();
    const timed = {
      milliseconds: now - startedAt,
      source: since(before.source, ports.source.traffic()),
      destination: since(before.destination, ports.destination.traffic()),
    };
    const { shape } = await workshop.form();
    const left = isClean(report) ? EXIT.clean : EXIT.failures;
    return {
      code: report.complete ? left : EXIT.interrupted,
      text: verifyText(isSequel ? { ...report, warnings: [] } : report, namesOf(shape.layout), timed, now),
      json: { ...report, verifiedAt: new Date(now).toISOString(), ...timed },
    };
  });
}

/** What this run alone cost: the adapters count since they were made. */
function since(before: Traffic, now: Traffic): Traffic {
  return {
    requests: now.requests - before.requests,
    retries: now.retries - before.retries,
    bytesSent: now.bytesSent - before.bytesSent,
    bytesReceived: now.bytesReceived - before.bytesReceived,
  };
}
