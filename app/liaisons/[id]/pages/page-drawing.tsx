// A small drawing of a ready-made page: where its tables, cards and charts stand. Its words are beside it.

import type { PageKind } from '../../../../lib/sync/model/ready-page';
import styles from './pages.module.css';

type Look = 'table' | 'carte' | 'graphique';

/** Rows from top to bottom; what stands in a box, and what it looks like. */
const ROWS: Readonly<Record<PageKind, Readonly<Record<string, Readonly<Record<string, Look>>>>>> = {
  suivi: {
    haut: { statuts: 'table', dossiers: 'table' },
    milieu: { fiche: 'carte', formulaire: 'carte', annotations: 'carte' },
    bas: { avis: 'table', pieces: 'table', blocs: 'table' },
  },
  delais: {
    haut: { delai: 'graphique', decisions: 'graphique' },
    bas: { mois: 'table', dossiers: 'table' },
  },
  groupes: { haut: { groupes: 'table', statuts: 'graphique' }, bas: { dossiers: 'table' } },
  zones: { haut: { zones: 'table' }, bas: { fiche: 'carte' } },
};

export function PageDrawing({ kind }: { readonly kind: PageKind }) {
  return (
    <div className={styles.drawing} aria-hidden="true">
      {Object.entries(ROWS[kind]).map(([row, boxes]) => (
        <div key={row} className={styles.row}>
          {Object.entries(boxes).map(([box, look]) => (
            <div key={box} className={styles[look]} />
          ))}
        </div>
      ))}
    </div>
  );
}
