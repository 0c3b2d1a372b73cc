// The detail of a run: who asked, when, what was asked, how long each phase took, what was exchanged with each side.

import { Table } from '@codegouvfr/react-dsfr/Table';
import type { ReactNode } from 'react';
import { bytes, number, PHASES, phaseWords, triggerWords } from '../../../components/run/words';
import type { HistoryLine } from '../../../lib/links/history/read';
import { inFull, lasting } from '../../dates';
import styles from './run.module.css';

export function RunFacts({
  run,
  names,
}: {
  readonly run: HistoryLine;
  /** By id; accounts that were deleted are absent. */
  readonly names: ReadonlyMap<string, string>;
}) {
  const { requestedBy, cancelRequestedBy, startedAt, endedAt, duration, traffic } = run;
  const rank = (phase: string) => Object.keys(PHASES).indexOf(phase);
  // The database gives them in an order of its own.
  const phases = Object.entries(run.phases).sort(([left], [right]) => rank(left) - rank(right));
  return (
    <section aria-labelledby="detail">
      <h2 id="detail" className="fr-h4 fr-mt-4w">
        Détail
      </h2>
      <dl className={styles.facts}>
        <Fact term="Demandée">
          le {inFull(run.requestedAt)}
          {requestedBy !== null &&
            `, par ${names.get(requestedBy) ?? 'une personne dont le compte a été supprimé'}`}
        </Fact>
        <Fact term="Origine">{triggerWords(run.trigger)}</Fact>
        {run.kind === 'sync' && <Fact term="Portée">{scopeWords(run)}</Fact>}
        {startedAt !== null && <Fact term="Commencée">le {inFull(startedAt)}</Fact>}
        {endedAt !== null && <Fact term="Terminée">le {inFull(endedAt)}</Fact>}
        {duration !== null && <Fact term="Durée">{lasting(duration)}</Fact>}
        {cancelRequestedBy !== null && (
          <Fact term="Annulée par">
            {names.get(cancelRequestedBy) ?? 'une personne dont le compte a été supprimé'}
          </Fact>
        )}
        <Fact term="Référence">{run.id}</Fact>
      </dl>
      {phases.length > 0 && (
        <Table
          caption="Durée de chaque étape"
          headers={['Étape', 'Durée']}
          data={phases.map(([phase, spent]) => [phaseWords(phase), lasting(spent)])}
        />
      )}
      {traffic !== null && (
        <Table
          caption="Échanges avec chaque service"
          headers={['Service', 'Requêtes', 'Dont nouvelles tentatives', 'Envoyé', 'Reçu']}
          data={[
            ['Démarche numérique', traffic.source] as const,
            ['Grist', traffic.destination] as const,
          ].map(([side, { requests, retries, bytesSent, bytesReceived }]) => [
            side,
            number(requests),
            number(retries),
            bytes(bytesSent),
            bytes(bytesReceived),
          ])}
        />
      )}
    </section>
  );
}

function scopeWords({ scope }: HistoryLine): string {
  switch (scope.mode) {
    case 'nouveautes':
      return 'ce qui a changé depuis la fois d’avant';
    case 'tout':
      return 'tous les dossiers, relus un par un';
    case 'echecs':
      return scope.dossiers === null
        ? 'les dossiers en échec, et eux seuls'
        : `les dossiers ${scope.dossiers.join(', ')}, et eux seuls`;
    case 'preuve':
      return scope.repair === null ? 'vérification' : 'vérification et réparation';
    case 'annulation':
      return `retour sur le changement n° ${scope.change}`;
  }
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="fr-text--bold">{term}</dt>
      <dd className="fr-ml-0">{children}</dd>
    </div>
  );
}
