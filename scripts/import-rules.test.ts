// Each import rule fires: a small house with one forbidden import a rule, and one allowed, judged by the real rules.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const rules: { readonly forbidden: readonly { readonly name: string }[]; readonly options: ICruiseOptions } =
  createRequire(import.meta.url)('../.dependency-cruiser.cjs');

/** Packages of the small house: there to be found, empty. */
const SHIPPED = ['zod', 'undici', '@prisma/client', 'pg', 'react', 'inngest'];
const DEVELOPMENT = ['fast-check'];

/** [rule, who imports, what it imports]. */
const FORBIDDEN: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['heart-knows-only-itself', 'lib/sync/clock.ts', 'node:fs'],
  ['heart-knows-only-itself', 'lib/sync/shapes.ts', 'zod'],
  ['heart-knows-only-itself', 'lib/sync/known.ts', '../run/ports'],
  ['heart-knows-only-itself', 'lib/sync/failing.ts', '../errors/failure'],
  ['errors-know-only-themselves', 'lib/errors/wide.ts', '../sync/model/table'],
  ['conductor-knows-ports-only', 'lib/run/shortcut.ts', '../grist/write'],
  ['conductor-knows-ports-only', 'lib/run/disk.ts', 'node:fs'],
  ['conductor-knows-ports-only', 'lib/run/parsing.ts', 'zod'],
  ['adapters-stay-apart', 'lib/grist/curious.ts', '../demarches/source'],
  ['adapters-stay-apart', 'lib/demarches/curious.ts', '../grist/write'],
  ['adapters-stay-apart', 'lib/grist/remembering.ts', '../store/ledger'],
  ['adapters-see-ports-only', 'lib/grist/conducting.ts', '../run/conduct'],
  ['store-talks-to-postgres-only', 'lib/store/asking.ts', '../grist/write'],
  ['store-talks-to-postgres-only', 'lib/store/deciding.ts', '../sync/plan'],
  ['door-knows-no-business', 'lib/http/business.ts', '../sync/model/table'],
  ['one-door-to-the-network', 'lib/demarches/direct.ts', 'undici'],
  ['one-door-to-the-network', 'cli/direct.ts', 'node:https'],
  ['database-stays-in-the-store', 'cli/query.ts', 'pg'],
  ['database-stays-in-the-store', 'lib/run/model.ts', '../store/generated/client'],
  ['frameworks-stay-at-the-edge', 'lib/links/page.ts', 'react'],
  ['frameworks-stay-at-the-edge', 'cli/job.ts', 'inngest'],
  ['library-does-not-look-up', 'lib/grist/words.ts', '../../cli/words'],
  ['simulators-stay-outside', 'lib/http/pretend.ts', '../../simulators/main'],
  ['simulators-stay-outside', 'cli/pretend.ts', '../simulators/main'],
  ['engine-knows-no-dossier', 'lib/engine/knowing.ts', '../run/conduct'],
  ['links-reach-nobody-outside', 'lib/links/calling.ts', '../grist/write'],
  ['schedules-are-pure', 'lib/links/schedule/remembering.ts', '../../store/ledger'],
  ['journal-tells-only', 'lib/journal/planning.ts', '../links/use'],
  ['log-knows-nobody', 'lib/log/curious.ts', '../store/ledger'],
  ['alerts-are-pure', 'lib/alerts/remembering.ts', '../store/ledger'],
  ['secrets-open-at-the-wiring', 'lib/links/stealing.ts', '../store/open-credential'],
  ['engine-knows-no-dossier', 'lib/engine/remembering.ts', '../store/ledger'],
  ['frameworks-stay-at-the-edge', 'lib/engine/calling.ts', 'inngest'],
  ['tests-are-not-imported', 'cli/tested.ts', '../lib/sync/plan.test'],
  ['tests-are-not-imported', 'cli/sampled.ts', '../lib/run/testing/memory'],
  ['shipped-packages-only', 'cli/random.ts', 'fast-check'],
  ['no-circle', 'lib/http/circle.ts', './roundabout'],
  ['nothing-unresolved', 'cli/lost.ts', './nowhere'],
];

const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  ['lib/sync/layout.ts', './model/table'],
  ['lib/run/stage.ts', '../sync/plan'],
  ['lib/run/reason.ts', '../errors/failure'],
  ['lib/run/hash.ts', 'node:crypto'],
  ['lib/grist/adapter.ts', '../run/ports'],
  ['lib/grist/calling.ts', '../http/door'],
  ['lib/grist/whole.test.ts', '../../simulators/main'],
  ['lib/grist/fixture-server.ts', '../../simulators/main'],
  ['lib/sync/plan.test.ts', 'fast-check'],
  ['cli/testing.ts', '../simulators/main'],
  ['lib/store/rows.ts', 'pg'],
  ['lib/engine/rows.ts', 'pg'],
  ['lib/engine/refusing.ts', '../errors/failure'],
  ['lib/engine/whole.test.ts', 'inngest'],
  ['lib/http/calling.ts', 'undici'],
  ['lib/wiring.ts', './grist/write'],
  ['lib/wiring-access.ts', './store/open-credential'],
  ['lib/links/using.ts', '../store/ledger'],
  ['lib/links/telling.ts', '../alerts/change'],
  ['lib/journal/writing.ts', '../store/ledger'],
  ['cli/otp.ts', '../lib/run/conduct'],
  ['cli/demo.ts', '../simulators/main'],
];

/** Files that the others import. */
const FURNITURE = [
  'lib/sync/plan.ts',
  'lib/sync/model/table.ts',
  'lib/errors/failure.ts',
  'lib/run/ports.ts',
  'lib/run/conduct.ts',
  'lib/run/testing/memory.ts',
  'lib/grist/write.ts',
  'lib/demarches/source.ts',
  'lib/store/ledger.ts',
  'lib/store/open-credential.ts',
  'lib/links/use.ts',
  'lib/alerts/change.ts',
  'lib/store/generated/client.ts',
  'lib/http/door.ts',
  'simulators/main.ts',
  'cli/words.ts',
];

let house: string;
let broken: ReadonlySet<string>;

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(house, path)), { recursive: true });
  await writeFile(join(house, path), text);
}

const importing = (to: string) => `import { thing } from '${to}';\nexport const other = thing;\n`;

beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'import-rules-'));
  const packages = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  await put(
    'package.json',
    JSON.stringify({ dependencies: packages(SHIPPED), devDependencies: packages(DEVELOPMENT) }),
  );
  await put('tsconfig.json', '{ "compilerOptions": { "module": "ESNext", "moduleResolution": "bundler" } }');
  for (const name of [...SHIPPED, ...DEVELOPMENT]) {
    await put(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
    );
    await put(`node_modules/${name}/index.js`, 'export const thing = 1;\n');
  }
  for (const path of FURNITURE) await put(path, 'export const thing = 1;\n');
  await put('lib/http/roundabout.ts', importing('./circle'));
  for (const [, from, to] of FORBIDDEN) await put(from, importing(to));
  for (const [from, to] of ALLOWED) await put(from, importing(to));

  const { output } = await cruise(['lib', 'cli', 'simulators'], {
    ...rules.options,
    baseDir: house,
    validate: true,
    ruleSet: { forbidden: [...rules.forbidden] },
  } as ICruiseOptions);
  if (typeof output === 'string') throw new Error('a result was expected, not a text');
  const result: ICruiseResult = output;
  broken = new Set(result.summary.violations.map(({ rule, from }) => `${rule.name} ${from}`));
});

afterAll(() => rm(house, { recursive: true, force: true }));

describe('import rules', () => {
  it.each(FORBIDDEN)('%s fires for %s → %s', (rule, from) => {
    expect([...broken]).toContain(`${rule} ${from}`);
  });

  it.each(ALLOWED)('nothing fires for %s → %s', (from) => {
    expect([...broken].filter((one) => one.endsWith(` ${from}`))).toEqual([]);
  });

  it('are all tried here', () => {
    const tried = new Set(FORBIDDEN.map(([rule]) => rule));
    expect(rules.forbidden.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });
});
