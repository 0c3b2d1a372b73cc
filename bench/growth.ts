// How each cost grows with the number of dossiers: the exponent e of cost ∝ N^e, between the smallest and the largest
// size measured. 0: the size does not matter; 1: twice the dossiers, twice the cost.

export type Cost = {
  readonly name: string;
  readonly dossiers: number;
  readonly latency: number;
  readonly source: number;
  readonly destination: number;
  readonly bytes: number;
  readonly milliseconds: number;
};

const COSTS = [
  ['source', 'requêtes DN'],
  ['destination', 'requêtes Grist'],
  ['bytes', 'octets écrits'],
  ['milliseconds', 'durée'],
] as const;

export function growthText(costs: readonly Cost[]): string {
  const names = [...new Set(costs.map(({ name }) => name))];
  const latencies = [...new Set(costs.map(({ latency }) => latency))];
  const lines = latencies.flatMap((latency) =>
    names.flatMap((name) => {
      const sizes = costs
        .filter((one) => one.name === name && one.latency === latency)
        .sort((a, b) => a.dossiers - b.dossiers);
      const first = sizes[0];
      const last = sizes.at(-1);
      if (first === undefined || last === undefined || first.dossiers === last.dossiers) return [];
      const told = COSTS.map(([key, word]) => `${word} ${exponent(first, last, key)}`);
      return [`  ${name}, latence ${latency} ms\u00a0: ${told.join(' · ')}`];
    }),
  );
  if (lines.length === 0) return '';
  return ['\nCroissance, exposant de chaque coût selon le nombre de dossiers\u00a0:', ...lines].join('\n');
}

function exponent(first: Cost, last: Cost, key: (typeof COSTS)[number][0]): string {
  // A cost of nothing is one: its logarithm is 0.
  const ratio = Math.max(1, last[key]) / Math.max(1, first[key]);
  return (Math.log(ratio) / Math.log(last.dossiers / first.dossiers)).toFixed(2).replace('.', ',');
}
