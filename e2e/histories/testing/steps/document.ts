// What the user does in Grist, to tables that the tool keeps: everything it must bear without a word.

import type { TableBinding } from '../../../../lib/sync/model/table';
import type { SeenTable } from '../../../../simulators/grist/gestures';
import type { Dice } from '../dice';
import type { Scene } from '../scene';
import type { Step, StepFamily } from '../step';

type DocumentKind =
  | 'rename_column'
  | 'relabel_column'
  | 'rename_table'
  | 'add_column'
  | 'add_formula'
  | 'add_row_without_key'
  | 'edit_user_cell';

const one = (kind: DocumentKind): Step => ({
  weight: 1,
  take: (scene, dice) => changeDocument(scene, kind, dice),
});

export const DOCUMENT_STEPS = {
  rename_column: one('rename_column'),
  relabel_column: one('relabel_column'),
  rename_table: one('rename_table'),
  add_column: one('add_column'),
  add_formula: one('add_formula'),
  add_row_without_key: one('add_row_without_key'),
  edit_user_cell: one('edit_user_cell'),
} satisfies StepFamily;

/** Nothing happens while the tool has made no table. */
async function changeDocument(scene: Scene, kind: DocumentKind, dice: Dice): Promise<void> {
  const { bindings } = await scene.link();
  const binding = dice.among(bindings.tables);
  const document = scene.grist.document();
  const table = document.tables().find(({ ref }) => ref === binding?.ref);
  if (binding === undefined || table === undefined) return;
  const { own } = scene;
  switch (kind) {
    case 'rename_table':
      own.renamedTable(table.ref, document.renameTable(table.id, `Suivi_${dice.below(1000)}`));
      return;
    case 'rename_column': {
      const column = managedColumn(binding, table, dice);
      if (column === undefined) return;
      own.named(
        column.ref,
        document.renameColumn(table.id, column.id, `ma_colonne_${dice.below(1000)}`),
        null,
      );
      return;
    }
    case 'relabel_column': {
      const column = managedColumn(binding, table, dice);
      if (column === undefined) return;
      const label = `Mon intitulé ${dice.below(1000)}`;
      own.named(column.ref, document.relabelColumn(table.id, column.id, label), label);
      return;
    }
    case 'add_column':
      own.madeColumn(
        table.ref,
        document.addColumn(table.id, `perso_${dice.below(1000)}`, dice.chance(0.5) ? 'Text' : 'Int'),
      );
      return;
    case 'add_formula':
      own.madeColumn(table.ref, document.addFormulaColumn(table.id, `calcul_${dice.below(1000)}`, '1 + 1'));
      return;
    case 'add_row_without_key':
      own.madeRow(table.ref, document.addRow(table.id, rowWithoutKey(binding, table, dice)));
      return;
    case 'edit_user_cell': {
      const column = dice.among(
        table.columns.filter(({ ref, isFormula }) => own.columns.has(ref) && !isFormula),
      );
      const row = dice.among(document.rows(table.id));
      if (column === undefined || row === undefined) return;
      const value = column.type === 'Int' ? dice.below(1000) : `note ${dice.below(1000)}`;
      document.editCell(table.id, row.id, column.id, value);
      own.editedCell(table.ref, column.ref, row.id, value);
      return;
    }
  }
}

/** Some row of the user's in a managed table: sometimes with a text of theirs, never with a key. */
function rowWithoutKey(
  binding: TableBinding,
  table: SeenTable,
  dice: Dice,
): Readonly<Record<string, string>> {
  const motivation = binding.columns.find(({ key }) => key === 'meta:motivation');
  const column = table.columns.find(({ ref }) => ref === motivation?.ref);
  return column === undefined || dice.chance(0.5) ? {} : { [column.id]: 'à moi' };
}

function managedColumn(binding: TableBinding, table: SeenTable, dice: Dice) {
  const refs = new Set(binding.columns.map(({ ref }) => ref));
  return dice.among(table.columns.filter(({ ref, isFormula }) => refs.has(ref) && !isFormula));
}
