'use client';
// What a run tells, as it tells it. Progress replaces progress; only sentences that matter are read out.

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

type Line = { readonly id: number; readonly at: string; readonly type: string; readonly sentence: string };

/** Lines shown; the whole journal can be downloaded. */
const SHOWN = 1_000;

const TIME = new Intl.DateTimeFormat('fr-FR', { timeStyle: 'medium', timeZone: 'Europe/Paris' });

export function LiveJournal({
  runId,
  over,
  lines: first,
}: {
  readonly runId: string;
  readonly over: boolean;
  readonly lines: readonly Line[];
}) {
  const router = useRouter();
  const [lines, setLines] = useState(first);
  const after = first.at(-1)?.id ?? 0;

  useEffect(() => {
    if (over) return;
    const source = new EventSource(`/api/executions/${runId}/flux?apres=${after}`);
    const take = ({ data, lastEventId }: MessageEvent<string>) => {
      const { at, type, sentence } = JSON.parse(data);
      const id = Number(lastEventId);
      if (typeof sentence !== 'string') return;
      setLines((before) =>
        before.some((line) => line.id === id)
          ? before
          : [...before, { id, at, type, sentence }].slice(-SHOWN),
      );
    };
    source.onmessage = take;
    source.addEventListener('fin', (event) => {
      take(event);
      source.close();
      router.refresh();
    });
    return () => source.close();
  }, [runId, over, after, router]);

  const told = lines.filter(({ type }) => type !== 'progression');
  const progress = lines.findLast(({ type }) => type === 'progression' || type === 'fin');
  return (
    <section aria-labelledby="deroulement">
      <h2 id="deroulement" className="fr-h4">
        Déroulement
      </h2>
      <p role="status" className="fr-text--lead">
        {told.at(-1)?.sentence ?? 'En attente.'}
      </p>
      <p aria-hidden={over}>{progress?.type === 'progression' ? progress.sentence : ''}</p>
      <ol className="fr-raw-list">
        {told.map(({ id, at, sentence }) => (
          <li key={id}>
            <span className="fr-text--sm">{TIME.format(new Date(at))}</span> {sentence}
          </li>
        ))}
      </ol>
    </section>
  );
}
