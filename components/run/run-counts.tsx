// What a run did, outcome by outcome.

import styles from './run-counts.module.css';
import { number, OUTCOMES } from './words';

type Counts = Partial<Readonly<Record<(typeof OUTCOMES)[number]['name'], number>>>;

/** Outcomes that are not counted where they come from are left out. */
export function RunCounts({ counts }: { readonly counts: Counts }) {
  return (
    <dl className={styles.counts}>
      {OUTCOMES.map(({ name, label }) => {
        const count = counts[name];
        return count === undefined ? null : (
          <div key={name} className={styles.count}>
            <dt className="fr-text--sm fr-mb-0">{label}</dt>
            <dd className="fr-h5 fr-mb-0 fr-ml-0">{number(count)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
