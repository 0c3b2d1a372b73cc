// `otp sync`: brings the document to what the démarche is, and reports.

import { conduct, type RunPolicy, type RunReport, type Step } from '../../lib/run/conduct';
import { EXIT, type ExitCode } from '../exit';
import { namesOf, syncText } from '../report';
import type { Session } from '../session';

/** The terminal just runs the steps: what a killed run had done is in the Ledger. */
export const PLAIN_STEP: Step = { run: (_id, work) => work() };

const EXITS: Readonly<Record<RunReport['status'], ExitCode>> = {
  reussi: EXIT.clean,
  avec_echecs: EXIT.failures,
  interrompu: EXIT.interrupted,
  echoue: EXIT.impossible,
};

export async function sync(session: Session, policy: RunPolicy): Promise<ExitCode> {
  const { wired, output } = session;
  const startedAt = wired.ports.clock.now();
  return session.withRun('sync', async (workshop) => {
    const report = await conduct(PLAIN_STEP, workshop, policy);
    const timed = {
      milliseconds: wired.ports.clock.now() - startedAt,
      source: wired.ports.source.traffic(),
      destination: wired.ports.destination.traffic(),
    };
    const { shape } = await workshop.form();
    output.print(
      output.json ? JSON.stringify({ ...report, ...timed }) : syncText(report, namesOf(shape.layout), timed),
    );
    return EXITS[report.status];
  });
}
