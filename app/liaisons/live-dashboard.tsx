'use client';
// The dashboard as it changes: one stream for all of its links. States are read again from the server until the page shows
// what the stream told last; progress is put in place as it comes, and never read out.

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { useCatchUp } from '../../components/live/use-catch-up';
import { useEvents } from '../../components/live/use-events';

const Progress = createContext<Readonly<Record<string, string>>>({});

/** Changes of state are gathered this long, then said once. */
const GATHER_MS = 2_000;

/** More than this are counted, not named. */
const NAMED = 2;

type Changed = readonly { readonly name: string; readonly status: string }[];

/**
 * `state`: what the server says that this page shows (lib/links/dashboard/changes.ts). `only`: the link that the page is
 * about; null for all of them.
 */
export function LiveDashboard({
  state,
  only = null,
  children,
}: {
  readonly state: string;
  readonly only?: string | null;
  readonly children: ReactNode;
}) {
  const router = useRouter();
  const shown = useRef(state);
  useEffect(() => {
    shown.current = state;
  }, [state]);
  const [known, setKnown] = useState<string | null>(null);
  useCatchUp(known !== null && known !== state);
  const [runs, setRuns] = useState<Readonly<Record<string, string>>>({});
  const [said, say] = useGathered();
  const address = () => `/api/liaisons/flux${only === null ? '' : `?liaison=${only}`}`;
  const connection = useEvents(address, {
    on: {
      etats: (data) => {
        const news = JSON.parse(data);
        say(news.changed);
        setKnown(news.state);
        if (news.state === shown.current) return;
        // What was told may be of a run that is over: the page that comes has the latest.
        setRuns({});
        router.refresh();
      },
      avancement: (data) => setRuns((before) => ({ ...before, ...JSON.parse(data).runs })),
    },
    onRefused: () => router.refresh(),
  });
  return (
    <Progress value={runs}>
      <p role="status" className="fr-sr-only">
        {said}
      </p>
      {connection === 'perdu' && (
        <p className="fr-message fr-message--warning fr-mb-2w">
          La connexion est interrompue : cette page se mettra à jour dès son retour.
        </p>
      )}
      {children}
    </Progress>
  );
}

/** What a run that goes on last told. */
export function LiveProgress({ linkId, told }: { readonly linkId: string; readonly told: string | null }) {
  return useContext(Progress)[linkId] ?? told ?? 'En attente de son tour.';
}

/** One sentence for what changed within a moment. */
function useGathered(): readonly [string, (changed: Changed) => void] {
  const [said, setSaid] = useState('');
  const gathered = useRef(new Map<string, string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const say = (changed: Changed) => {
    for (const { name, status } of changed) gathered.current.set(name, status);
    if (gathered.current.size === 0) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const all = [...gathered.current];
      gathered.current.clear();
      setSaid(
        all.length > NAMED
          ? `${all.length} démarches ont changé d’état.`
          : all.map(([name, status]) => `${name} : ${status}.`).join(' '),
      );
    }, GATHER_MS);
  };
  return [said, say];
}
