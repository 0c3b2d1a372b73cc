// `otp sync`: brings the document to what the démarche is, proves it when a proof is due, and reports.

import { Failure } from '../../lib/errors/failure';
import { conduct, type RunPolicy, type RunReport, type Step } from '../../lib/run/conduct';
import { latestProof } from '../../lib/run/proof-due';
import { isClean } from '../../lib/run/report';
import { EXIT, type ExitCode } from '../exit';
import { failureText } from '../failure-text';
import { namesOf, syncText } from '../report';
import type { Session } from '../session';
import { lastProofText, verifyText } from '../verify-text';
import { type ProvedIn, proveIn } from './verify';

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
  const { report, timed, linkId } = await session.withRun('sync', async (workshop) => {
    const report = await conduct(PLAIN_STEP, workshop, policy);
    const timed = {
      milliseconds: wired.ports.clock.now() - startedAt,
      source: wired.ports.source.traffic(),
      destination: wired.ports.destination.traffic(),
    };
    const names = namesOf((await workshop.form()).shape.layout);
    if (!output.json) {
      output.print(syncText(report, names, timed));
      const { verification } = report;
      if (verification !== null) output.print(verifyText(verification, names, null, wired.ports.clock.now()));
    }
    return { report, timed, linkId: workshop.handle.linkId };
  });
  const { proved, code } = await proveDue(session, report.proofDue);
  const last = latestProof(await wired.ports.ledger.lastProofs(linkId));
  if (output.json) {
    const verification = proved?.json ?? report.verification;
    output.print(JSON.stringify({ ...report, verification, proof: last, ...timed }));
  } else if (proved !== null) output.print(proved.text);
  else if (report.verification === null && last !== null) output.print(lastProofText(last));
  const isProved = report.verification === null || isClean(report.verification);
  const codes = [EXITS[report.status], isProved ? EXIT.clean : EXIT.failures, code];
  return codes.reduce((worst, code) => (code > worst ? code : worst));
}

type Due = { readonly proved: ProvedIn | null; readonly code: ExitCode };

/**
 * The verification that is due, as a run of its own. A whole one puts edited cells right when the user wants it so; it
 * never takes a row away that a run would not. One that could not be made will be due again.
 */
async function proveDue(session: Session, depth: RunReport['proofDue']): Promise<Due> {
  if (depth === null) return { proved: null, code: EXIT.clean };
  const restores = depth === 'complete' && session.settings.policies.editedCells === 'a_la_verification';
  const repair = restores ? { doubles: false, orphans: false } : null;
  try {
    const proved = await proveIn(session, { depth, repair }, true);
    return { proved, code: proved.code };
  } catch (error) {
    // What was synchronised is: only the proof is missing.
    if (!(error instanceof Failure)) throw error;
    session.output.say(`La vérification n’a pas pu être faite.\n${failureText(error)}`);
    // Another run has begun meanwhile: it will see to it.
    return { proved: null, code: error.code === 'SYNCHRO_DEJA_EN_COURS' ? EXIT.clean : EXIT.failures };
  }
}
