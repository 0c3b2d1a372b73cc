// A `.env` file: what it gives, and how a half-written one is refused.

import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure } from '../errors/failure';
import { readDotenv, withDotenvFile } from './dotenv-file';
import { readEnvironment } from './environment';
import { SERVICE_VARIABLES } from './service-variables';
import { VARIABLES } from './variables';

describe('a .env file', () => {
  it('gives its variables', () => {
    const text = [
      '\uFEFF# réglages',
      '',
      'A=1',
      'export B = deux mots ',
      "C='trois # mots' # fin",
      'D="sur',
      'deux lignes"',
      'E=',
      'F=x=y',
    ].join('\r\n');
    expect(readDotenv(text)).toEqual({
      A: '1',
      B: 'deux mots',
      C: 'trois # mots',
      D: 'sur\ndeux lignes',
      E: '',
      F: 'x=y',
    });
  });

  it.each([
    ['a name without value', 'A=1\nGRIST_API_KE', 2],
    ['a value without name', 'A=1\n\n=S3cret', 3],
    ['a name with a blank', 'GRIST API KEY=S3cret', 1],
    ['quotes never closed', 'A=1\nB="S3cret\nC=2', 2],
    ['quotes closed on another line, by another value', 'A="S3cret\nB="2"', 2],
    ['text after the quotes', `A='S3cret'suite`, 1],
    ['a token that fell on a line of its own', 'A=\nS3cret', 2],
  ])('is refused with its line, not quoted, for %s', (_what, text, line) => {
    const failure = (() => {
      try {
        return readDotenv(text);
      } catch (error) {
        return error;
      }
    })();
    if (!(failure instanceof Failure)) throw new Error('it was accepted');
    expect(failure).toMatchObject({ code: 'CONFIG_INVALIDE', facts: { line } });
    expect(failure.detail).toContain(`ligne ${line}`);
    expect(failure.detail).not.toContain('S3cret');
  });

  it('completes the process’s variables, which win; it need not exist', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dotenv-'));
    try {
      const path = join(folder, '.env');
      expect(withDotenvFile({ A: '1' }, path)).toEqual({ A: '1' });
      await writeFile(path, 'A=fichier\nB=fichier\n');
      expect(withDotenvFile({ A: '1' }, path)).toEqual({ A: '1', B: 'fichier' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');

  it('shows every variable, and no other', () => {
    const shown = [...text.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
    expect(shown.sort()).toEqual([...VARIABLES, ...SERVICE_VARIABLES].map(({ name }) => name).sort());
  });

  it('lacks only what nobody can guess', () => {
    const reading = readEnvironment(readDotenv(text));
    if (reading.ok) throw new Error('it should lack the token');
    expect(reading.problems.every(({ kind }) => kind === 'missing')).toBe(true);
  });

  it('shows values that are accepted, and the defaults as they are', () => {
    const needed =
      'DEMARCHES_API_TOKEN=j\nDEMARCHE_NUMBER=1\nGRIST_API_KEY=c\nGRIST_BASE_URL=g.example\nGRIST_DOC_ID=d\n';
    const everything = readDotenv(text.replace(/^# (?=[A-Z][A-Z_]+=)/gm, '').replace(/^[A-Z_]+=$/gm, ''));
    const shown = readEnvironment({ ...everything, ...readDotenv(needed) });
    const bare = readEnvironment(readDotenv(needed));
    if (!shown.ok || !bare.ok) throw new Error(JSON.stringify([shown, bare]));
    expect(shown.environment.settings.options).toEqual(bare.environment.settings.options);
    expect(shown.environment.identity).toEqual(bare.environment.identity);
  });
});
