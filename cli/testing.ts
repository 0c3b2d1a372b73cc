// A terminal for tests: what was printed and told, and the settings that lead to a pair of simulators.

import type { DemarchesSimulator } from '../simulators/demarches/start';
import type { Simulator } from '../simulators/grist/start';
import { main, type Terminal } from './main';

export type Ran = { readonly code: number; readonly printed: string; readonly told: string };

export async function runOtp(
  args: readonly string[],
  environment: Terminal['environment'],
  more: Partial<Terminal> = {},
): Promise<Ran> {
  const printed: string[] = [];
  const told: string[] = [];
  const code = await main(args, {
    environment,
    print: (text) => void printed.push(text),
    tell: (text) => void told.push(text),
    isInteractive: false,
    columns: 80,
    ...more,
  });
  return { code, printed: printed.join('\n'), told: told.join('') };
}

export function settingsFor(
  databaseUrl: string,
  demarches: Pick<DemarchesSimulator, 'origin' | 'token' | 'number'>,
  grist: Pick<Simulator, 'url' | 'key' | 'docId'>,
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    DEMARCHES_API_URL: demarches.origin,
    DEMARCHES_API_TOKEN: demarches.token,
    DEMARCHE_NUMBER: String(demarches.number),
    GRIST_BASE_URL: grist.url,
    GRIST_API_KEY: grist.key,
    GRIST_DOC_ID: grist.docId,
  };
}
