'use client';
// The document's links, kept true while the widget is looked at: read again now and then, and followed live while one runs.

import { useCallback, useEffect, useState } from 'react';
import { type DocumentState, openApi, Refused } from './api';
import type { Bridge } from './grist/bridge';

export type Trouble = { readonly quoi: string; readonly faire: string };

export type DocumentRead =
  | { readonly status: 'lecture' }
  | { readonly status: 'refus'; readonly trouble: Trouble }
  | {
      readonly status: 'lu';
      readonly state: DocumentState;
      /** Last sentence of each run that goes on. */
      readonly live: Readonly<Record<string, string>>;
    };

/** Between two readings: while something runs (should the live line break), and while nothing does. */
const RUNNING_MS = 4_000;
const QUIET_MS = 30_000;

export type DocumentHandle = {
  readonly read: DocumentRead;
  readonly synchronise: (linkId: string) => Promise<void>;
  readonly showFailures: () => Promise<void>;
  readonly retry: () => void;
};

export function useDocument(bridge: Bridge): DocumentHandle {
  const [api] = useState(() => openApi(bridge));
  const [read, setRead] = useState<DocumentRead>({ status: 'lecture' });
  const [turn, setTurn] = useState(0);

  const load = useCallback(
    async (mayWrite = false) => {
      const state = await api.state(mayWrite);
      setRead((before) => ({ status: 'lu', state, live: before.status === 'lu' ? before.live : {} }));
    },
    [api],
  );

  const isRunning = read.status === 'lu' && read.state.links.some(({ openRunId }) => openRunId !== null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async () => {
      if (turn >= 0 && document.visibilityState === 'visible') {
        try {
          await load();
        } catch (error) {
          if (!isOver) setRead({ status: 'refus', trouble: troubleOf(error) });
          return;
        }
      }
      if (!isOver) timer = setTimeout(() => void look(), isRunning ? RUNNING_MS : QUIET_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [load, isRunning, turn]);

  const running =
    read.status === 'lu' ? read.state.links.map(({ openRunId }) => openRunId ?? '').join(' ') : '';
  useEffect(() => {
    const left = new AbortController();
    for (const runId of running.split(' ').filter(Boolean)) {
      const tell = (sentence: string) =>
        setRead((before) =>
          before.status === 'lu' ? { ...before, live: { ...before.live, [runId]: sentence } } : before,
        );
      // A line that breaks is no trouble: the next reading says where the run is.
      const followed = api.follow(runId, tell, left.signal);
      followed.then(() => (left.signal.aborted ? undefined : load())).catch(() => undefined);
    }
    return () => left.abort();
  }, [running, load, api]);

  return {
    read,
    async synchronise(linkId) {
      await api.synchronise(linkId);
      await load(true);
    },
    showFailures: () => load(true),
    retry() {
      setRead({ status: 'lecture' });
      setTurn((before) => before + 1);
    },
  };
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof Refused) return { quoi: error.quoi, faire: error.faire };
  return {
    quoi: 'Grist ou le service n’a pas répondu à ce widget.',
    faire: 'Réessayez dans un instant ; si cela dure, rechargez la page du document.',
  };
}
