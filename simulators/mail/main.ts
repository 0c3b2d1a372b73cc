// Runs the simulated mail relay as a process: prints one JSON line when it is ready, stops on SIGINT or SIGTERM.
//
// npx tsx simulators/mail/main.ts --port 4153 --pages-port 4154

import { parseArgs } from 'node:util';
import { startMail } from './start';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, 'pages-port': { type: 'string' } } });
  const whole = (name: string, text: string): number => {
    if (!/^\d+$/.test(text)) throw new Error(`--${name} attend un nombre entier, pas « ${text} »`);
    return Number(text);
  };
  const simulator = await startMail({
    port: whole('port', values.port ?? '0'),
    pagesPort: whole('pages-port', values['pages-port'] ?? '0'),
  });
  const stop = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.stdout.write(`${JSON.stringify({ smtp: simulator.smtp, url: simulator.url })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
