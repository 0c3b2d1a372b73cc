// The files of a link: how many are copied, how many wait and why, with the way to what can be done.

import { standingWords } from '../../../components/run/files-words';
import { plural } from '../../../components/run/words';
import { CATALOGUE } from '../../../lib/errors/catalogue';
import type { FilesStanding } from '../../../lib/links/files/standing';

export function FilesLine({
  standing,
  linkId,
  runId,
  mayManage,
}: {
  readonly standing: FilesStanding;
  readonly linkId: string;
  /** The last run, whose page lists what failed; null: none. */
  readonly runId: string | null;
  readonly mayManage: boolean;
}) {
  const { fields, refused, stopped, awaited } = standing;
  return (
    <>
      <p className="fr-mb-1w">
        <strong>Fichiers copiés{'\u00a0'}:</strong> {standingWords(standing)}.
      </p>
      {fields === 0 && (
        <p className="fr-mb-1w">
          Plus aucun champ n’est choisi{'\u202f'}: rien d’autre n’est copié, et ces fichiers restent dans
          Grist.
        </p>
      )}
      {(stopped !== null || refused.length > 0) && (
        <ul className="fr-mb-1w">
          {stopped !== null && <li>{CATALOGUE[stopped].quoi}</li>}
          {refused.map(({ code, dossiers }) => (
            <li key={code}>
              {plural(dossiers, 'dossier')}
              {'\u00a0'}: {CATALOGUE[code].quoi}
            </li>
          ))}
        </ul>
      )}
      {fields > 0 && awaited > 0 && stopped === null && refused.length === 0 && (
        <p className="fr-mb-1w">
          Ceux-là sont copiés par les synchronisations suivantes, une fois que l’antivirus de Démarche
          numérique les a déclarés sûrs.
        </p>
      )}
      <ul className="fr-raw-list">
        {refused.length > 0 && runId !== null && (
          <li className="fr-mb-1w">
            <a className="fr-link" href={`/executions/${runId}#echecs`}>
              Voir les dossiers dont des fichiers manquent
            </a>
          </li>
        )}
        {mayManage && stopped === 'PIECES_PLAFOND' && (
          <li className="fr-mb-1w">
            <a className="fr-link" href={`/liaisons/${linkId}/reglages/donnees#fichiers-copies`}>
              Changer le plafond ou les champs copiés
            </a>
          </li>
        )}
      </ul>
    </>
  );
}
