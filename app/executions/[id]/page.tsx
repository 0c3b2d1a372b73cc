// One run: as it goes on, then what it did, what it could not, and what to do about it.

import { Breadcrumb } from '@codegouvfr/react-dsfr/Breadcrumb';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { RunBadge } from '../../../components/run/run-badge';
import { RunCounts } from '../../../components/run/run-counts';
import { kindWords, runStatusWords } from '../../../components/run/words';
import { allows } from '../../../lib/access/authorise';
import { signedIn } from '../../../lib/access/request';
import { siteDatabase } from '../../../lib/access/service';
import { historyRun } from '../../../lib/links/history/read';
import { runWarnings } from '../../../lib/links/history/warnings';
import { lastEvents } from '../../../lib/store/event-rows';
import { personNames } from '../../../lib/store/person-names';
import { begunPhases } from '../../../lib/store/run-progress';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import { asking, readableRun } from '../../api/executions/readable-run';
import { nameOf, seenLink } from '../../liaisons/[id]/link-gate';
import { CancelForm } from './cancel-form';
import { EndStatement } from './end-statement';
import { Failures } from './failures';
import { LiveRun } from './live-run';
import { LISTED } from './live-state';
import { RunFacts } from './run-facts';
import { Warnings } from './warnings';

type RunProps = {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
};

/** The run of an address with its link, for those who may see them. */
const seenRun = cache(async (id: string) => {
  await signedIn(`/executions/${encodeURIComponent(id)}`);
  const row = await readableRun(id, await asking());
  if (typeof row === 'string') return notFound();
  const [run, { link, role }] = await Promise.all([
    historyRun({ database: await siteDatabase(), clock: SYSTEM_CLOCK }, row.id),
    seenLink(row.linkId, 'lire'),
  ]);
  return { run, link, role };
});

export async function generateMetadata({ params }: RunProps): Promise<Metadata> {
  const { run, link } = await seenRun((await params).id);
  return { title: `${kindWords(run.kind)} ${runStatusWords(run.status).toLowerCase()} : ${nameOf(link)}` };
}

export default async function RunPage({ params, searchParams }: RunProps) {
  const { id } = await params;
  const { run, link, role } = await seenRun(id);
  const database = await siteDatabase();
  const service = { database, clock: SYSTEM_CLOCK };
  const [lines, phases, names, warnings] = await Promise.all([
    lastEvents(database, run.id, LISTED),
    begunPhases(database, run.id),
    personNames(database, [run.requestedBy, run.cancelRequestedBy]),
    run.warnings === 0 ? [] : runWarnings(service, link.id, run.id),
  ]);
  const isOver = run.endedAt !== null;
  const mayManage = allows(role, 'gerer');
  return (
    <div className="fr-container fr-pb-6w">
      <Breadcrumb
        currentPageLabel={kindWords(run.kind)}
        homeLinkProps={{ href: '/' }}
        segments={[
          { label: 'Mes démarches', linkProps: { href: '/liaisons', prefetch: false } },
          { label: nameOf(link), linkProps: { href: `/liaisons/${link.id}`, prefetch: false } },
          { label: 'Historique', linkProps: { href: `/liaisons/${link.id}/historique`, prefetch: false } },
        ]}
      />
      <h1 className="fr-mb-1w">
        {kindWords(run.kind)}
        <span className="fr-sr-only"> : {nameOf(link)}</span>
      </h1>
      <p className="fr-mb-3w">
        <RunBadge status={run.status} small={false} /> {nameOf(link)}
        {link.documentName !== null && ` vers « ${link.documentName} »`}
      </p>
      {isOver && (
        <EndStatement
          run={run}
          failures={run.failures.map(({ code }) => code)}
          linkId={link.id}
          mayManage={mayManage}
        />
      )}
      {isOver && run.kind === 'sync' && <RunCounts counts={run} />}
      <Failures run={run} link={link} mayManage={mayManage} />
      {isOver && <Warnings lines={warnings} total={run.warnings} />}
      {!isOver && mayManage && (
        <CancelForm
          runId={run.id}
          what={kindWords(run.kind).toLowerCase()}
          asked={run.cancelRequestedAt !== null}
          asking={(await searchParams).annuler === 'oui'}
        />
      )}
      <LiveRun
        // Another life begins when it ends: what the server knows then is the last word.
        key={isOver ? 'finie' : 'en-cours'}
        run={{
          ...{ id: run.id, kind: run.kind, over: isOver, settled: run.phases !== null, phases },
          startedAt: run.startedAt?.toISOString() ?? null,
          counts: {
            ...{ read: run.read, added: run.added, updated: run.updated, unchanged: run.unchanged },
            ...{
              removed: run.removed,
              outOfScope: run.outOfScope,
              failed: run.failed,
              warnings: run.warnings,
            },
          },
          lines: lines.map(({ id: line, at, type, sentence, data }) => ({
            ...{ id: line, type, sentence, at: at.toISOString() },
            // The others are read only for what they say.
            data: type === 'progression' || type === 'phase' ? data : null,
          })),
          now: new Date(SYSTEM_CLOCK.now()).toISOString(),
        }}
      />
      <RunFacts run={run} names={names} />
    </div>
  );
}
