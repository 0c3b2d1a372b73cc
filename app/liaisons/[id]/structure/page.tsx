// « Structure »: the tables and columns that the link keeps, the changes to decide on, and those that were.

import { Notice } from '@codegouvfr/react-dsfr/Notice';
import type { Metadata } from 'next';
import { allows } from '../../../../lib/access/authorise';
import { siteDatabase } from '../../../../lib/access/service';
import { readStructure } from '../../../../lib/links/structure/read';
import { SYSTEM_CLOCK } from '../../../../lib/wiring';
import { type LinkProps, nameOf, seenLink } from '../link-gate';
import { Decisions } from './decisions';
import { Past } from './past';
import { SynchroniseNow } from './synchronise-now';
import { Tables } from './tables';

export async function generateMetadata({ params }: LinkProps): Promise<Metadata> {
  const { link } = await seenLink((await params).id, 'lire');
  const { decisionsAwaited } = link;
  const awaited = decisionsAwaited === 0 ? '' : ` (${decisionsAwaited} à décider)`;
  return { title: `Structure${awaited} : ${nameOf(link)}` };
}

export default async function StructurePage({ params }: LinkProps) {
  const { link, role } = await seenLink((await params).id, 'lire');
  const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
  const { tables, waiting, told, history } = await readStructure(service, link.id);
  const mayDecide = allows(role, 'gerer');
  const hasAccepted = told.some(({ word }) => word === 'acceptee');
  return (
    <>
      <h2>Structure du document</h2>
      <p>
        Quand le formulaire de la démarche change, ou quand quelqu’un modifie dans Grist ce que cette liaison
        tient à jour, c’est dit ici. Rien n’est jamais effacé sans votre accord.
      </p>
      {link.openRunId !== null && (
        <Notice
          className="fr-mb-4w"
          title="Une opération est en cours sur cette liaison : les décisions attendent sa fin."
          link={{ text: 'La suivre', linkProps: { href: `/executions/${link.openRunId}` } }}
        />
      )}
      {!mayDecide && waiting.length > 0 && (
        <p>Vous pouvez voir ces changements ; un gestionnaire ou un propriétaire de la liaison en décide.</p>
      )}
      {mayDecide && hasAccepted && link.openRunId === null && <SynchroniseNow linkId={link.id} />}
      <Decisions linkId={link.id} {...{ waiting, told, mayDecide }} />
      <h3 className="fr-h5 fr-mt-6w">Tables et colonnes tenues à jour</h3>
      <p>
        Les tables, colonnes et formules que vous ajoutez vous-même dans Grist n’apparaissent pas ici : elles
        ne sont jamais modifiées.
      </p>
      <Tables tables={tables} />
      <Past linkId={link.id} changes={history} mayDecide={mayDecide} />
    </>
  );
}
