// How much the service is used, in a few numbers.

import type { Metadata } from 'next';
import { siteDatabase } from '../../../lib/access/service';
import { USAGE_DAYS, usage } from '../../../lib/links/usage';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import { inFull } from '../../dates';
import { PageHead } from '../page-head';

export const metadata: Metadata = { title: 'Statistiques' };

export const dynamic = 'force-dynamic';

const NUMBER = new Intl.NumberFormat('fr-FR');
const PERCENT = new Intl.NumberFormat('fr-FR', { style: 'percent', maximumFractionDigits: 1 });

export default async function StatisticsPage() {
  const { links, demarches, runs, complete, written, at } = await usage({
    database: await siteDatabase(),
    clock: SYSTEM_CLOCK,
  });
  const figures = [
    { name: 'démarches suivies', value: NUMBER.format(demarches) },
    { name: 'liaisons vers un document Grist', value: NUMBER.format(links) },
    { name: `synchronisations ces ${USAGE_DAYS} derniers jours`, value: NUMBER.format(runs) },
    {
      name: 'd’entre elles allées à leur terme',
      value: runs === 0 ? 'aucune encore' : PERCENT.format(complete / runs),
    },
    {
      name: `dossiers ajoutés ou mis à jour ces ${USAGE_DAYS} derniers jours`,
      value: NUMBER.format(written),
    },
  ];
  return (
    <>
      <PageHead title="Statistiques" />
      <dl className="fr-grid-row fr-grid-row--gutters otp-figures">
        {figures.map(({ name, value }) => (
          <div key={name} className="fr-col-12 fr-col-sm-6">
            <dt>{name}</dt>
            <dd className="fr-h2 fr-mb-0">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="fr-text--sm fr-mt-4w">
        Nombres relevés le {inFull(at)}, renouvelés toutes les heures. Ils ne comptent que des
        synchronisations : aucune visite n’est mesurée.
      </p>
    </>
  );
}
