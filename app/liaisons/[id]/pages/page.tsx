// « Pages prêtes »: the pages that can be made in the document, what each holds, and those that are there.

import { Notice } from '@codegouvfr/react-dsfr/Notice';
import type { Metadata } from 'next';
import { allows } from '../../../../lib/access/authorise';
import { siteDatabase } from '../../../../lib/access/service';
import { readReadyPages } from '../../../../lib/links/pages/read';
import { SYSTEM_CLOCK } from '../../../../lib/wiring';
import { type LinkProps, nameOf, seenLink } from '../link-gate';
import { PageItem } from './page-item';

export async function generateMetadata({ params }: LinkProps): Promise<Metadata> {
  const { link } = await seenLink((await params).id, 'lire');
  return { title: `Pages prêtes : ${nameOf(link)}` };
}

export default async function ReadyPages({ params }: LinkProps) {
  const { link, role } = await seenLink((await params).id, 'lire');
  const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
  const pages = await readReadyPages(service, link.id);
  const mayAct = allows(role, 'gerer');
  return (
    <>
      <h2>Pages prêtes</h2>
      <p>
        Une page prête est créée dans Grist à votre demande, une fois. Elle montre les tables de cette liaison
        et suit leurs mises à jour. Ensuite elle est à vous : modifiez-la, elle ne sera plus jamais touchée.
      </p>
      {link.openRunId !== null && (
        <Notice
          className="fr-mb-4w"
          title="Une opération est en cours sur cette liaison : les pages attendent sa fin."
          link={{ text: 'La suivre', linkProps: { href: `/executions/${link.openRunId}` } }}
        />
      )}
      {!mayAct && <p>Un gestionnaire ou un propriétaire de la liaison peut créer ces pages.</p>}
      {pages.map((page) => (
        <PageItem key={page.kind} linkId={link.id} page={page} mayAct={mayAct} />
      ))}
    </>
  );
}
