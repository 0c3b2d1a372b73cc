// `otp verify`: reads both sides whole and lists every difference. Writes nothing.

import { conductVerification } from '../../lib/run/verification';
import { EXIT, type ExitCode } from '../exit';
import { isClean, namesOf, verifyText } from '../report';
import type { Session } from '../session';

export async function verify(session: Session): Promise<ExitCode> {
  const { wired, output } = session;
  const startedAt = wired.ports.clock.now();
  return session.withRun('verify', async (workshop) => {
    const report = await conductVerification(workshop);
    const now = wired.ports.clock.now();
    const timed = {
      milliseconds: now - startedAt,
      source: wired.ports.source.traffic(),
      destination: wired.ports.destination.traffic(),
    };
    const { shape } = await workshop.form();
    output.print(
      output.json
        ? JSON.stringify({ ...report, verifiedAt: new Date(now).toISOString(), ...timed })
        : verifyText(report, namesOf(shape.layout), timed, new Date(now)),
    );
    if (!report.complete) return EXIT.interrupted;
    return isClean(report) ? EXIT.clean : EXIT.failures;
  });
}
