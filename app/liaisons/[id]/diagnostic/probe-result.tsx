// What both accesses answered when they were last tried: rights, limits, and what to do where something lacks.

import { FailureNotice } from '../../../../components/failure-notice';
import type { Probe } from '../../../../lib/links/diagnosis/probe';
import { inFull } from '../../../dates';

const ROLES = {
  owners: 'propriétaire du document',
  editors: 'éditeur du document',
  viewers: 'lecteur du document',
} as const;

const STATES: Readonly<Record<string, string>> = {
  brouillon: 'en test',
  publiee: 'publiée',
  close: 'close',
  depubliee: 'dépubliée',
};

export function ProbeResult({ probe }: { readonly probe: Probe }) {
  const { demarches, grist } = probe;
  return (
    <>
      <p>Dernier essai le {inFull(probe.at)}.</p>
      <h4 className="fr-h6">Démarche numérique</h4>
      {demarches.ok ? (
        <ul>
          <li>Le jeton est accepté pour « {demarches.found.title} ».</li>
          <li>La démarche est {STATES[demarches.found.state] ?? 'dans un état inconnu'}.</li>
          {demarches.found.dossiersCount !== null && (
            <li>
              Dossiers annoncés : {new Intl.NumberFormat('fr-FR').format(demarches.found.dossiersCount)}.
            </li>
          )}
        </ul>
      ) : (
        <div className="fr-mb-3w">
          <FailureNotice code={demarches.code} detail={demarches.detail} />
        </div>
      )}
      <h4 className="fr-h6">Grist</h4>
      {grist.ok ? (
        <ul>
          <li>La clé ouvre le document « {grist.found.documentName} ».</li>
          <li>Elle est celle d’un {ROLES[grist.found.role]}.</li>
          <li>{grist.found.canWrite ? 'Elle permet d’écrire.' : 'Elle ne permet pas d’écrire.'}</li>
          <li>
            {grist.found.canQuery
              ? 'Les lectures rapides sont permises.'
              : 'Les règles d’accès du document empêchent les lectures rapides : une voie plus lente est prise.'}
          </li>
        </ul>
      ) : (
        <div className="fr-mb-3w">
          <FailureNotice code={grist.code} detail={grist.detail} />
        </div>
      )}
    </>
  );
}
