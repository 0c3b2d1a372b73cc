'use client';
// One link of the document: how it is, what its last run did, what failed, and starting another one.

import { useState } from 'react';
import { countsWords, plural } from '../../components/run/words';
import { StatusBadge } from '../../components/status-badge';
import type { WidgetFailures, WidgetLink } from '../../lib/links/widget/view';
import { ago } from '../dates';
import { freshWords } from '../liaisons/fresh-words';
import { type Trouble, troubleOf } from './use-document';
import styles from './widget.module.css';

type Gesture = () => Promise<void>;

export function LinkCard({
  link,
  now,
  told,
  isReader,
  synchronise,
  showFailures,
  showRow,
}: {
  readonly link: WidgetLink;
  /** The server's clock, ISO. */
  readonly now: string;
  /** Last sentence of the run that goes on. */
  readonly told: string | null;
  readonly isReader: boolean;
  readonly synchronise: Gesture;
  readonly showFailures: Gesture;
  /** Null when the page's table is none of this link's. */
  readonly showRow: ((number: number) => Promise<boolean>) | null;
}) {
  const { id, demarche, openRunId, last, trouble, failed } = link;
  const title = link.title ?? `Démarche n° ${demarche}`;
  const at = new Date(now);
  const isRunning = openRunId !== null;
  return (
    <section aria-labelledby={`liaison-${id}`} className={styles.card}>
      <h2 id={`liaison-${id}`} className="fr-h6 fr-mb-1v">
        {title}
      </h2>
      <p className="fr-mb-1v">
        <StatusBadge status={link.status} />
      </p>
      <p className="fr-text--sm fr-mb-1v">{freshWords(freshFacts(link), at)}</p>
      <p className="fr-text--sm fr-mb-1w" role="status">
        {isRunning && (told ?? 'La synchronisation va commencer.')}
      </p>
      {last !== null && (
        <p className="fr-text--sm fr-mb-1w">
          Dernière synchronisation {ago(new Date(last.endedAt), at)} : {countsWords(last)}.
        </p>
      )}
      {!isRunning && trouble !== null && (
        <div className={styles.trouble}>
          <p className="fr-text--sm fr-mb-1v">
            <strong>{trouble.quoi}</strong>
          </p>
          <p className="fr-text--sm fr-mb-0">{trouble.faire}</p>
        </div>
      )}
      {failed > 0 && <Failures {...{ link, isReader, showFailures, showRow }} />}
      <div className={styles.gestures}>
        {!isReader && !isRunning && (
          <GestureButton name={title} gesture={synchronise} pending="Demande en cours…">
            Synchroniser maintenant
          </GestureButton>
        )}
        <a
          className="fr-link fr-text--sm"
          href={`/liaisons/${id}`}
          target="_blank"
          rel="noopener"
          title={`Ouvrir le site : ${title} – nouvelle fenêtre`}
        >
          Réglages et historique
        </a>
      </div>
    </section>
  );
}

function Failures({
  link,
  isReader,
  showFailures,
  showRow,
}: {
  readonly link: WidgetLink;
  readonly isReader: boolean;
  readonly showFailures: Gesture;
  readonly showRow: ((number: number) => Promise<boolean>) | null;
}) {
  const { failed, failures, dossiersUrl } = link;
  return (
    <div className="fr-mb-1w">
      <p className="fr-text--sm fr-mb-1v">
        <strong>{plural(failed, 'dossier en échec', 'dossiers en échec')}</strong>
      </p>
      {failures === null && !isReader && (
        <GestureButton name="" gesture={showFailures} pending="Un instant…" isQuiet>
          Voir lesquels
        </GestureButton>
      )}
      {failures?.map((reason) => (
        <Reason key={reason.quoi} {...{ reason, dossiersUrl, showRow }} />
      ))}
    </div>
  );
}

function Reason({
  reason,
  dossiersUrl,
  showRow,
}: {
  readonly reason: WidgetFailures;
  readonly dossiersUrl: string;
  readonly showRow: ((number: number) => Promise<boolean>) | null;
}) {
  const [absent, setAbsent] = useState<number | null>(null);
  return (
    <>
      <p className="fr-text--sm fr-mb-1v">
        {reason.quoi} {reason.faire}
      </p>
      <ul className="fr-text--sm fr-mb-1v">
        {reason.dossiers.map((number) => (
          <li key={number}>
            <a
              className="fr-link fr-text--sm"
              href={`${dossiersUrl}${number}`}
              target="_blank"
              rel="noopener noreferrer"
              title={`Dossier ${number} dans Démarche numérique – nouvelle fenêtre`}
            >
              Dossier {number}
            </a>{' '}
            {showRow !== null && (
              <button
                type="button"
                className="fr-link fr-text--sm"
                onClick={() => {
                  showRow(number)
                    .then((isThere) => setAbsent(isThere ? null : number))
                    .catch(() => setAbsent(number));
                }}
              >
                Voir sa ligne <span className="fr-sr-only">: dossier {number}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="fr-text--sm fr-mb-0">
        {absent !== null && `Le dossier ${absent} n’a pas de ligne dans la table de cette page.`}
      </p>
    </>
  );
}

/** A button that says what it waits for, and what went wrong. */
function GestureButton({
  name,
  gesture,
  pending,
  isQuiet = false,
  children,
}: {
  /** What it acts on, for those who do not see where it stands. */
  readonly name: string;
  readonly gesture: Gesture;
  readonly pending: string;
  readonly isQuiet?: boolean;
  readonly children: string;
}) {
  const [state, setState] = useState<'repos' | 'attente' | Trouble>('repos');
  const isPending = state === 'attente';
  return (
    <div>
      <button
        type="button"
        className={`fr-btn fr-btn--sm ${isQuiet ? 'fr-btn--tertiary' : ''}`}
        aria-disabled={isPending}
        onClick={() => {
          if (isPending) return;
          setState('attente');
          gesture()
            .then(() => setState('repos'))
            .catch((error: unknown) => setState(troubleOf(error)));
        }}
      >
        {isPending ? pending : children}
        {name !== '' && <span className="fr-sr-only"> : {name}</span>}
      </button>
      {typeof state === 'object' && (
        <p role="alert" className="fr-message fr-message--error fr-mt-1v">
          {state.quoi} {state.faire}
        </p>
      )}
    </div>
  );
}

function freshFacts({ status, paused, freshAt, nextDueAt }: WidgetLink) {
  return {
    ...{ status, paused },
    freshAt: freshAt === null ? null : new Date(freshAt),
    nextDueAt: nextDueAt === null ? null : new Date(nextDueAt),
  };
}
