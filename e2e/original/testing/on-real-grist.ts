// The take-over on a real Grist, in scratch documents that it deletes: formulas are really computed before and after, and
// the way back is tried (a copy made before, put back after).
//
// npx tsx e2e/original/testing/on-real-grist.ts --url http://127.0.0.1:8484 --key <owner's key> [--dossiers 12] [--keep]

import { parseArgs } from 'node:util';
import { memoryLedger } from '../../../lib/run/testing/memory-ledger';
import { findWorkspace } from '../../../simulators/grist/conformance/bench';
import { lookAtDocument, lookAtPages, lost, movedCells, type SeenDocument } from './seen-document';
import { type Choose, demarcheOfEveryField, EVERYTHING_CONVERTED, NOTHING, openStage } from './stage';

const { values } = parseArgs({
  options: {
    ...{ url: { type: 'string' }, key: { type: 'string' }, dossiers: { type: 'string', default: '12' } },
    keep: { type: 'boolean', default: false },
  },
});
const { url, key } = values;
if (url === undefined || key === undefined) throw new Error('--url and --key are needed');
const origin = url.replace(/\/$/, '');

const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const response = await fetch(`${origin}/api${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
};

const workspace = await findWorkspace(origin, key);
let isWrong = false;
const tell = (isRight: boolean, what: string, detail: unknown = '') => {
  if (!isRight) isWrong = true;
  console.log(`${isRight ? 'ok   ' : 'WRONG'} ${what}`, isRight ? '' : detail);
};

/** Cells of formulas only, as `table.column` → values by row. */
function formulaCells(document: SeenDocument, formulas: readonly { table: string; column: string }[]) {
  return new Map(
    formulas.map(({ table, column }) => [
      `${table}.${column}`,
      JSON.stringify([...(document.get(table)?.rows ?? [])].map(([row, cells]) => [row, cells[column]])),
    ]),
  );
}

async function play(name: string, choose: Choose): Promise<void> {
  console.log(`\n${name}`);
  const docId = String(await ask('POST', `/workspaces/${workspace}/docs`, { name: `Reprise ${name}` }));
  const address = { url: origin, key: key ?? '', docId };
  const dn = await demarcheOfEveryField({ dossiers: Number(values.dossiers) });
  const ledger = memoryLedger();
  try {
    const stage = await openStage(dn, address, { ledger, expireLeases: async () => ledger.expireLeases() });
    const before = await lookAtDocument(address);
    const pages = await lookAtPages(address);
    const copy = await ask('POST', `/docs/${docId}/copy`, { documentName: 'Avant', workspaceId: workspace });
    await stage.accept(choose);
    const report = await stage.sync();
    tell(report?.status === 'reussi' && report.counts.added === 0, 'first synchronisation', report?.counts);
    const after = await lookAtDocument(address);
    tell(lost(before, after).length === 0, 'no table, column, formula or row lost', lost(before, after));
    const then = formulaCells(before, stage.work.formulas);
    const now = formulaCells(after, stage.work.formulas);
    for (const [formula, cells] of then) {
      const isSame = now.get(formula) === cells;
      if (choose === NOTHING) tell(isSame, `formula ${formula}`, `${cells}\n  → ${now.get(formula)}`);
      else
        console.log(
          isSame ? 'same ' : 'moved',
          formula,
          isSame ? '' : `${cells.slice(0, 90)} → ${now.get(formula)?.slice(0, 90)}`,
        );
    }
    const moved = new Set(movedCells(before, after).map(({ table, column }) => `${table}.${column}`));
    const formulas = new Set(then.keys());
    console.log('moved columns:', [...moved].filter((column) => !formulas.has(column)).join(', '));
    const sections = new Map((await lookAtPages(address)).map((section) => [section.id, section]));
    const kept = pages.every(({ id, shows }) =>
      shows.every((one, rank) => sections.get(id)?.shows[rank] === one),
    );
    tell(kept, 'pages');
    const differences = await stage.differences();
    tell(
      differences.length === 1 && differences[0] === `en_double dossiers ${stage.numbers.doubled}`,
      'verify',
      differences,
    );
    const again = await stage.sync({ full: true });
    tell(
      again?.counts.added === 0 && again.counts.updated === 0,
      'second synchronisation writes nothing',
      again?.counts,
    );
    await ask('POST', `/docs/${docId}/replace`, { sourceDocId: copy });
    const back = await lookAtDocument(address);
    tell(
      lost(before, back).length === 0 && movedCells(before, back).length === 0 && back.size === before.size,
      'the way back: as it was',
      [lost(before, back), movedCells(before, back).slice(0, 3), back.size, before.size],
    );
    if (!values.keep) await ask('DELETE', `/docs/${String(copy)}`);
  } finally {
    await dn.close();
    if (!values.keep) await ask('DELETE', `/docs/${docId}`);
  }
}

await play('rien', NOTHING);
await play('tout', EVERYTHING_CONVERTED);
process.exitCode = isWrong ? 1 : 0;
