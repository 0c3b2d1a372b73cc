'use client';
// Pages that show what was: read again until they show what is.

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const EVERY_MS = 5_000;

/**
 * Reads the page again, now and then, while it shows something older than what is known: one reading may be lost on its way,
 * or begin before the change that it was for.
 */
export function useCatchUp(isBehind: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (!isBehind) return;
    const timer = setInterval(() => {
      if (document.visibilityState !== 'hidden') router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [isBehind, router]);
}
