// One change, as it is told: what, where, why, since when, and how many cells are concerned.

import type { ReactNode } from 'react';
import type { ChangeLine } from '../../../../lib/links/structure/read';
import { inFull } from '../../../dates';

export function ChangeItem({
  change,
  children,
}: {
  readonly change: ChangeLine;
  readonly children?: ReactNode;
}) {
  const { number, sentence, place, reason, seenAt, cells } = change;
  return (
    <li className="fr-mb-4w">
      <p className="fr-mb-1v">
        <strong>
          {number}. {sentence}
        </strong>
      </p>
      <p className="fr-text--sm fr-mb-1w">
        {place !== null && <>Table « {place} ». </>}
        Raison : {reason}. Vu le {inFull(seenAt)}.
        {cells !== null && cells > 0 && (
          <>
            {' '}
            {cells} {cells > 1 ? 'cellules ne tiennent' : 'cellule ne tient'} pas dans le type actuel de la
            colonne.
          </>
        )}
      </p>
      {children}
    </li>
  );
}
