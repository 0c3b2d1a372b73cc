// `npm run campagne [-- --liaisons 50 --minutes 10 --processus 2 --graine 1]`: the fault campaign on the whole service. Prints
// what was met, how runs ended, and what differs; leaves with 1 when a link differs, a run claimed a success that was not, or a
// fault was never met. Filling the database's disk needs root: elsewhere, `--sans-disque`.

import { parseArgs } from 'node:util';
import { openRestartablePostgres } from '../../inngest/testing/restartable';
import { runCampaign } from './campaign';
import { openSmallDisk } from './disk';
import { faultsOf, reportText } from './report';

const { values } = parseArgs({
  options: {
    liaisons: { type: 'string', default: '50' },
    minutes: { type: 'string', default: '10' },
    processus: { type: 'string', default: '2' },
    graine: { type: 'string', default: '1' },
    'sans-tuer': { type: 'boolean', default: false },
    'sans-disque': { type: 'boolean', default: false },
  },
});

const whole = (name: 'liaisons' | 'processus' | 'graine'): number => {
  if (!/^[1-9]\d*$/.test(values[name])) {
    throw new Error(`--${name} : un nombre entier, et non « ${values[name]} »`);
  }
  return Number(values[name]);
};

const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error(`--minutes : une durée, et non « ${values.minutes} »`);

const plan = {
  ...{ links: whole('liaisons'), processes: whole('processus'), seed: whole('graine') },
  ...{ stormMs: minutes * 60_000, kills: !values['sans-tuer'], everyFault: true },
};
const disk = values['sans-disque'] ? null : openSmallDisk();
const where = { durable: true, ...(disk === null ? {} : { folder: disk.folder }) };
const postgres = await openRestartablePostgres(where);
try {
  const say = (text: string) => console.log(text);
  const report = await runCampaign(plan, { databaseUrl: postgres.url, victim: { postgres, disk } }, say);
  console.log(`\n${reportText(report)}`);
  process.exitCode = faultsOf(report).length === 0 ? 0 : 1;
} finally {
  await postgres.close();
  disk?.close();
}
