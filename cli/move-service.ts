// `npm run reprise`: the links of a service of the original One Trick Pony made links of this one, for whoever operates it.
// A rehearsal unless `--appliquer` is said. No secret is ever printed.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { normaliseEmail } from '../lib/access/email-address';
import { withDotenvFile } from '../lib/env/dotenv-file';
import { readSealKeys } from '../lib/env/seal-keys';
import { readSite, type SiteEnvironment } from '../lib/env/site';
import { Failure } from '../lib/errors/failure';
import { readCsv } from '../lib/links/import/csv';
import { type FernetKey, readFernetKey } from '../lib/links/import/fernet';
import { type Imported, importLink } from '../lib/links/import/import-link';
import { opensAny, readTheirRow, type TheirRow } from '../lib/links/import/their-rows';
import { openDatabase } from '../lib/store/database';
import { readOriginalRows } from '../lib/store/original-rows';
import { SYSTEM_CLOCK } from '../lib/wiring';
import { openProbes } from '../lib/wiring-connect';
import { openDatabase as holdDatabase } from '../scripts/database.mjs';
import { EXIT, type ExitCode } from './exit';
import { failureText } from './failure-text';
import type { Terminal } from './main';

const USAGE = `npm run reprise -- --proprietaire=agent@exemple.gouv.fr [--csv=export.csv] [--essai | --appliquer]

  --csv=fichier        les lignes de la table otp_configurations, exportées en CSV
                       (sans cette option : la base de l’ancien outil, dans la variable REPRISE_BASE)
  --proprietaire=…     l’adresse électronique de qui possédera les liaisons
  --adresses-grist     quand l’ancien outil connaît l’adresse d’une personne, c’est elle qui possède sa liaison
  --demarches=…        l’adresse de Démarche numérique (sans cette option : la première de INSTANCES_DEMARCHES)
  --essai              essaie tous les accès et n’écrit rien (c’est le cas sans option)
  --appliquer          crée les liaisons

  REPRISE_CLE          la clé de chiffrement (Fernet) de l’ancien outil, dans l’environnement`;

type Asked = {
  readonly csv: string | undefined;
  readonly owner: string;
  readonly usesTheirAddresses: boolean;
  readonly origin: string | undefined;
  readonly writes: boolean;
};

type Line = {
  readonly demarche: string;
  readonly document: string;
  readonly said: string;
  readonly isRefused: boolean;
};

/** `envFile`: completes the environment. Code 1: some links were refused. 2: nothing could be done. */
export async function moveService(
  given: readonly string[],
  terminal: Pick<Terminal, 'environment' | 'print' | 'tell'>,
  envFile = '.env',
): Promise<ExitCode> {
  try {
    const asked = readAsked(given);
    if (asked === null) {
      terminal.print(USAGE);
      return EXIT.impossible;
    }
    const variables = withDotenvFile(terminal.environment, envFile);
    const fernet = fernetKey(variables.REPRISE_CLE);
    const reading = readSite(variables);
    if (!reading.ok) {
      const names = reading.problems.map(({ variable }) => variable).join(', ');
      throw new Failure('CONFIG_INCOMPLETE', { detail: names });
    }
    const rows = await rowsOf(asked, variables.REPRISE_BASE);
    if (!opensAny(rows, fernet)) {
      throw new Failure('CONFIG_INVALIDE', {
        detail:
          'REPRISE_CLE n’ouvre aucun secret de ces lignes : ce n’est pas la clé de cet ancien service. Rien n’a été écrit',
      });
    }
    const lines = await importAll(rows, asked, { variables, fernet, site: reading.site });
    terminal.print(tableText(lines, asked.writes));
    return lines.some(({ isRefused }) => isRefused) ? EXIT.failures : EXIT.clean;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.tell(`${failureText(error)}\n`);
    return EXIT.impossible;
  }
}

function readAsked(given: readonly string[]): Asked | null {
  try {
    const { values } = parseArgs({
      args: [...given],
      options: {
        ...{ csv: { type: 'string' }, proprietaire: { type: 'string' }, demarches: { type: 'string' } },
        ...{
          'adresses-grist': { type: 'boolean' },
          essai: { type: 'boolean' },
          appliquer: { type: 'boolean' },
        },
      },
    });
    const owner = normaliseEmail(values.proprietaire ?? '');
    if (owner === null || (values.essai && values.appliquer)) return null;
    return {
      ...{ csv: values.csv, owner, origin: values.demarches, writes: values.appliquer ?? false },
      usesTheirAddresses: values['adresses-grist'] ?? false,
    };
  } catch {
    return null;
  }
}

function fernetKey(text: string | undefined): FernetKey {
  const key = readFernetKey(text ?? '');
  if (key !== null) return key;
  const detail = 'REPRISE_CLE : la clé Fernet de l’ancien service, 32 octets en base64';
  throw new Failure(text === undefined ? 'CONFIG_INCOMPLETE' : 'CONFIG_INVALIDE', { detail });
}

async function rowsOf({ csv }: Asked, base: string | undefined): Promise<readonly TheirRow[]> {
  if (csv === undefined) {
    if (base === undefined) throw new Failure('CONFIG_INCOMPLETE', { detail: 'REPRISE_BASE, ou --csv' });
    return readOriginalRows(base);
  }
  let text: string;
  try {
    text = readFileSync(csv, 'utf8');
  } catch {
    throw new Failure('CONFIG_INVALIDE', { detail: 'le fichier de --csv ne se lit pas' });
  }
  const rows = readCsv(text);
  if (rows.every(({ demarche_number: number }) => number === undefined)) {
    throw new Failure('CONFIG_INVALIDE', {
      detail: 'ce CSV n’a pas les colonnes de la table otp_configurations',
    });
  }
  return rows;
}

async function importAll(
  rows: readonly TheirRow[],
  asked: Asked,
  {
    variables,
    fernet,
    site,
  }: {
    readonly variables: Readonly<Record<string, string | undefined>>;
    readonly fernet: FernetKey;
    readonly site: SiteEnvironment;
  },
): Promise<readonly Line[]> {
  const keys = readSealKeys(variables);
  const { instances, reach } = site;
  const origin = asked.origin ?? instances.demarches[0] ?? '';
  const held = await holdDatabase(site.databaseUrl);
  try {
    const database = await openDatabase(held.url);
    try {
      const probes = openProbes({ database, keys, instances, reach });
      const sealing = { database, keys, clock: SYSTEM_CLOCK };
      const lines: Line[] = [];
      // One after the other: the original has several links of one token, which has one limit of requests.
      for (const row of rows) {
        const read = readTheirRow(row, fernet);
        if (read.status === 'refused') {
          lines.push({ ...read, said: `refusée : ${read.why}`, isRefused: true });
          continue;
        }
        const { link } = read;
        const place = { demarche: String(link.demarche), document: link.document };
        const theirs = asked.usesTheirAddresses ? normaliseEmail(link.email ?? '') : null;
        const owner = theirs ?? asked.owner;
        try {
          const done = await importLink(sealing, probes, link, { origin, owner, writes: asked.writes });
          lines.push({ ...place, said: saidOf(done), isRefused: false });
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          lines.push({ ...place, said: `refusée : ${error.code}`, isRefused: true });
        }
      }
      return lines;
    } finally {
      await database.close();
    }
  } finally {
    await held.close();
  }
}

function saidOf(done: Imported): string {
  switch (done.status) {
    case 'deja_la':
      return 'déjà là, rien de plus';
    case 'importee':
      return `créée : ${done.title}${columnsText(done.columns)}`;
    case 'a_importer':
      return `à créer : ${done.title}${columnsText(done.columns)}`;
  }
}

function columnsText(columns: number): string {
  return columns === 0 ? '' : ` (${columns} colonnes reprises, aucune convertie)`;
}

function tableText(lines: readonly Line[], wrote: boolean): string {
  const widest = (of: (line: Line) => string) => Math.max(0, ...lines.map((line) => of(line).length));
  const [first, second] = [widest(({ demarche }) => demarche), widest(({ document }) => document)];
  const refused = lines.filter(({ isRefused }) => isRefused).length;
  return [
    ...lines.map(
      ({ demarche, document, said }) => `${demarche.padEnd(first)}  ${document.padEnd(second)}  ${said}`,
    ),
    `${lines.length} lignes lues, ${refused} refusées.`,
    ...(wrote ? [] : ['C’était un essai : rien n’a été écrit. Recommencez avec --appliquer.']),
  ].join('\n');
}
