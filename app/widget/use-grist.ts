'use client';
// Whether a Grist frames this page, and what it last told: access, theme, cursor.

import { useEffect, useState } from 'react';
import { type Bridge, openBridge } from './grist/bridge';
import type { AccessLevel, Told } from './grist/messages';

export type Grist =
  | { readonly status: 'attente' }
  /** Opened by itself, or framed by something that does not speak as Grist does. */
  | { readonly status: 'dehors' }
  | { readonly status: 'muet' }
  | ({ readonly status: 'relie'; readonly bridge: Bridge } & Pick<Told, 'cursor'> & {
        readonly access: AccessLevel;
      });

/** Grist answers in milliseconds; a browser that is busy, later. */
const PATIENCE_MS = 15_000;

export function useGrist(): Grist {
  const [grist, setGrist] = useState<Grist>({ status: 'attente' });
  useEffect(() => {
    if (window.parent === window) {
      setGrist({ status: 'dehors' });
      return;
    }
    /** Grist tells the cursor before the access, and each once. */
    let known: Told = {};
    const bridge = openBridge((told) => {
      // What it has is what it asks for: Grist asks nobody anything. « none » the first time.
      if (told.access !== undefined && told.access !== known.access) {
        // Grist that does not take it asks nothing either: what was told holds.
        bridge.require(told.access).catch(() => undefined);
      }
      known = { ...known, ...told };
      if (told.theme !== undefined) follow(told.theme.appearance);
      const { access, cursor } = known;
      if (access === undefined) return;
      setGrist({ status: 'relie', bridge, access, ...(cursor === undefined ? {} : { cursor }) });
    });
    const timer = setTimeout(() => {
      setGrist((before) => (before.status === 'attente' ? { status: 'muet' } : before));
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      bridge.close();
    };
  }, []);
  return grist;
}

/** The DSFR's style sheets follow these attributes; its scripts, which would keep the choice, are not here. */
function follow(appearance: 'light' | 'dark'): void {
  const root = document.documentElement;
  root.setAttribute('data-fr-scheme', appearance);
  root.setAttribute('data-fr-theme', appearance);
  root.style.colorScheme = appearance;
}
