// Troubles of both sides, drawn from a seed.

import type {
  Fault as SourceFault,
  FaultRule as SourceRule,
} from '../../../simulators/demarches/faults/rule';
import type { Fault as GristFault } from '../../../simulators/grist/faults';
import type { Dice } from './dice';
import type { Scene } from './scene';

const SOURCE_FAULTS: readonly SourceFault[] = [
  { type: 'status', status: 429 },
  { type: 'status', status: 429, retryAfter: '7' },
  { type: 'status', status: 500 },
  { type: 'status', status: 502 },
  { type: 'status', status: 503 },
  { type: 'reset', when: 'before' },
  { type: 'reset', when: 'middle' },
  { type: 'truncated' },
  { type: 'malformed' },
  { type: 'html' },
  { type: 'timeout', afterNodes: 2 },
  { type: 'timeout', afterNodes: -1 },
  { type: 'null_node', position: 0 },
  { type: 'null_node', position: 3 },
  { type: 'root_error' },
];

/** New ones come last: spelt histories must stay what they are. */
const GRIST_FAULTS: readonly GristFault[] = [
  { type: 'status', status: 429, when: 'before' },
  { type: 'status', status: 502, when: 'before' },
  { type: 'status', status: 502, when: 'after' },
  { type: 'status', status: 503, when: 'before' },
  { type: 'status', status: 503, when: 'after', body: { error: 'Document in flux' } },
  { type: 'status', status: 504, when: 'after', body: '<html>Gateway timeout</html>' },
  { type: 'status', status: 500, when: 'after' },
  { type: 'reset', when: 'before' },
  { type: 'reset', when: 'after' },
  { type: 'truncated', whole: true },
  { type: 'truncated', whole: false },
  { type: 'html', when: 'before' },
  { type: 'silence', when: 'before' },
  { type: 'silence', when: 'after' },
];

/** Arms one to three troubles. `impatient`: Grist keeps silent, and must not be waited for long. */
export function armFaults(scene: Scene, dice: Dice): { readonly impatient: boolean } {
  const rules: SourceRule[] = [];
  let impatient = false;
  for (let left = 1 + dice.below(3); left > 0; left -= 1) {
    if (dice.chance(0.5)) rules.push(sourceRule(scene, dice));
    else {
      const fault = dice.among(GRIST_FAULTS) ?? { type: 'reset', when: 'before' };
      impatient ||= fault.type === 'silence';
      scene.grist.fault({
        ...(dice.chance(0.6) ? { path: '/apply' } : {}),
        skip: dice.below(5),
        times: fault.type === 'silence' ? 1 : 1 + dice.below(4),
        fault,
      });
    }
  }
  scene.dn.control({ type: 'set_faults', rules });
  return { impatient };
}

/** The nth request that writes to Grist is its last word: it takes effect or not, and nothing passes after it. */
export function armStrike(scene: Scene, dice: Dice): { readonly isStruck: () => boolean } {
  const skip = dice.chance(0.7) ? dice.below(3) : dice.below(9);
  const when = dice.chance(0.6) ? 'after' : 'before';
  const struck = scene.grist.fault({ path: '/apply', skip, times: 1, fault: { type: 'reset', when } });
  scene.grist.fault({ path: '/apply', skip, times: Infinity, fault: { type: 'reset', when: 'before' } });
  return { isStruck: () => struck.hits > 0 };
}

/** One or two writes of rows take effect, and their answers are lost. */
export function loseAnAnswer(scene: Scene, dice: Dice): { readonly impatient: boolean } {
  const lost = GRIST_FAULTS.filter((fault) => 'when' in fault && fault.when === 'after');
  const fault = dice.among(lost) ?? { type: 'reset', when: 'after' };
  const body = dice.chance(0.7) ? '"BulkAddRecord"' : 'Record"';
  scene.grist.fault({ path: '/apply', body, skip: dice.below(4), times: 1 + dice.below(2), fault });
  return { impatient: fault.type === 'silence' };
}

/** Its number; null when there is no dossier. */
export function poisonADossier(scene: Scene, dice: Dice): number | null {
  const number = dice.among([...scene.dn.truth()])?.number;
  if (number === undefined) return null;
  const type = dice.among(['poison', 'poison_timeout', 'null_node'] as const) ?? 'poison';
  scene.dn.control({ type: 'set_faults', rules: [{ when: { dossier: number }, fault: { type } }] });
  return number;
}

/** Pages above a few dossiers never come: several pages then, as in a large démarche. */
export function makePagesSmall(scene: Scene, most: number): void {
  scene.dn.control({
    type: 'set_faults',
    rules: [{ when: { firstAbove: most }, fault: { type: 'timeout', afterNodes: -1 } }],
  });
}

function sourceRule(scene: Scene, dice: Dice): SourceRule {
  const number = dice.among([...scene.dn.truth()])?.number;
  if (number !== undefined && dice.chance(0.25)) {
    const drawn = dice.among(['poison', 'poison_timeout', 'null_node'] as const) ?? 'poison';
    return { when: { dossier: number }, fault: { type: drawn } };
  }
  const fault: SourceFault = dice.among(SOURCE_FAULTS) ?? { type: 'malformed' };
  if (dice.chance(0.3)) return { when: { probability: 0.3 }, fault, times: 6 };
  return { when: { nth: [dice.below(6), dice.below(12)] }, fault };
}
