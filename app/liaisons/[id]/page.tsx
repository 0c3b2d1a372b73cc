// « Vue d'ensemble » of a link: how fresh it is, what to settle, what its last runs did, when it next runs.

import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { RunCounts } from '../../../components/run/run-counts';
import { countsWords } from '../../../components/run/words';
import { allows } from '../../../lib/access/authorise';
import { siteDatabase } from '../../../lib/access/service';
import { stateOf } from '../../../lib/links/dashboard/changes';
import { readDashboard } from '../../../lib/links/dashboard/read';
import { readFilesStanding } from '../../../lib/links/files/standing';
import type { LinkLine } from '../../../lib/links/list';
import { nextActionOf } from '../../../lib/links/next-action';
import { readOverview } from '../../../lib/links/overview';
import { scheduleWords } from '../../../lib/links/schedule/words';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import { ago, inFull, upcoming } from '../../dates';
import { Freshness } from '../freshness';
import { LiveDashboard, LiveProgress } from '../live-dashboard';
import { Gesture, NextStep } from '../next-step';
import { Concerns } from './concerns';
import { FilesLine } from './files-line';
import { type LinkProps, nameOf, seenLink } from './link-gate';
import { RunChart } from './run-chart';

export async function generateMetadata({ params }: LinkProps): Promise<Metadata> {
  const { link } = await seenLink((await params).id, 'lire');
  return { title: `${nameOf(link)} : ${link.status.toLowerCase()}` };
}

export default async function LinkPage({ params }: LinkProps) {
  const { id } = await params;
  const { link, role, userId } = await seenLink(id, 'lire');
  const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
  const [lines, { runs, concerns }, files] = await Promise.all([
    readDashboard(service, userId, link.id),
    readOverview(service, link),
    readFilesStanding(service, link),
  ]);
  const now = new Date(SYSTEM_CLOCK.now());
  const mayManage = allows(role, 'gerer');
  const action = nextActionOf(link, mayManage);
  const { last } = link;
  return (
    // Of what was read first: what stands below is as new, or newer, and what came in between is read again.
    <LiveDashboard state={stateOf([{ ...link, role }])} only={link.id}>
      <h2 className="fr-h4">Où en est cette liaison</h2>
      <p className="fr-text--lead fr-mb-1w">
        <Freshness
          status={link.status}
          freshAt={link.freshAt?.toISOString() ?? null}
          nextDueAt={link.nextDueAt?.toISOString() ?? null}
          paused={link.pausedAt !== null}
          now={now.toISOString()}
        />
      </p>
      {link.openRunId !== null && (
        <p className="fr-mb-2w">
          <LiveProgress key={link.openRunId} linkId={link.id} told={lines[0]?.progress ?? null} />
        </p>
      )}
      {action.kind !== 'consulter' && action.kind !== 'corriger' && (
        <NextStep action={action} linkId={link.id} name={nameOf(link)} />
      )}
      <Concerns concerns={concerns} linkId={link.id} mayManage={mayManage} />

      <h2 className="fr-h4 fr-mt-5w">Dernière synchronisation</h2>
      {last?.endedAt == null ? (
        <p>Aucune synchronisation n’est encore terminée.</p>
      ) : (
        <>
          <p>
            Terminée le {inFull(last.endedAt)} ({ago(last.endedAt, now)}) : {countsWords(last)}.
          </p>
          <RunCounts counts={last} />
          <p>
            <a className="fr-link" href={`/executions/${last.runId}`}>
              Voir le détail de cette synchronisation
            </a>
          </p>
        </>
      )}

      {files !== null && (
        <FilesLine standing={files} linkId={link.id} runId={last?.runId ?? null} mayManage={mayManage} />
      )}

      {runs.length > 1 && <RunChart runs={runs} linkId={link.id} />}

      <h2 className="fr-h4 fr-mt-5w">Planification</h2>
      <p>
        {link.schedule.kind === 'jamais'
          ? 'Cette liaison ne se synchronise pas d’elle-même : seulement quand quelqu’un le demande.'
          : `Cette liaison se synchronise ${scheduleWords(link.schedule)}${nextWords(link, now)}.`}
      </p>
      {link.pausedAt !== null && (
        <p>
          Elle est en pause depuis le {inFull(link.pausedAt)} : rien n’est lu ni écrit tant qu’elle n’a pas
          repris.
        </p>
      )}
      {mayManage && (
        <ul className="fr-btns-group fr-btns-group--inline">
          <li>
            <Gesture gesture={link.pausedAt === null ? 'pause' : 'reprendre'} linkId={link.id}>
              <Button type="submit" priority="secondary">
                {link.pausedAt === null ? 'Mettre en pause' : 'Reprendre'}
              </Button>
            </Gesture>
          </li>
          <li>
            <Button
              priority="tertiary"
              linkProps={{ href: `/liaisons/${link.id}/reglages/planification`, prefetch: false }}
            >
              Changer la planification
            </Button>
          </li>
        </ul>
      )}
    </LiveDashboard>
  );
}

function nextWords({ pausedAt, nextDueAt }: LinkLine, now: Date): string {
  return pausedAt === null && nextDueAt !== null && nextDueAt > now
    ? ` ; prochaine fois ${upcoming(nextDueAt, now)}`
    : '';
}
