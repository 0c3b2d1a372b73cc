// A list of dossiers that failed for one reason: each with its page on Démarche numérique, and a box to try it again.

import styles from './run.module.css';

export type FailedDossier = {
  /** Null when Démarche numérique would not tell which one. */
  readonly number: number | null;
  /** Still to be written now. */
  readonly isOpen: boolean;
  readonly href: string | null;
};

export function FailedDossiers({
  reason,
  dossiers,
  mayRetry,
}: {
  readonly reason: string;
  readonly dossiers: readonly FailedDossier[];
  readonly mayRetry: boolean;
}) {
  return (
    <ul className={styles.dossiers}>
      {dossiers.map(({ number, isOpen, href }, index) => {
        const id = `dossier-${reason}-${number ?? index}`;
        return (
          <li key={id} className={styles.dossier}>
            {mayRetry && isOpen && number !== null && (
              <div className="fr-checkbox-group fr-checkbox-group--sm">
                <input type="checkbox" id={id} name="dossiers" value={number} />
                <label className="fr-label" htmlFor={id}>
                  <span className="fr-sr-only">Réessayer le dossier {number}</span>
                </label>
              </div>
            )}
            {href === null ? (
              'Un dossier dont Démarche numérique ne dit pas le numéro'
            ) : (
              <a
                className="fr-link"
                href={href}
                target="_blank"
                rel="noopener noreferrer"
                title={`Dossier ${number} sur Démarche numérique – nouvelle fenêtre`}
              >
                Dossier {number}
              </a>
            )}
            {!isOpen && <span className={styles.quiet}> – écrit depuis</span>}
          </li>
        );
      })}
    </ul>
  );
}
