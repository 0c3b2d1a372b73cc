// The simulated DN as a process: prints one JSON line when it is ready, and stops on SIGINT or SIGTERM.

import { optionsFromFlags } from './flags';
import { startDemarches } from './start';

const main = async (): Promise<void> => {
  const simulator = await startDemarches(optionsFromFlags(process.argv.slice(2)));
  const stop = (): void => {
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const { url, token, number, origin, controlToken } = simulator;
  process.stdout.write(
    `${JSON.stringify({ url, token, number, control: { url: `${origin}/__controle`, token: controlToken } })}\n`,
  );
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
});
