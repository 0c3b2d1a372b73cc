// `npm run cles`: how many stored secrets each encryption key protects; `npm run cles -- sceller` seals the older ones again
// under the first key of CLES_DE_CHIFFREMENT. For whoever operates the service, after adding a key.

import { withDotenvFile } from '../lib/env/dotenv-file';
import { readSealKeys } from '../lib/env/seal-keys';
import { Failure } from '../lib/errors/failure';
import { countByKey, resealCredentials } from '../lib/store/credentials';
import { openDatabase } from '../lib/store/database';
import type { SealKeys } from '../lib/store/seal';
import { openDatabase as holdDatabase } from '../scripts/database.mjs';
import { EXIT, type ExitCode } from './exit';
import { failureText } from './failure-text';
import type { Terminal } from './main';

const USAGE =
  'npm run cles              compte les jetons enregistrés que chaque clé protège\nnpm run cles -- sceller   scelle de nouveau, sous la première clé, ceux que les autres protègent';

/** `envFile`: completes the environment. A secret that no key opens is an error: the older keys must then be kept. */
export async function keys(
  given: readonly string[],
  terminal: Pick<Terminal, 'environment' | 'print' | 'tell'>,
  envFile = '.env',
): Promise<ExitCode> {
  const [command, ...rest] = given;
  if (rest.length > 0 || (command !== undefined && command !== 'sceller')) {
    terminal.print(USAGE);
    return command === 'aide' ? EXIT.clean : EXIT.impossible;
  }
  try {
    const variables = withDotenvFile(terminal.environment, envFile);
    const sealKeys = readSealKeys(variables);
    const held = await holdDatabase(variables.DATABASE_URL ?? null);
    try {
      const database = await openDatabase(held.url);
      try {
        if (command === 'sceller') {
          const lost = lostText(await countByKey(database), sealKeys);
          if (lost !== null) {
            terminal.tell(`${lost}\n`);
            return EXIT.impossible;
          }
          const resealed = await resealCredentials(database, sealKeys);
          terminal.print(
            `${resealed} ${plural(resealed, 'jeton scellé', 'jetons scellés')} de nouveau sous «\u00a0${sealKeys.active}\u00a0».`,
          );
        }
        terminal.print(countsText(await countByKey(database), sealKeys));
      } finally {
        await database.close();
      }
    } finally {
      await held.close();
    }
    return EXIT.clean;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.tell(`${failureText(error)}\n`);
    return EXIT.impossible;
  }
}

/** What is missing to seal everything again, for whoever operates the service; null when nothing is. */
function lostText(counts: ReadonlyMap<string, number>, { keys: known }: SealKeys): string | null {
  const lost = [...counts].filter(([name]) => !known.has(name));
  if (lost.length === 0) return null;
  const lines = lost.map(
    ([name, count]) => `  «\u00a0${name}\u00a0»\u00a0: ${count} ${plural(count, 'jeton', 'jetons')}`,
  );
  return [
    '✗ Des jetons sont scellés sous une clé que CLES_DE_CHIFFREMENT n’a pas (SECRET_ILLISIBLE)',
    ...lines,
    '  Rien n’a été changé. Rendez cette clé à CLES_DE_CHIFFREMENT, après la nouvelle, puis relancez.',
    '  Si elle est perdue, ces jetons le sont aussi\u00a0: leurs liaisons en demandent d’autres, dans leurs réglages.',
  ].join('\n');
}

/** One line a key: those of the environment, then those that it no longer has and that secrets still need. */
function countsText(counts: ReadonlyMap<string, number>, { active, keys: known }: SealKeys): string {
  const names = new Set([...known.keys(), ...counts.keys()]);
  return [...names]
    .map((name) => {
      const count = counts.get(name) ?? 0;
      return `${name}\u00a0: ${count} ${plural(count, 'jeton', 'jetons')}${adviceOf(name, count, active, known.has(name))}`;
    })
    .join('\n');
}

function adviceOf(name: string, count: number, active: string, isKnown: boolean): string {
  if (!isKnown) return ' (clé absente\u00a0: rendez-la à CLES_DE_CHIFFREMENT, ces jetons sont illisibles)';
  if (name === active) return ' (clé des nouveaux jetons)';
  return count === 0
    ? ' (peut être retirée de CLES_DE_CHIFFREMENT)'
    : ' (à garder jusqu’à «\u00a0sceller\u00a0»)';
}

function plural(count: number, one: string, several: string): string {
  return count >= 2 ? several : one;
}
