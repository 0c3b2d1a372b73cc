// The last runs of a link as a small chart of what each wrote, and the same as a table.

import { Table } from '@codegouvfr/react-dsfr/Table';
import { plural, runStatusWords } from '../../../components/run/words';
import type { HistoryLine } from '../../../lib/links/history/read';
import { inFull } from '../../dates';
import { type Bar, barsOf, CHART } from './bars';
import styles from './overview.module.css';

/** `runs`: the oldest first. */
export function RunChart({
  runs,
  linkId,
}: {
  readonly runs: readonly HistoryLine[];
  readonly linkId: string;
}) {
  const bars = barsOf(runs);
  const { width, height, foot } = CHART;
  return (
    <section aria-labelledby="dernieres">
      <h2 id="dernieres" className="fr-h4 fr-mt-5w">
        Dernières synchronisations
      </h2>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Dossiers écrits par les ${plural(runs.length, 'dernière synchronisation', 'dernières synchronisations')} : ${summary(bars)} Les mêmes chiffres sont dans le tableau qui suit.`}
      >
        <line className={styles.axis} x1="0" x2={width} y1={foot} y2={foot} />
        {bars.map(({ id, x, y, width: thick, height: high, outcome, title }) => (
          <g key={id}>
            <title>{title}</title>
            <rect className={styles[outcome]} x={x} y={y} width={thick} height={high} />
            {outcome === 'echec' && (
              <path
                className={styles.mark}
                d={`M${x} ${foot + 4}l${thick} ${thick}m0 ${-thick}l${-thick} ${thick}`}
              />
            )}
            {outcome === 'reserve' && (
              <path
                className={styles.mark}
                d={`M${x + thick / 2} ${foot + 4}v${thick * 0.6}m0 ${thick * 0.25}v${thick * 0.15}`}
              />
            )}
          </g>
        ))}
      </svg>
      <p className="fr-text--sm fr-mb-2w">
        Chaque barre est une synchronisation, de la plus ancienne à la plus récente ; sa hauteur est le nombre
        de dossiers écrits. Une croix dessous : elle n’est pas allée à son terme ; un point d’exclamation :
        elle a laissé des dossiers de côté.
      </p>
      <details className={styles.figures}>
        <summary>Les mêmes chiffres en tableau</summary>
        <Table
          caption="Dernières synchronisations, la plus récente d’abord"
          headers={['Terminée', 'Résultat', 'Dossiers écrits', 'En échec']}
          data={[...bars]
            .reverse()
            .map(({ endedAt, status, written, failed }) => [
              inFull(endedAt),
              runStatusWords(status),
              written,
              failed,
            ])}
        />
      </details>
      <p className="fr-mt-2w">
        <a className="fr-link" href={`/liaisons/${linkId}/historique`}>
          Tout l’historique
        </a>
      </p>
    </section>
  );
}

function summary(bars: readonly Bar[]): string {
  const broken = bars.filter(({ outcome }) => outcome === 'echec').length;
  const most = Math.max(...bars.map(({ written }) => written));
  const ends =
    broken === 0
      ? 'toutes sont allées à leur terme.'
      : broken === 1
        ? 'une n’est pas allée à son terme.'
        : `${broken} ne sont pas allées à leur terme.`;
  return `au plus ${plural(most, 'dossier')} en une fois, ${ends}`;
}
