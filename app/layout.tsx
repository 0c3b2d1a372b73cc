// The frame of every page: the DSFR, the service's header and footer, the theme. The widget's page has none of it but the
// style sheets: inside Grist, and where a browser refuses storage to what is framed, the DSFR's own scripts could not start.

import { Display } from '@codegouvfr/react-dsfr/Display';
import { SkipLinks } from '@codegouvfr/react-dsfr/SkipLinks';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { PLACE_HEADER } from '../lib/access/widget/place';
import { DsfrHead, getHtmlAttributes } from './dsfr/head';
import { DsfrProvider, StartDsfr } from './dsfr/provider';
import { SiteFooter } from './site-footer';
import './site.css';
import { SiteHeader } from './site-header';

export const metadata: Metadata = {
  title: { default: 'One Trick Pony', template: '%s – One Trick Pony' },
  description: 'Un document Grist toujours égal à votre démarche de Démarche numérique.',
  robots: { index: false },
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const given = await headers();
  if (given.get(PLACE_HEADER) === 'widget') {
    return (
      <html lang="fr" data-fr-theme="light" data-fr-scheme="light" suppressHydrationWarning>
        <body>{children}</body>
      </html>
    );
  }
  const nonce = given.get('x-nonce') ?? undefined;
  return (
    <html {...getHtmlAttributes({ lang: 'fr' })} lang="fr">
      <head>
        <StartDsfr />
        <DsfrHead
          {...(nonce === undefined ? {} : { nonce })}
          preloadFonts={['Marianne-Regular', 'Marianne-Medium', 'Marianne-Bold']}
        />
      </head>
      <body>
        <DsfrProvider lang="fr" doCheckNonce={nonce !== undefined}>
          <SkipLinks
            links={[
              { anchor: '#contenu', label: 'Contenu' },
              { anchor: '#pied', label: 'Pied de page' },
            ]}
          />
          <SiteHeader />
          <main id="contenu" tabIndex={-1}>
            {children}
          </main>
          <SiteFooter />
          <Display />
        </DsfrProvider>
      </body>
    </html>
  );
}
