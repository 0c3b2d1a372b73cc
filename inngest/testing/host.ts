// A process that carries runs, for the crash tests: `tsx host.ts <database url>`. It says « ready » on its output, then one
// line for each stage that begins or ends, and leaves on SIGTERM. With HOLD="<stage>:begin|end" it stays there for ever.

import { openDatabase } from '../../lib/store/database';
import { startTestService } from './service';

const [url = ''] = process.argv.slice(2);
const [held = '', moment = ''] = (process.env.HOLD ?? '').split(':');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const database = await openDatabase(url);
const service = await startTestService(database, url, { stepBudget: Number(process.env.BUDGET ?? '1') });

process.once('SIGTERM', () => {
  void service
    .stop()
    .then(() => database.close())
    .then(() => process.exit(0));
});
say(`ready ${held} ${moment}`);
