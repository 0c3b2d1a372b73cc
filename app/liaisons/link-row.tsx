// One link of the dashboard: what it ties, how it is, what its last run did, what to do next.

import { Checkbox } from '@codegouvfr/react-dsfr/Checkbox';
import Link from 'next/link';
import { countsWords } from '../../components/run/words';
import { StatusBadge } from '../../components/status-badge';
import { allows } from '../../lib/access/authorise';
import { CATALOGUE } from '../../lib/errors/catalogue';
import type { DashboardLine } from '../../lib/links/dashboard/read';
import { nextActionOf } from '../../lib/links/next-action';
import { storedCode } from '../../lib/store/stored-json';
import { ago } from '../dates';
import styles from './dashboard.module.css';
import { Freshness } from './freshness';
import { LiveProgress } from './live-dashboard';
import { NextStep } from './next-step';
import { SEVERAL } from './several-form';

export function LinkRow({ line, now }: { readonly line: DashboardLine; readonly now: Date }) {
  const { id, title, demarche, documentName, status } = line;
  const name = title ?? `Démarche n° ${demarche}`;
  const mayManage = allows(line.role, 'gerer');
  return (
    <li className={styles.row}>
      {mayManage && (
        <div className={styles.tick}>
          <Checkbox
            small
            className="fr-mb-0"
            options={[
              {
                label: <span className="fr-sr-only">Cocher : {name}</span>,
                nativeInputProps: { name: 'liaisons', value: id, form: SEVERAL },
              },
            ]}
          />
        </div>
      )}
      <div className={styles.what}>
        <h3 className="fr-h6 fr-mb-1v">
          <Link href={`/liaisons/${id}`} prefetch={false}>
            {name}
          </Link>
        </h3>
        <p className="fr-text--sm fr-mb-1v">
          Démarche n° {demarche}
          {documentName !== null && ` vers « ${documentName} »`}
        </p>
        <p className="fr-text--sm fr-mb-1v">
          <Freshness
            status={status}
            freshAt={line.freshAt?.toISOString() ?? null}
            nextDueAt={line.nextDueAt?.toISOString() ?? null}
            paused={line.pausedAt !== null}
            now={now.toISOString()}
          />
        </p>
        <p className="fr-text--sm fr-mb-0">
          {line.openRunId === null ? (
            lastWords(line, now)
          ) : (
            <LiveProgress key={line.openRunId} linkId={id} told={line.progress} />
          )}
        </p>
      </div>
      <div className={styles.how}>
        <StatusBadge status={status} />
        <NextStep action={nextActionOf(line, mayManage)} linkId={id} name={name} size="small" />
      </div>
    </li>
  );
}

function lastWords({ last }: DashboardLine, now: Date): string {
  if (last?.endedAt == null) return 'Rien n’a encore été copié dans le document.';
  const isBroken = last.status === 'echoue' || last.status === 'interrompu';
  if (isBroken && last.code !== null)
    return `Dernière synchronisation ${ago(last.endedAt, now)} : ${CATALOGUE[storedCode(last.code)].quoi}`;
  // It went to its end, and what it met still has to be seen to.
  const but =
    last.status === 'avec_echecs' && last.code !== null ? ` ${CATALOGUE[storedCode(last.code)].quoi}` : '';
  return `Dernière synchronisation ${ago(last.endedAt, now)} : ${countsWords(last)}.${but}`;
}
