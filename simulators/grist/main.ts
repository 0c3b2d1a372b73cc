// Runs the simulated Grist as a process of its own: prints one JSON line when it is ready, stops on SIGINT or SIGTERM.
//
// npx tsx simulators/grist/main.ts --port 8585 --latency 20 --key <owner's key> --doc <document id> --seed 1

import { CONTROL_PATH } from './control-route';
import { optionsFromFlags } from './flags';
import { startGrist } from './start';

async function main(): Promise<void> {
  const simulator = await startGrist(optionsFromFlags(process.argv.slice(2)));
  const stop = (): void => {
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const { url, key, docId, people, controlToken } = simulator;
  const control = { url: `${url}${CONTROL_PATH}`, token: controlToken };
  process.stdout.write(`${JSON.stringify({ url, key, docId, people, control })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
