// The links of whoever is signed in: how each one is, and its last synchronisation.

import { Badge } from '@codegouvfr/react-dsfr/Badge';
import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { allows } from '../../lib/access/authorise';
import { signedIn } from '../../lib/access/request';
import { access, siteDatabase } from '../../lib/access/service';
import { type LinkLine, listLinks } from '../../lib/links/list';
import type { LinkStatus } from '../../lib/links/status';
import { SYSTEM_CLOCK } from '../../lib/wiring';
import { inFull } from '../dates';
import { synchronise } from './actions';

export const metadata: Metadata = { title: 'Mes liaisons' };

export default async function LinksPage() {
  const { person } = await signedIn('/liaisons');
  const roles = new Map(
    (await (await access()).rights.linksOf(person.id)).map(({ linkId, role }) => [linkId, role]),
  );
  const links = await listLinks({ database: await siteDatabase(), clock: SYSTEM_CLOCK }, [...roles.keys()]);
  return (
    <div className="fr-container fr-py-6w">
      <h1>Mes liaisons</h1>
      {links.length === 0 && <p>Aucune liaison pour le moment.</p>}
      <ul className="fr-raw-list">
        {links.map((link) => {
          const role = roles.get(link.id);
          return (
            <li key={link.id} className="fr-mb-5w">
              <h2 className="fr-h5 fr-mb-1w">{link.title ?? `Démarche n° ${link.demarche}`}</h2>
              <p className="fr-mb-1w">
                <Badge severity={SEVERITIES[link.status]}>{link.status}</Badge>
              </p>
              <p className="fr-text--sm fr-mb-2w">
                Démarche n° {link.demarche}. {lastRun(link)}
              </p>
              <div className="fr-btns-group fr-btns-group--inline fr-btns-group--sm">
                {role !== undefined && allows(role, 'gerer') && (
                  <form action={synchronise}>
                    <input type="hidden" name="liaison" value={link.id} />
                    <Button type="submit" size="small">
                      Synchroniser maintenant
                      <span className="fr-sr-only"> la démarche {link.demarche}</span>
                    </Button>
                  </form>
                )}
                {runOf(link) !== null && (
                  <Button
                    priority="secondary"
                    size="small"
                    linkProps={{ href: `/executions/${runOf(link)}` }}
                  >
                    {link.openRunId === null
                      ? 'Voir la dernière synchronisation'
                      : 'Suivre la synchronisation'}
                    <span className="fr-sr-only"> de la démarche {link.demarche}</span>
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const SEVERITIES: Readonly<Record<LinkStatus, 'success' | 'info' | 'warning' | 'error' | 'new'>> = {
  'À jour': 'success',
  'En cours': 'info',
  'À vérifier': 'warning',
  'En erreur': 'error',
  'En pause': 'info',
  'Jamais synchronisée': 'new',
};

function runOf({ openRunId, last }: LinkLine): string | null {
  return openRunId ?? last?.runId ?? null;
}

function lastRun({ last }: LinkLine): string {
  if (last === null || last.endedAt === null) return 'Pas encore de synchronisation terminée.';
  const { added, updated, removed } = last;
  return `Dernière synchronisation le ${inFull(last.endedAt)} : ${added} ajoutés, ${updated} modifiés, ${removed} retirés.`;
}
