// The weather of a campaign: how often each side refuses, is late, is cut or says nonsense, request by request.

import type { FileFaultRule } from '../../../simulators/demarches/faults/file-faults';
import type { FaultRule as DemarchesRule } from '../../../simulators/demarches/faults/rule';
import type { DemarchesSimulator } from '../../../simulators/demarches/start';
import type { FaultRule as GristRule } from '../../../simulators/grist/faults';
import type { Simulator } from '../../../simulators/grist/start';

/** By name, how many requests met it. */
export type Met = ReadonlyMap<string, number>;

/** Chance of each request, in all: 24 % of those to Démarche numérique, 21 % of those to Grist. */
const DEMARCHES: readonly (readonly [string, DemarchesRule])[] = [
  ['DN 429', { when: { probability: 0.03 }, fault: { type: 'status', status: 429, retryAfter: '1' } }],
  ['DN 500', { when: { probability: 0.01 }, fault: { type: 'status', status: 500 } }],
  ['DN 502', { when: { probability: 0.02 }, fault: { type: 'status', status: 502 } }],
  ['DN 503', { when: { probability: 0.01 }, fault: { type: 'status', status: 503 } }],
  ['DN 504', { when: { probability: 0.01 }, fault: { type: 'status', status: 504 } }],
  ['DN connexion coupée', { when: { probability: 0.02 }, fault: { type: 'reset', when: 'before' } }],
  ['DN coupée en pleine réponse', { when: { probability: 0.02 }, fault: { type: 'reset', when: 'middle' } }],
  ['DN JSON tronqué', { when: { probability: 0.01 }, fault: { type: 'truncated' } }],
  ['DN JSON illisible', { when: { probability: 0.01 }, fault: { type: 'malformed' } }],
  ['DN page HTML', { when: { probability: 0.01 }, fault: { type: 'html' } }],
  ['DN délai dépassé', { when: { probability: 0.01 }, fault: { type: 'timeout', afterNodes: 3 } }],
  ['DN dossier nul', { when: { probability: 0.005 }, fault: { type: 'null_node', position: 0 } }],
  ['DN réponse lente', { when: { probability: 0.05 }, fault: { type: 'slow', ms: 1_500 } }],
  ['DN corps lent', { when: { probability: 0.03 }, fault: { type: 'drip', ms: 1_500 } }],
];

const GRIST: readonly (readonly [string, GristRule])[] = [
  ['Grist 429', { chance: 0.02, fault: { type: 'status', status: 429, when: 'before', retryAfter: '1' } }],
  ['Grist 500', { chance: 0.01, fault: { type: 'status', status: 500, when: 'before' } }],
  ['Grist 502', { chance: 0.02, fault: { type: 'status', status: 502, when: 'before' } }],
  ['Grist 504 après effet', { chance: 0.02, fault: { type: 'status', status: 504, when: 'after' } }],
  ['Grist connexion coupée', { chance: 0.01, fault: { type: 'reset', when: 'before' } }],
  ['Grist coupée après effet', { chance: 0.02, fault: { type: 'reset', when: 'after' } }],
  ['Grist JSON tronqué', { chance: 0.01, fault: { type: 'truncated', whole: true } }],
  ['Grist coupée en pleine réponse', { chance: 0.01, fault: { type: 'truncated', whole: false } }],
  ['Grist page HTML', { chance: 0.01, fault: { type: 'html', when: 'before' } }],
  ['Grist réponse lente', { chance: 0.05, fault: { type: 'slow', ms: 1_500 } }],
  ['Grist corps lent', { chance: 0.03, fault: { type: 'drip', ms: 1_500 } }],
  // Each one keeps its caller for a minute: a few.
  ['Grist silence', { chance: 0.002, times: 4, fault: { type: 'silence', when: 'after' } }],
];

/** Chance of each download, in all: 16 %. */
const FILES: readonly (readonly [string, FileFaultRule])[] = [
  ['Fichier : lien expiré', { probability: 0.02, fault: { type: 'status', status: 403 } }],
  ['Fichier : stockage en panne', { probability: 0.03, fault: { type: 'status', status: 503 } }],
  ['Fichier : page HTML', { probability: 0.02, fault: { type: 'html' } }],
  ['Fichier coupé', { probability: 0.03, fault: { type: 'cut' } }],
  ['Fichier plus long qu’annoncé', { probability: 0.01, fault: { type: 'longer', bytes: 3 } }],
  ['Fichier d’un autre contenu', { probability: 0.02, fault: { type: 'other_bytes' } }],
  ['Fichier lent', { probability: 0.03, fault: { type: 'slow', bytes: 200, ms: 100 } }],
];

/** Lets it loose; the answer ends it, and tells what was met. */
export function letLoose(sides: {
  readonly demarches: readonly DemarchesSimulator[];
  readonly grist: Simulator;
}): () => Met {
  for (const one of sides.demarches) {
    one.control({ type: 'set_faults', rules: DEMARCHES.map(([, rule]) => rule) });
    one.control({ type: 'set_file_faults', rules: FILES.map(([, rule]) => rule) });
  }
  const armed = GRIST.map(([name, rule]) => ({ name, met: sides.grist.fault(rule) }));
  return () => {
    const met = new Map<string, number>();
    const add = (name: string, count: number) => met.set(name, (met.get(name) ?? 0) + count);
    for (const one of sides.demarches) {
      const { faults, fileFaults } = one.stats();
      DEMARCHES.forEach(([name], rank) => {
        add(name, faults[rank] ?? 0);
      });
      FILES.forEach(([name], rank) => {
        add(name, fileFaults[rank] ?? 0);
      });
      one.control({ type: 'set_faults', rules: [] });
      one.control({ type: 'set_file_faults', rules: [] });
    }
    for (const { name, met: seen } of armed) add(name, seen.hits);
    sides.grist.clearFaults();
    return met;
  };
}
