// Runs every expectation against a Grist, in scratch documents that it deletes. Exit code 1 when one fails.
//
// npx tsx simulators/grist/conformance/run.ts --url http://127.0.0.1:8484 --key <owner's key>
//   [--workspace 2] [--editor <e-mail>,<key>] [--viewer <e-mail>,<key>] [--only <part of a name>]

import { parseArgs } from 'node:util';
import { Bench, type Case, findWorkspace, type Target } from './bench';
import { CASES } from './cases';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    key: { type: 'string' },
    workspace: { type: 'string' },
    editor: { type: 'string' },
    viewer: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});

/** Rules as Grist's interface writes them. */
async function restrict(bench: Bench, what: 'structure' | 'rows_of_T'): Promise<void> {
  const [tableId, formula, permissions] =
    what === 'structure'
      ? ['*', 'user.Access != OWNER', '-S']
      : ['T', 'user.Access != OWNER and rec.n > 1', '-R'];
  await bench.apply(
    ['AddRecord', '_grist_ACLResources', -1, { tableId, colIds: '*' }],
    [
      'AddRecord',
      '_grist_ACLRules',
      null,
      { resource: -1, aclFormula: formula, permissionsText: permissions },
    ],
  );
}

async function runCase(target: Target, one: Case): Promise<string | null> {
  const bench = await Bench.open(target);
  try {
    await one.run(bench);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    await bench.close();
  }
}

const { url, key } = values;
if (url === undefined || key === undefined) throw new Error('--url and --key are needed');
const [editorEmail, editorKey] = values.editor?.split(',') ?? [];
const [viewerEmail, viewerKey] = values.viewer?.split(',') ?? [];
const people = editorEmail !== undefined && viewerEmail !== undefined;
const target: Target = {
  url: url.replace(/\/$/, ''),
  keys: {
    owner: key,
    ...(editorKey === undefined ? {} : { editor: editorKey }),
    ...(viewerKey === undefined ? {} : { viewer: viewerKey }),
  },
  emails: {
    ...(editorEmail === undefined ? {} : { editor: editorEmail }),
    ...(viewerEmail === undefined ? {} : { viewer: viewerEmail }),
  },
  workspace: values.workspace === undefined ? await findWorkspace(url, key) : Number(values.workspace),
  restrict,
};

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const [group, cases] of Object.entries(CASES)) {
  for (const one of cases) {
    if (!`${group} ${one.name}`.includes(values.only)) continue;
    if (one.people === true && !people) {
      counts.skipped += 1;
      console.log(`skip  ${group}: ${one.name}`);
      continue;
    }
    const failure = await runCase(target, one);
    counts[failure === null ? 'passed' : 'failed'] += 1;
    console.log(`${failure === null ? 'ok   ' : 'FAIL '} ${group}: ${one.name}`);
    if (failure !== null) console.log(failure.replace(/^/gm, '      '));
  }
}
console.log(JSON.stringify(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
