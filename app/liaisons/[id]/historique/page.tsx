// « Historique » of a link: its runs, filtered and page by page, each with the way to its detail.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Table } from '@codegouvfr/react-dsfr/Table';
import type { Metadata } from 'next';
import Link from 'next/link';
import { RunBadge } from '../../../../components/run/run-badge';
import { countsWords, kindWords, triggerWords } from '../../../../components/run/words';
import { siteDatabase } from '../../../../lib/access/service';
import { filterOf, readWish, wishParams } from '../../../../lib/links/history/filter';
import { type HistoryLine, historyPage } from '../../../../lib/links/history/read';
import { SYSTEM_CLOCK } from '../../../../lib/wiring';
import { inFull, lasting } from '../../../dates';
import { one, type SearchProps } from '../../../search';
import { type LinkProps, nameOf, seenLink } from '../link-gate';
import { HistoryFilters } from './history-filters';

export async function generateMetadata({ params }: LinkProps): Promise<Metadata> {
  const { link } = await seenLink((await params).id, 'lire');
  return { title: `Historique : ${nameOf(link)}` };
}

export default async function HistoryPage({ params, searchParams }: LinkProps & SearchProps) {
  const { link } = await seenLink((await params).id, 'lire');
  const given = await searchParams;
  const wish = readWish((name) => one(given[name]));
  const before = rankOf(one(given.avant));
  const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
  const { runs, next } = await historyPage(service, link.id, before, 25, filterOf(wish));
  const page = `/liaisons/${link.id}/historique`;
  const filters = wishParams(wish);
  const address = (more: Readonly<Record<string, string>>, path = page) => {
    const query = new URLSearchParams({ ...filters, ...more });
    return query.size === 0 ? path : `${path}?${query}`;
  };
  return (
    <>
      <h2 className="fr-h4">Historique</h2>
      <HistoryFilters page={page} wish={wish} />
      {runs.length === 0 ? (
        <p>
          {before === null && Object.keys(filters).length === 0
            ? 'Rien n’a encore été fait sur cette liaison.'
            : 'Rien ne correspond à ce que vous demandez.'}
        </p>
      ) : (
        <Table
          caption={before === null ? 'De la plus récente à la plus ancienne' : 'Plus anciennes'}
          headers={['Date', 'État', 'Résultat', 'Nature', 'Origine', 'Durée']}
          data={runs.map((run) => [
            <Link key="date" href={`/executions/${run.id}`} prefetch={false}>
              {inFull(run.startedAt ?? run.requestedAt)}
            </Link>,
            <RunBadge key="etat" status={run.status} />,
            resultWords(run),
            kindWords(run.kind),
            triggerWords(run.trigger),
            run.duration === null ? '–' : lasting(run.duration),
          ])}
        />
      )}
      <ul className="fr-btns-group fr-btns-group--inline">
        {before !== null && (
          <li>
            <Button priority="secondary" linkProps={{ href: address({}), prefetch: false }}>
              Les plus récentes
            </Button>
          </li>
        )}
        {next !== null && (
          <li>
            <Button
              priority="secondary"
              linkProps={{ href: address({ avant: String(next) }), prefetch: false }}
            >
              Plus anciennes
            </Button>
          </li>
        )}
      </ul>
      <p>
        <a className="fr-link fr-link--download" href={address({}, `${page}/export`)} download>
          Télécharger cet historique <span className="fr-link__detail">CSV, pour un tableur</span>
        </a>
      </p>
    </>
  );
}

function resultWords(run: HistoryLine): string {
  if (run.endedAt === null) return '–';
  if (run.reason !== null) return run.reason.quoi;
  return run.kind === 'sync' ? countsWords(run) : '–';
}

/** A rank as the address has it; null for anything else. */
function rankOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
