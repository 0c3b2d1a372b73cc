'use client';
// A run as it goes on: phases, how far and how fast, counts, and what it tells. What stands here without JavaScript is what
// the server knew.

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useCatchUp } from '../../../components/live/use-catch-up';
import { useEvents } from '../../../components/live/use-events';
import { RunCounts } from '../../../components/run/run-counts';
import { number, phaseWords, plural, rateWords } from '../../../components/run/words';
import { shownAt } from '../../../lib/journal/progress';
import type { RunCounts as Counts } from '../../../lib/run/ports';
import { lasting, roughly } from '../../dates';
import { useVoice } from './announcements';
import { Journal } from './journal';
import { firstState, type Line, told } from './live-state';
import { Phases } from './phases';
import styles from './run.module.css';

export type RunView = {
  readonly id: string;
  readonly kind: 'sync' | 'verify' | 'decision';
  readonly over: boolean;
  /** Over, and what follows from it is drawn: the time of each phase for instance. */
  readonly settled: boolean;
  /** ISO; null while it waits. */
  readonly startedAt: string | null;
  /** What its row counts, until the journal tells more. */
  readonly counts: Counts;
  readonly phases: readonly string[];
  readonly lines: readonly Line[];
  /** The server's clock, ISO. */
  readonly now: string;
};

export function LiveRun({ run }: { readonly run: RunView }) {
  const router = useRouter();
  const [state, setState] = useState(() => firstState(run.lines, run.phases, run.over));
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  }, [state]);
  const refreshed = useRef(false);
  const { said, hear } = useVoice();
  const isOver = run.over || state.over;
  useCatchUp(isOver && !run.settled);

  const take = (data: string, id: string) => {
    const line = { id: Number(id), ...JSON.parse(data) };
    // Some ends come without a last line.
    if (typeof line.sentence !== 'string') return;
    if (line.id > latest.current.last) hear(line);
    setState((before) => told(before, line));
    // It had not begun when the page was made: its state, in words, is the server's to say.
    if (run.startedAt === null && !refreshed.current) {
      refreshed.current = true;
      router.refresh();
    }
  };
  const connection = useEvents(
    isOver ? null : () => `/api/executions/${run.id}/flux?apres=${latest.current.last}`,
    {
      on: {
        message: take,
        fin: (data, id) => {
          take(data, id);
          setState((before) => ({ ...before, over: true }));
          router.refresh();
        },
      },
      onRefused: () => router.refresh(),
    },
  );

  return (
    <>
      <p role="status" className="fr-sr-only">
        {said}
      </p>
      {connection === 'perdu' && !isOver && (
        <p className="fr-message fr-message--warning fr-mb-2w">
          La connexion est interrompue. La synchronisation continue sans cette page ; l’affichage reprendra
          dès le retour de la connexion.
        </p>
      )}
      <h2 className="fr-h4 fr-mt-4w">{isOver ? 'Étapes' : 'Avancement'}</h2>
      {!isOver && <Pace run={run} state={state} />}
      <Phases kind={run.kind} begun={state.phases} over={isOver} />
      {!isOver && <RunCounts counts={state.counts ?? run.counts} />}
      <Journal runId={run.id} lines={state.log} over={isOver} />
    </>
  );
}

/** How far, how fast, how long still: what is not known is not shown. */
function Pace({ run, state }: { readonly run: RunView; readonly state: ReturnType<typeof firstState> }) {
  const now = useNow(run.now);
  if (run.startedAt === null && state.last === 0)
    return <p>En attente de son tour : elle commence dès qu’une place est libre.</p>;
  const startedAt = Date.parse(run.startedAt ?? run.now);
  const { progress } = state;
  const shown = progress === null ? null : shownAt(progress, startedAt, now);
  const total = shown?.total ?? null;
  return (
    <div className="fr-mb-3w">
      <label htmlFor="avancement" className="fr-label fr-mb-1v">
        {shown === null
          ? `Étape en cours : ${phaseWords(state.phases.at(-1) ?? 'preparation')}`
          : total === null
            ? plural(shown.done, 'dossier traité', 'dossiers traités')
            : `${plural(shown.done, 'dossier traité', 'dossiers traités')} sur ${number(total)}`}
      </label>
      <progress
        id="avancement"
        className={styles.bar}
        {...(shown === null || total === null || total === 0
          ? {}
          : { value: Math.min(shown.done, total), max: total })}
      />
      <p className="fr-text--sm fr-mb-0">
        Depuis {lasting(Math.max(0, now - startedAt))}
        {shown?.rate != null && `, ${rateWords(shown.rate)}`}
        {shown?.left != null && `, encore ${roughly(shown.left)}`}
      </p>
    </div>
  );
}

/** The server's time, second after second: clocks of browsers may be minutes away from it. */
function useNow(start: string): number {
  const [now, setNow] = useState(Date.parse(start));
  useEffect(() => {
    const ahead = Date.parse(start) - Date.now();
    const timer = setInterval(() => setNow(Date.now() + ahead), 1_000);
    return () => clearInterval(timer);
  }, [start]);
  return now;
}
