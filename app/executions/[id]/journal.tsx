// What a run told, line by line, the latest first. Not a live region: what matters of it is said apart.

import { plural } from '../../../components/run/words';
import { LISTED, type Line } from './live-state';
import styles from './run.module.css';

/** Seen at once; the others are one click away. */
const FIRST = 12;

const TIME = new Intl.DateTimeFormat('fr-FR', { timeStyle: 'medium', timeZone: 'Europe/Paris' });

export function Journal({
  runId,
  lines,
  over,
}: {
  readonly runId: string;
  readonly lines: readonly Line[];
  readonly over: boolean;
}) {
  const latest = [...lines].reverse();
  return (
    <section aria-labelledby="journal">
      <h2 id="journal" className="fr-h4 fr-mt-4w">
        Journal
      </h2>
      {lines.length === 0 ? (
        <p>{over ? 'Aucune ligne : le journal détaillé n’est gardé que 90 jours.' : 'Rien encore.'}</p>
      ) : (
        <>
          <Lines lines={latest.slice(0, FIRST)} />
          {latest.length > FIRST && (
            <details className="fr-mt-1w">
              <summary className={styles.more}>
                {lines.length >= LISTED
                  ? `Les ${LISTED} dernières lignes`
                  : `${plural(latest.length - FIRST, 'ligne')} avant celles-ci`}
              </summary>
              <Lines lines={latest.slice(FIRST)} />
            </details>
          )}
          <p className="fr-mt-2w">
            <a className="fr-link fr-link--download" href={`/api/executions/${runId}/journal`} download>
              Télécharger le journal <span className="fr-link__detail">Texte, toutes les lignes</span>
            </a>
          </p>
        </>
      )}
    </section>
  );
}

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <ol className={`fr-raw-list ${styles.log}`}>
      {lines.map(({ id, at, sentence }) => (
        <li key={id}>
          <time dateTime={at} className={styles.quiet}>
            {TIME.format(new Date(at))}
          </time>{' '}
          {sentence}
        </li>
      ))}
    </ol>
  );
}
