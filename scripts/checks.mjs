// What is checked beside the tests: types, style, import directions, and that the migrations say what the schema says.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runNode, toolPath } from './tools.mjs';

/** @typedef {{ name: string, run: (signal: AbortSignal) => Promise<{ ok: boolean, output: string }> }} Check */

/** Folders of code; those that are still empty are passed over. */
const ROOMS = ['app', 'bench', 'cli', 'components', 'e2e', 'inngest', 'lib', 'scripts', 'simulators'].filter(
  (room) => existsSync(join(ROOT, room)) && readdirSync(join(ROOT, room)).length > 0,
);

/** @type {readonly Check[]} They need nothing but the packages. */
export const STATIC_CHECKS = [
  types('types', '.'),
  types('types of the scripts', 'scripts'),
  tool('style', () => [toolPath('biome', '@biomejs/biome'), 'check', '.']),
  tool('import directions', () => [
    toolPath('depcruise', 'dependency-cruiser'),
    ...['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
    ...ROOMS,
  ]),
];

/**
 * Do the migrations, replayed on a shadow database of this server, give exactly what the schema describes?
 * @param {string} server url of a database where shadow databases may be created
 * @returns {Check}
 */
export function driftCheck(server) {
  const args = [
    'migrate',
    'diff',
    '--from-migrations',
    'prisma/migrations',
    '--to-schema',
    'prisma/schema.prisma',
  ];
  return {
    name: 'migrations match the schema',
    run: async (signal) => {
      const { status, output } = await runNode([toolPath('prisma'), ...args, '--exit-code'], {
        env: { DATABASE_URL: server },
        signal,
      });
      // Not the status alone: Prisma also leaves with 0 when its engine could not even start.
      return { ok: status === 0 && output.includes('No difference detected'), output };
    },
  };
}

/**
 * What is known of unchanged files is kept from one check to the next.
 * @param {string} name
 * @param {string} project
 * @returns {Check}
 */
function types(name, project) {
  const memory = join('node_modules', '.cache', 'types', project, 'tsconfig.tsbuildinfo');
  return tool(name, () => [
    toolPath('tsc', 'typescript'),
    ...['--noEmit', '-p', project, '--incremental', '--tsBuildInfoFile', memory],
  ]);
}

/**
 * @param {string} name
 * @param {() => readonly string[]} args asked late: the packages may not be there when this file is read
 * @returns {Check}
 */
function tool(name, args) {
  return {
    name,
    run: async (signal) => {
      const { status, output } = await runNode(args(), { signal });
      return { ok: status === 0, output };
    },
  };
}
