// `npm run bench:service [-- planification | historique | suivi]`: planning 500 due links, a year of history, and runs followed
// live. Figures are those of the machine, and of what else it does meanwhile: processor time is given beside them.

import { cpus, loadavg } from 'node:os';
import { history } from './history';
import { live } from './live';
import { planning } from './plan';

const PARTS = { planification: planning, historique: history, suivi: live } as const;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const [only] = process.argv.slice(2);
say(
  `Machine\u00a0: ${cpus().length} cœurs (${cpus()[0]?.model.trim()}), node ${process.version}, charge ${loadavg()[0]?.toFixed(1)}`,
);
for (const [name, part] of Object.entries(PARTS)) {
  if (only !== undefined && only !== name) continue;
  say(`\n── ${name}\n`);
  await part(say);
}
