// Files that were still to be copied when the document was verified: no écart, and never silent.

import { CATALOGUE } from '../../../../lib/errors/catalogue';
import type { FilesStanding } from '../../../../lib/links/files/standing';

export function AwaitedFiles({
  count,
  stopped,
  linkId,
  mayManage,
}: {
  /** At least 1. */
  readonly count: number;
  /** What made the last synchronisation stop copying: the next one does not go on by itself. */
  readonly stopped: FilesStanding['stopped'];
  readonly linkId: string;
  readonly mayManage: boolean;
}) {
  return (
    <>
      <p>
        {fileCount(count)} à copier dans Grist{'\u00a0'}: ce n’est pas un écart
        {stopped === null
          ? ', et chaque synchronisation essaie de les copier.'
          : `. ${CATALOGUE[stopped].quoi}`}
      </p>
      {mayManage && stopped === 'PIECES_PLAFOND' && (
        <p>
          <a className="fr-link" href={`/liaisons/${linkId}/reglages/donnees#fichiers-copies`}>
            Changer le plafond ou les champs copiés
          </a>
        </p>
      )}
    </>
  );
}

const NUMBER = new Intl.NumberFormat('fr-FR');

function fileCount(count: number): string {
  return count === 1 ? 'Un fichier reste' : `${NUMBER.format(count)}\u00a0fichiers restent`;
}
