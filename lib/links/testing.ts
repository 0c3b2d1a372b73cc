// What the tests of the use cases start from: a link in a database of their own, and a clock of their own.

import type { RunHandle } from '../run/ports';
import { openLedger } from '../store/ledger';
import { startRun } from '../store/run-start';
import type { TestDatabase } from '../store/testing/database';
import { identity, testClock } from '../store/testing/samples';
import { createLink } from './create';
import { requestRun } from './runs/request';
import { saveSchedule } from './save-schedule';
import type { Schedule } from './schedule/schedule';
import { readSettings } from './settings';

export function serviceOf(store: TestDatabase, clock = testClock()) {
  const service = { database: store.database(), clock };
  const ledger = openLedger(store.database(), clock);
  return {
    ...{ service, clock, ledger },
    async link(schedule: Schedule | null = null, linkIdentity = identity()): Promise<string> {
      const { linkId } = await createLink(service, {
        ...linkIdentity,
        title: `Démarche ${linkIdentity.demarche}`,
        documentName: 'Suivi',
        settings: readSettings(null),
        sourceCredentialId: null,
        destinationCredentialId: null,
      });
      if (schedule !== null) await saveSchedule(service, linkId, schedule);
      return linkId;
    },
    async run(linkId: string, executor = 'moteur-1'): Promise<RunHandle> {
      const { runId } = await requestRun(service, { linkId, trigger: 'planification', by: null });
      const begun = await startRun(service, { runId, executor });
      if (begun.status !== 'started') throw new Error(begun.status);
      return begun.handle;
    },
  };
}
