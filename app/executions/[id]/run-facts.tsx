// The detail of a run: who asked, when, what was asked, how long each phase took, what was exchanged with each side.

import { Table } from '@codegouvfr/react-dsfr/Table';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { readRunFiles, runFilesWords } from '../../../components/run/files-words';
import { bytes, number, PHASES, phaseWords, plural, triggerWords } from '../../../components/run/words';
import type { HistoryLine } from '../../../lib/links/history/read';
import { PAGE_NAMES } from '../../../lib/sync/model/ready-page';
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
  const statement = statementShape.parse(run.statement);
  const files = readRunFiles(run.statement);
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
        {statement.healed > 0 && (
          <Fact term="Échecs d’avant résolus">{plural(statement.healed, 'dossier')}</Fact>
        )}
        {files !== null && <Fact term="Fichiers">{runFilesWords(files)}</Fact>}
        {statement.verification !== null && (
          <Fact term="Vérifiée ensuite">{verifiedWords(statement.verification)}</Fact>
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

/** What the conductor noted of its end (lib/run/conduct.ts); nothing for runs that noted something else. */
const statementShape = z
  .looseObject({
    healed: z.number().catch(0),
    verification: z.looseObject({ dossiers: z.number(), ecarts: z.number() }).nullable().catch(null),
  })
  .catch({ healed: 0, verification: null });

function verifiedWords({ dossiers, ecarts }: { readonly dossiers: number; readonly ecarts: number }): string {
  const compared = plural(dossiers, 'dossier comparé', 'dossiers comparés');
  return `${compared}, ${ecarts === 0 ? 'aucun écart' : plural(ecarts, 'écart')}`;
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
    case 'page':
      return `${scope.word === 'creer' ? 'création' : 'retrait'} de la page « ${PAGE_NAMES[scope.page]} »`;
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
