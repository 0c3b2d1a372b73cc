// Runs the simulated ProConnect as a process: prints one JSON line when it is ready, stops on SIGINT or SIGTERM.
//
// npx tsx simulators/proconnect/main.ts --port 4152 --site http://localhost:3000

import { parseArgs } from 'node:util';
import { startProConnect } from './start';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, site: { type: 'string' } } });
  const { port = '0', site = 'http://localhost:3000' } = values;
  if (!/^\d+$/.test(port)) throw new Error(`--port attend un nombre entier, pas « ${port} »`);
  const url = URL.parse(site);
  if (url === null) throw new Error(`--site attend une adresse, pas « ${site} »`);
  const simulator = await startProConnect({ port: Number(port), site: url.origin });
  const stop = () => void simulator.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const { issuer, clientId, clientSecret } = simulator;
  process.stdout.write(`${JSON.stringify({ issuer, clientId, clientSecret })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
