// A preview as a person reads it: how much there is, then each table with its columns and a few rows.

import { Accordion } from '@codegouvfr/react-dsfr/Accordion';
import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { tableTitle } from '../../../../../lib/links/structure/table-words';
import type { Preview, PreviewTable } from '../../../../../lib/run/preview';
import styles from './sample.module.css';

/** A region that scrolls must be reached by keyboard (WCAG 2.1.1). */
const SCROLLED = { tabIndex: 0 };

const NUMBER = new Intl.NumberFormat('fr-FR');

export function PreviewView({ preview }: { readonly preview: Preview }) {
  const { tables, conversions, accepted, notices } = preview;
  const [first, ...others] = tables;
  return (
    <>
      <Figures preview={preview} />
      {conversions > 0 && (
        <Alert
          className="fr-mb-4w"
          severity="warning"
          as="h3"
          title={`${count(conversions, 'colonne')} du document à convertir`}
          description="Ce document a déjà des tables de cette démarche, avec des colonnes d’un autre type. La première synchronisation s’arrêtera avant d’écrire, et vous demandera votre accord à la page Structure."
        />
      )}
      {accepted > 0 && (
        <Alert
          className="fr-mb-4w"
          severity="info"
          as="h3"
          title={`${count(accepted, 'colonne')} à convertir, selon vos choix`}
          description="La première synchronisation les convertira. Vous pouvez revenir à l’étape de la reprise pour en changer."
        />
      )}
      {notices.length > 0 && (
        <Alert
          className="fr-mb-4w"
          severity="info"
          as="h3"
          title="À savoir"
          description={
            <ul>
              {notices.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          }
        />
      )}
      <h3 className="fr-h5">Les tables</h3>
      {first !== undefined && <TablePreview table={first} isOpen />}
      {others.map((table) => (
        <TablePreview key={table.key} table={table} isOpen={false} />
      ))}
    </>
  );
}

function Figures({ preview: { tables, dossiers, effort } }: { readonly preview: Preview }) {
  const made = tables.filter(({ status }) => status === 'nouvelle').length;
  const kept = tables.length - made;
  const columns = tables.reduce((sum, table) => sum + table.columns.length, 0);
  const changes = tables.reduce(
    (sum, { counts }) => ({
      add: sum.add + counts.add,
      update: sum.update + counts.update,
      remove: sum.remove + counts.remove,
    }),
    { add: 0, update: 0, remove: 0 },
  );
  return (
    <ul className="fr-mb-4w">
      <li>
        {`${[
          made === 0 ? [] : `${count(made, 'table')} à créer`,
          kept === 0
            ? []
            : `${count(kept, 'table')} déjà là, ${kept >= 2 ? 'qui seront reprises' : 'qui sera reprise'}`,
        ]
          .flat()
          .join(', ')}\u202f; ${count(columns, 'colonne')} en tout.`}
      </li>
      <li>
        {dossiers.announced === null
          ? 'Démarche numérique n’indique pas le nombre de dossiers.'
          : `${count(dossiers.announced, 'dossier')} dans Démarche numérique.`}
      </li>
      <li>
        {dossiers.isWhole
          ? `Tous ont été lus pour cet aperçu : ${count(dossiers.inScope, 'dossier')} ${dossiers.inScope >= 2 ? 'correspondent' : 'correspond'} à vos choix.`
          : `Cet aperçu est un échantillon : ${count(dossiers.read, 'dossier')} lus, dont ${NUMBER.format(dossiers.inScope)} ${dossiers.inScope >= 2 ? 'correspondent' : 'correspond'} à vos choix.`}
      </li>
      {kept > 0 && (
        <li>
          Pour ces dossiers : {count(changes.add, 'ligne')} à ajouter, {NUMBER.format(changes.update)} à
          modifier, {NUMBER.format(changes.remove)} à retirer.
        </li>
      )}
      {effort !== null && (
        <li>
          Première synchronisation : {durationWords(effort.milliseconds)}, avec environ{' '}
          {count(effort.demarches, 'requête')} à Démarche numérique et {NUMBER.format(effort.grist)} à Grist.
          Les suivantes ne liront que ce qui a changé.
        </li>
      )}
    </ul>
  );
}

function TablePreview({ table, isOpen }: { readonly table: PreviewTable; readonly isOpen: boolean }) {
  const { id, columns, rows, status } = table;
  const states = new Set(columns.map((column) => column.status));
  const said = status === 'nouvelle' ? 'à créer' : 'déjà là';
  return (
    <Accordion
      titleAs="h4"
      defaultExpanded={isOpen}
      label={`${nameOf(table)} (${said}, ${count(columns.length, 'colonne')})`}
    >
      {/* The DSFR's own markup: a table that is wider than the page is scrolled, by keyboard too. */}
      <div
        className={`fr-table fr-table--no-caption fr-table--sm fr-table--no-scroll ${styles.sample ?? ''}`}
      >
        <div className="fr-table__wrapper">
          <section className="fr-table__container" aria-label={`Exemple de la table ${id}`} {...SCROLLED}>
            <div className="fr-table__content">
              <table>
                <caption>Exemple de la table {id}</caption>
                <thead>
                  <tr>
                    {columns.map((column) => (
                      <th key={column.key} scope="col">
                        {column.label}
                        <br />
                        <span className="fr-text--xs fr-text--regular">
                          {column.type}
                          {states.size > 1 && column.status === 'nouvelle' && ', nouvelle'}
                          {column.status === 'a_convertir' && ', à convertir'}
                        </span>
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map(({ key, cells }) => (
                    <tr key={key}>
                      {cells.map((cell, index) => (
                        <td key={columns[index]?.key}>{cell}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </section>
        </div>
      </div>
      {rows.length === 0 && <p>Aucune ligne dans l’échantillon.</p>}
    </Accordion>
  );
}

/** What the table holds, then the name that Grist shows. */
function nameOf({ key, id, label }: PreviewTable): string {
  return `${tableTitle(key, label ?? undefined)}\u00a0: ${id}`;
}

function count(value: number, singular: string): string {
  return `${NUMBER.format(value)} ${singular}${value >= 2 ? 's' : ''}`;
}

/** On purpose rough: « moins d’une minute », « environ 5 minutes », « environ 2 heures ». */
function durationWords(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  if (minutes < 1) return 'moins d’une minute';
  if (minutes < 90) return `environ ${count(Math.ceil(minutes), 'minute')}`;
  return `environ ${count(Math.round(minutes / 60), 'heure')}`;
}
