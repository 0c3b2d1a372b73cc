'use client';
// The main navigation: which room of the site one is in.

import { MainNavigation } from '@codegouvfr/react-dsfr/MainNavigation';
import { usePathname } from 'next/navigation';

export function SiteNavigation({ isSignedIn }: { readonly isSignedIn: boolean }) {
  const here = usePathname();
  const own = [
    {
      text: 'Mes démarches',
      href: '/liaisons',
      isActive:
        (here.startsWith('/liaisons') && !here.startsWith('/liaisons/nouvelle')) ||
        here.startsWith('/executions'),
    },
    { text: 'Nouvelle liaison', href: '/liaisons/nouvelle', isActive: here.startsWith('/liaisons/nouvelle') },
  ];
  const everyone = [
    { text: 'Accueil', href: '/', isActive: here === '/' },
    ...(isSignedIn ? own : []),
    { text: 'Aide', href: '/aide', isActive: here === '/aide' },
  ];
  return (
    <MainNavigation
      items={everyone.map(({ text, href, isActive }) => ({ text, isActive, linkProps: { href } }))}
    />
  );
}
