'use client';
// How fresh a link is, kept true while the page is open. Not a live region: it changes every minute.

import { useEffect, useState } from 'react';
import type { LinkStatus } from '../../lib/links/status';
import { freshWords } from './fresh-words';

const EVERY_MS = 30_000;

/** Instants are ISO. `now`: the server's, so that the first words are the ones it wrote. */
export function Freshness({
  status,
  freshAt,
  nextDueAt,
  paused,
  now,
}: {
  readonly status: LinkStatus;
  readonly freshAt: string | null;
  readonly nextDueAt: string | null;
  readonly paused: boolean;
  readonly now: string;
}) {
  const server = Date.parse(now);
  const [at, setAt] = useState(server);
  useEffect(() => {
    // Clocks of browsers may be minutes away from the server's.
    const ahead = server - Date.now();
    setAt(server);
    const timer = setInterval(() => setAt(Date.now() + ahead), EVERY_MS);
    return () => clearInterval(timer);
  }, [server]);
  const facts = {
    ...{ status, paused },
    freshAt: freshAt === null ? null : new Date(freshAt),
    nextDueAt: nextDueAt === null ? null : new Date(nextDueAt),
  };
  return freshWords(facts, new Date(at));
}
