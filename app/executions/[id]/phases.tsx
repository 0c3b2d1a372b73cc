// The phases of a run: done, going on, to come; said in words as well as drawn.

import { phaseWords } from '../../../components/run/words';
import styles from './run.module.css';

/** What every run of a kind goes through. Others come when they are needed. */
const EXPECTED = {
  sync: ['preparation', 'structure', 'lecture', 'suppressions', 'cloture'],
  verify: ['verification'],
  decision: [],
} as const;

const STATES = {
  faite: { icon: 'fr-icon-checkbox-circle-line', words: 'terminée' },
  'en-cours': { icon: 'fr-icon-refresh-line', words: 'en cours' },
  'a-venir': { icon: 'fr-icon-time-line', words: 'à venir' },
} as const;

type Phase = { readonly name: string; readonly state: keyof typeof STATES };

export function Phases({
  kind,
  begun,
  over,
}: {
  readonly kind: keyof typeof EXPECTED;
  readonly begun: readonly string[];
  readonly over: boolean;
}) {
  const phases = phasesOf(kind, begun, over);
  if (phases.length === 0) return null;
  return (
    <ol className={`fr-raw-list ${styles.phases}`}>
      {phases.map(({ name, state }) => (
        <li key={name} className={styles.phase} {...(state === 'en-cours' ? { 'aria-current': 'step' } : {})}>
          <span className={`${STATES[state].icon} fr-icon--sm fr-mr-1w`} aria-hidden="true" />
          <span className={state === 'en-cours' ? 'fr-text--bold' : undefined}>{phaseWords(name)}</span>
          <span className={styles.quiet}> ({STATES[state].words})</span>
        </li>
      ))}
    </ol>
  );
}

/** The last phase begun goes on; what a run that is over never began is not listed. */
export function phasesOf(
  kind: keyof typeof EXPECTED,
  begun: readonly string[],
  over: boolean,
): readonly Phase[] {
  const done = begun.map((name, index): Phase => {
    const goesOn = !over && index === begun.length - 1;
    return { name, state: goesOn ? 'en-cours' : 'faite' };
  });
  const rest = over ? [] : EXPECTED[kind].filter((name) => !begun.includes(name));
  return [...done, ...rest.map((name): Phase => ({ name, state: 'a-venir' }))];
}
