// Reads a `.env` file, and refuses one that is half-written: Node's own parser passes over what it does not understand.

import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Failure } from '../errors/failure';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The process's variables, completed by those of the file; what the process already has wins. No file is no problem. Throws CONFIG_INVALIDE naming the line, never quoting it: it may hold a secret.
 */
export function withDotenvFile(environment: Variables, path: string): Variables {
  if (!existsSync(path)) return environment;
  return { ...readDotenv(readFileSync(path, 'utf8')), ...environment };
}

/** Pure. Same syntax as `node --env-file`: `NAME=value`, quotes of three kinds, comments, `export`. */
export function readDotenv(text: string): Variables {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const lines = source.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]?.trim() ?? '';
    if (line === '' || line.startsWith('#')) continue;
    const assignment = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/.exec(line);
    if (assignment === null) throw halfWritten(index, 'elle n’est pas de la forme NOM=valeur');
    const [, name = '', value = ''] = assignment;
    const quote = /^["'`]/.exec(value)?.[0];
    if (quote === undefined) continue;
    // A quoted value may go on over several lines, up to the closing quote.
    const start = index;
    let rest = value.slice(1);
    while (!rest.includes(quote)) {
      index += 1;
      const next = lines[index];
      if (next === undefined)
        throw halfWritten(start, `les guillemets ouverts pour ${name} ne sont pas refermés`);
      rest = next;
    }
    const after = rest.slice(rest.indexOf(quote) + 1).trim();
    if (after !== '' && !after.startsWith('#')) {
      throw halfWritten(index, `il reste du texte après les guillemets de ${name}`);
    }
  }
  return parseEnv(source);
}

function halfWritten(index: number, reason: string): Failure {
  const line = index + 1;
  return new Failure('CONFIG_INVALIDE', {
    detail: `Fichier .env, ligne ${line} : ${reason}.`,
    facts: { line },
  });
}
