'use client';
// The DSFR in the browser: its behaviours start with the page, its links are Next's.

import {
  DsfrProviderBase,
  type DsfrProviderProps,
  StartDsfrOnHydration,
} from '@codegouvfr/react-dsfr/next-app-router';
import Link from 'next/link';
import { defaultColorScheme } from './scheme';

declare module '@codegouvfr/react-dsfr/next-app-router' {
  interface RegisterLink {
    Link: typeof Link;
  }
}

export function DsfrProvider(props: DsfrProviderProps) {
  return <DsfrProviderBase {...props} Link={Link} defaultColorScheme={defaultColorScheme} />;
}

/** Put in the head once, before anything of the DSFR. */
export function StartDsfr() {
  return <StartDsfrOnHydration />;
}
