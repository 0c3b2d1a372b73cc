'use client';
// The pages of a link. Those that change it are shown to whom may change it.

import { SideMenu } from '@codegouvfr/react-dsfr/SideMenu';
import { usePathname } from 'next/navigation';
import type { Role } from '../../../lib/store/access-rights';

const PAGES: readonly { readonly text: string; readonly path: string; readonly roles: readonly Role[] }[] = [
  { text: 'Vue d’ensemble', path: '', roles: ['proprietaire', 'gestionnaire', 'lecteur'] },
  { text: 'Historique', path: '/historique', roles: ['proprietaire', 'gestionnaire', 'lecteur'] },
  { text: 'Structure', path: '/structure', roles: ['proprietaire', 'gestionnaire', 'lecteur'] },
  { text: 'Pages prêtes', path: '/pages', roles: ['proprietaire', 'gestionnaire', 'lecteur'] },
  { text: 'Preuve', path: '/preuve', roles: ['proprietaire', 'gestionnaire', 'lecteur'] },
  { text: 'Diagnostic', path: '/diagnostic', roles: ['proprietaire', 'gestionnaire', 'lecteur'] },
  { text: 'Réglages', path: '/reglages', roles: ['proprietaire', 'gestionnaire'] },
  { text: 'Alertes', path: '/alertes', roles: ['proprietaire', 'gestionnaire'] },
  { text: 'Partage', path: '/partage', roles: ['proprietaire', 'gestionnaire', 'lecteur'] },
];

export function LinkMenu({ linkId, role }: { readonly linkId: string; readonly role: Role }) {
  const here = usePathname();
  const root = `/liaisons/${linkId}`;
  return (
    <SideMenu
      align="left"
      burgerMenuButtonText="Pages de cette liaison"
      items={PAGES.filter(({ roles }) => roles.includes(role)).map(({ text, path }) => ({
        text,
        linkProps: { href: `${root}${path}`, prefetch: false },
        isActive: path === '' ? here === root : here.startsWith(`${root}${path}`),
      }))}
    />
  );
}
