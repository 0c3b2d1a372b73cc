// The tables that the link keeps in the document, with their columns: what each is called on both sides, its type, its state.

import { Accordion } from '@codegouvfr/react-dsfr/Accordion';
import { Table } from '@codegouvfr/react-dsfr/Table';
import type { ColumnLine, ColumnState, TableLine } from '../../../../lib/links/structure/read';
import styles from './tables.module.css';

const STATES: Readonly<Record<ColumnState, string>> = {
  tenue: 'Tenue à jour',
  figee: 'Mise de côté : le champ n’est plus dans le formulaire',
  supprimee: 'Supprimée dans Grist',
  a_decider: 'Un changement est signalé',
};

export function Tables({ tables }: { readonly tables: readonly TableLine[] }) {
  if (tables.length === 0) return <p>Les tables seront créées à la première synchronisation.</p>;
  return (
    <div className="fr-accordions-group">
      {tables.map(({ key, title, id, isDeleted, columns }) => (
        <Accordion key={key} titleAs="h4" label={`${title} (${counted(columns.length)})`}>
          <p>
            Nom dans Grist : <code className={styles.name}>{id}</code>.
            {isDeleted && ' Cette table a été supprimée dans Grist.'}
          </p>
          {columns.length > 0 && (
            <Table
              noCaption
              caption={`Colonnes de la table ${title}`}
              headers={['Libellé', 'Nom dans Grist', 'Type', 'État']}
              data={columns.map((column) => [
                column.label,
                <code key="id" className={styles.name}>
                  {column.id}
                </code>,
                column.type ?? 'Non noté',
                stateWords(column),
              ])}
            />
          )}
        </Accordion>
      ))}
    </div>
  );
}

function stateWords({ state, isKept }: ColumnLine): string {
  return isKept && state === 'tenue' ? 'Tenue à jour, gardée dans la forme de l’ancien outil' : STATES[state];
}

function counted(columns: number): string {
  return `${columns} ${columns > 1 ? 'colonnes' : 'colonne'}`;
}
