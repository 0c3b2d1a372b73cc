// « Mes démarches »: the links of whoever is signed in, how each one is, and the one thing to do next.

import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { plural } from '../../components/run/words';
import { allows } from '../../lib/access/authorise';
import { signedIn } from '../../lib/access/request';
import { access, siteDatabase } from '../../lib/access/service';
import { offersTo } from '../../lib/access/share';
import { stateOf } from '../../lib/links/dashboard/changes';
import { readDashboard } from '../../lib/links/dashboard/read';
import { shownOf } from '../../lib/links/dashboard/view';
import { listDrafts } from '../../lib/store/draft-rows';
import { SYSTEM_CLOCK } from '../../lib/wiring';
import type { SearchProps } from '../search';
import { addressOf, wantedOf } from './address';
import styles from './dashboard.module.css';
import { DashboardFilters } from './dashboard-filters';
import { DashboardPages } from './dashboard-pages';
import { LinkRow } from './link-row';
import { LiveDashboard } from './live-dashboard';
import { NoLink } from './no-link';
import { SeveralForm } from './several-form';
import { Waiting } from './waiting';

export const metadata: Metadata = { title: 'Mes démarches' };

export default async function LinksPage({ searchParams }: SearchProps) {
  const wanted = wantedOf(await searchParams);
  const { person } = await signedIn(addressOf(wanted));
  const database = await siteDatabase();
  const [lines, drafts, offers] = await Promise.all([
    readDashboard({ database, clock: SYSTEM_CLOCK }, person.id),
    listDrafts(database, person.id),
    offersTo(await access(), person.id),
  ]);
  const shown = shownOf(lines, wanted);
  const now = new Date(SYSTEM_CLOCK.now());
  const mayManage = shown.lines.some(({ role }) => allows(role, 'gerer'));
  return (
    <div className="fr-container fr-py-6w">
      <div className={styles.head}>
        <h1 className="fr-mb-0">Mes démarches</h1>
        {lines.length > 0 && (
          <Button iconId="fr-icon-add-line" linkProps={{ href: '/liaisons/nouvelle' }}>
            Relier une démarche
          </Button>
        )}
      </div>
      <Waiting drafts={drafts.length} invitations={offers.length} />
      <LiveDashboard state={stateOf(lines)}>
        {lines.length === 0 ? (
          <NoLink />
        ) : (
          <>
            <DashboardFilters wanted={wanted} byStatus={shown.byStatus} />
            <h2 className="fr-h6 fr-mb-2w">
              {shown.found === 0
                ? 'Aucune démarche ne correspond'
                : shown.found === lines.length
                  ? plural(shown.found, 'démarche reliée', 'démarches reliées')
                  : `${plural(shown.found, 'démarche trouvée', 'démarches trouvées')} sur ${lines.length}`}
            </h2>
            {mayManage && <SeveralForm />}
            <ul className="fr-raw-list">
              {shown.lines.map((line) => (
                <LinkRow key={line.id} line={line} now={now} />
              ))}
            </ul>
            <DashboardPages wanted={wanted} page={shown.page} pages={shown.pages} />
          </>
        )}
      </LiveDashboard>
    </div>
  );
}
