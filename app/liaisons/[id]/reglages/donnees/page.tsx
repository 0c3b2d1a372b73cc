// What of the démarche goes to the document, for those who manage the link.

import type { Metadata } from 'next';
import { FailureNotice } from '../../../../../components/failure-notice';
import { DataForm } from '../../../../../components/link-settings/data-form';
import { siteDatabase } from '../../../../../lib/access/service';
import { Failure } from '../../../../../lib/errors/failure';
import { describeDemarche } from '../../../../../lib/links/connect/find-demarche';
import { readFilesStanding } from '../../../../../lib/links/files/standing';
import { readSettings } from '../../../../../lib/links/settings';
import { readManagedLink } from '../../../../../lib/store/managed-links';
import { copyableFields } from '../../../../../lib/sync/copyable';
import { outlineOf } from '../../../../../lib/sync/outline';
import { connecting } from '../../../nouvelle/on-draft';
import { FilesLine } from '../../files-line';
import { type LinkProps, nameOf, seenLink } from '../../link-gate';
import { changeData } from './actions';

export async function generateMetadata({ params }: LinkProps): Promise<Metadata> {
  const { link } = await seenLink((await params).id, 'gerer');
  return { title: `Données : ${nameOf(link)}` };
}

export default async function LinkDataPage({ params }: LinkProps) {
  const { link } = await seenLink((await params).id, 'gerer');
  const standing = await readFilesStanding({ database: await siteDatabase() }, link);
  return (
    <>
      <h2>Données</h2>
      <p>
        Ce que vous changez ici vaut à partir de la prochaine synchronisation, qui relira tous les dossiers.
        Les colonnes et les tables déjà écrites ne sont jamais supprimées du document : celles que vous
        excluez ne sont plus tenues à jour.
      </p>
      {standing !== null && (
        <FilesLine standing={standing} linkId={link.id} runId={link.last?.runId ?? null} mayManage />
      )}
      <Choices linkId={link.id} />
      <p className="fr-mt-4w">
        <a href={`/liaisons/${link.id}/reglages`}>Revenir aux réglages</a>
      </p>
    </>
  );
}

async function Choices({ linkId }: { readonly linkId: string }) {
  const link = await readManagedLink(await siteDatabase(), linkId);
  const { probes } = await connecting();
  try {
    const { form, groupes } = await describeDemarche(probes, link, link.demarche);
    return (
      <DataForm
        action={changeData}
        target={{ name: 'liaison', value: linkId }}
        sections={outlineOf(form)}
        copyable={copyableFields(form).map(({ id }) => id)}
        groups={groupes.map(({ number, label }) => ({ number, label }))}
        settings={readSettings(link.settings)}
        submit="Enregistrer ces choix"
      />
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return <FailureNotice code={error.code} detail={error.detail} />;
  }
}
