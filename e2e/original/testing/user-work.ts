// What agents built on top of the original's tables: formulas on its texts, columns and a table of their own, a page.
// None of it may move when the document is taken over.

import { type Address, openDoor } from './door';

export type UserWork = { readonly formulas: readonly { readonly table: string; readonly column: string }[] };

export async function buildUserWork(address: Address, demarche: number): Promise<UserWork> {
  const door = openDoor(address);
  const [dossiers, champs] = [`Demarche_${demarche}_dossiers`, `Demarche_${demarche}_champs`];
  const demandeurs = `Demarche_${demarche}_demandeurs`;
  const formulas = [
    { table: dossiers, column: 'annee', formula: '$date_depot[:4]' },
    { table: dossiers, column: 'est_accepte', formula: '$state == "accepte"' },
    { table: dossiers, column: 'longueur', formula: 'len($dossier_number)' },
    { table: dossiers, column: 'premiere_etiquette', formula: '($label_names or "").split(", ")[0]' },
    { table: dossiers, column: 'parti', formula: 'bool($dossiers_supprimes_DN)' },
    { table: champs, column: 'fiche', formula: `${dossiers}.lookupOne(dossier_number=$dossier_number)` },
    {
      ...{ table: champs, column: 'statut_du_dossier' },
      formula: `${dossiers}.lookupOne(dossier_number=$dossier_number).state.upper()`,
    },
    { table: demandeurs, column: 'est_une_societe', formula: '$type == "PersonneMorale"' },
  ];
  for (const { table, column, formula } of formulas) {
    await door.addColumns(table, [{ id: column, fields: { isFormula: true, formula, label: column } }]);
  }
  await door.addColumns(dossiers, [
    { id: 'note_du_service', fields: { type: 'Text', label: 'Note du service', isFormula: false } },
    {
      id: 'priorite',
      fields: {
        ...{ type: 'Choice', label: 'Priorité', isFormula: false },
        widgetOptions: JSON.stringify({ choices: ['Haute', 'Basse'] }),
      },
    },
  ]);
  const rows = await door.records(dossiers);
  const updates = rows.map(({ id }) => [
    ...['UpdateRecord', dossiers, id],
    { note_du_service: `vu le ${id}`, priorite: id % 2 === 0 ? 'Haute' : 'Basse' },
  ]);
  await door.apply(updates);
  await door.addTable('Suivi_interne', [
    { id: 'dossier', fields: { type: `Ref:${dossiers}`, label: 'Dossier', isFormula: false } },
    { id: 'remarque', fields: { type: 'Text', label: 'Remarque', isFormula: false } },
  ]);
  await door.apply([
    [
      ...['BulkAddRecord', 'Suivi_interne', rows.slice(0, 4).map(() => null)],
      {
        dossier: rows.slice(0, 4).map(({ id }) => id),
        remarque: rows.slice(0, 4).map(({ id }) => `suivi ${id}`),
      },
    ],
  ]);
  const { tables } = { tables: await door.tables() };
  const ref = tables.find(({ id }) => id === dossiers)?.fields.tableRef;
  await door.apply([['CreateViewSection', ref, 0, 'record', null, null]]);
  return { formulas };
}
