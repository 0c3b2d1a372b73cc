// A process that carries runs, for the crash tests: `tsx host.ts <database url>`. It writes a line for each thing that
// happens, obeys `ask <link>`, `wish <link>`, `hold <step> <moment>`, `jump <ms>` (its clock) and `break <step> <words>` on its standard
// input, and leaves on SIGTERM. With INNGEST_BASE_URL it is served to an Inngest server, on the loopback port of PORT.

import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { openDatabase } from '../../lib/store/database';
import { letClockJump } from './clock';
import { ask, startTestService } from './service';

const [url = ''] = process.argv.slice(2);
const say = (...words: readonly string[]): void => void process.stdout.write(`${words.join(' ')}\n`);

/** The step in which we stay for ever, to be killed there; `middle`: told as it begins, and not stopped. */
let hold = { step: '', moment: '' };

/** The step that breaks, as a bug does: with an error that quotes what it was at. */
let broken = { step: '', words: '' };

const database = await openDatabase(url);
const limits = { stepBudget: 1, retryAfter: '1s' };
const service = await startTestService(database, url, limits, async (step, moment) => {
  if (step === broken.step) {
    const { words } = broken;
    broken = { step: '', words: '' };
    throw new TypeError(`cannot read ${words}`);
  }
  if (step !== hold.step) return;
  if (hold.moment === 'middle' && moment === 'begin') say('held', step);
  if (hold.moment !== moment) return;
  say('held', step);
  await new Promise(() => undefined);
});

process.once('SIGTERM', () => {
  void service
    .stop()
    .then(() => database.close())
    .then(() => process.exit(0));
});

createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, first = '', second = ''] = line.split(' ');
  if (word === 'jump') {
    letClockJump(Number(first));
    say('jumped');
  }
  if (word === 'break') broken = { step: first, words: second };
  if (word === 'hold') hold = { step: first, moment: second };
  // As `ask`, and nothing is said of it: whoever wishes may do without, while the database is away for instance.
  if (word === 'wish') void ask(service, first).catch(() => undefined);
  if (word === 'ask') void ask(service, first).then((runId) => say('asked', runId));
});
const { handler } = service;
if (handler !== null) await serveOn(Number(process.env.PORT), handler);
say('ready');

async function serveOn(port: number, answer: (request: Request) => Promise<Response>): Promise<void> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of incoming) parts.push(part);
      const headers = new Headers();
      for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
      const { method = 'GET', url = '/' } = incoming;
      const body = method === 'GET' ? {} : { body: Buffer.concat(parts) };
      const response = await answer(
        new Request(`http://localhost:${port}${url}`, { method, headers, ...body }),
      );
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    })();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
}
