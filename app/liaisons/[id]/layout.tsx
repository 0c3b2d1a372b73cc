// The frame of a link's pages: where one is, how the link is, and the way to its other pages.

import { Breadcrumb } from '@codegouvfr/react-dsfr/Breadcrumb';
import type { ReactNode } from 'react';
import { StatusBadge } from '../../../components/status-badge';
import { type LinkProps, nameOf, seenLink } from './link-gate';
import { LinkMenu } from './link-menu';

export default async function LinkFrame({ params, children }: LinkProps & { readonly children: ReactNode }) {
  const { id } = await params;
  const { link, role } = await seenLink(id, 'lire');
  return (
    <div className="fr-container fr-pb-6w">
      <Breadcrumb
        currentPageLabel={nameOf(link)}
        homeLinkProps={{ href: '/' }}
        segments={[{ label: 'Mes démarches', linkProps: { href: '/liaisons' } }]}
      />
      <h1 className="fr-mb-1w">{nameOf(link)}</h1>
      <p className="fr-mb-4w">
        <StatusBadge status={link.status} /> Démarche n° {link.demarche}
        {link.documentName !== null && ` vers « ${link.documentName} »`}
      </p>
      <div className="fr-grid-row fr-grid-row--gutters">
        <div className="fr-col-12 fr-col-md-3">
          <LinkMenu linkId={link.id} role={role} />
        </div>
        <div className="fr-col-12 fr-col-md-9">{children}</div>
      </div>
    </div>
  );
}
