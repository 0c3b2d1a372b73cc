// `otp plan`: what `sync` would change, table by table. Writes nothing, takes no lease.

import { conduct, type RunPolicy } from '../../lib/run/conduct';
import { rehearse } from '../../lib/run/rehearsal';
import { openWorkshop } from '../../lib/run/workshop';
import { EXIT, type ExitCode } from '../exit';
import { namesOf, planCounts, planText } from '../report';
import type { Session } from '../session';
import { PLAIN_STEP } from './sync';

export async function plan(session: Session, policy: RunPolicy): Promise<ExitCode> {
  const { wired, output, settings } = session;
  const startedAt = wired.ports.clock.now();
  const rehearsal = rehearse(wired.ports, await session.openLink());
  const workshop = openWorkshop(rehearsal.ports, rehearsal.handle, settings);
  // A proof over what was not written would prove nothing.
  const report = await conduct(PLAIN_STEP, workshop, { ...policy, prove: false });
  const timed = {
    milliseconds: wired.ports.clock.now() - startedAt,
    source: wired.ports.source.traffic(),
    destination: wired.ports.destination.traffic(),
  };
  const { shape } = await workshop.form();
  const groups = rehearsal.groups();
  const schema = rehearsal.schema();
  output.print(
    output.json
      ? JSON.stringify({
          schema: schema.map(({ type, reason }) => ({ type, reason })),
          tables: Object.fromEntries(planCounts(groups)),
          report,
          ...timed,
        })
      : planText(schema, groups, report, namesOf(shape.layout), timed),
  );
  return report.status === 'interrompu' ? EXIT.interrupted : EXIT.clean;
}
