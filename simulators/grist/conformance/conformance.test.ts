// The simulator meets every expectation that the real Grist meets (run.ts runs the same cases against a real one).

import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Simulator, startGrist } from '../start';
import { Bench, findWorkspace, type Target } from './bench';
import { CASES } from './cases';

let simulator: Simulator;
let target: Target;

beforeAll(async () => {
  simulator = await startGrist();
  const { owner, editor, viewer } = simulator.people;
  target = {
    url: simulator.url,
    keys: { owner: owner.key, editor: editor.key, viewer: viewer.key },
    emails: { editor: editor.email, viewer: viewer.email },
    workspace: await findWorkspace(simulator.url, owner.key),
    async restrict(bench, what) {
      const rules =
        what === 'structure' ? ({ structure: 'forbidden' } as const) : ({ sql: 'forbidden' } as const);
      simulator.document(bench.docId).setRules({ ...rules, appliesTo: 'not_owners' });
    },
  };
});

afterAll(async () => {
  await simulator.close();
});

for (const [group, cases] of Object.entries(CASES)) {
  describe(group, () => {
    for (const one of cases) {
      test(one.name, async () => {
        const bench = await Bench.open(target);
        try {
          await one.run(bench);
        } finally {
          await bench.close();
        }
      }, 30_000);
    }
  });
}
