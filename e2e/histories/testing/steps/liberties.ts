// What the user does in Grist to what the product manages: it is respected or restored, and never undone in silence.

import type { SeenColumn, SeenRow } from '../../../../simulators/grist/gestures';
import type { Dice } from '../dice';
import { baseOf, FITTING, UNFIT } from '../fitting';
import { keyColumnsOf } from '../keys';
import { type ManagedTable, managedTables, numberIn } from '../managed';
import type { Scene } from '../scene';
import type { Step, StepFamily } from '../step';

type Place = { readonly table: ManagedTable; readonly key: string; readonly column: SeenColumn };

/** On a managed column drawn among those that `accept`s; nothing when there is none. */
const onColumn = (
  weight: number,
  accepts: (place: Place) => boolean,
  change: (scene: Scene, place: Place, dice: Dice) => void,
): Step => ({
  weight,
  take: async (scene, dice) => {
    const tables = await managedTables(scene);
    // What people touch holds something, most often.
    const filled = tables.filter(({ ownRows }) => ownRows().length > 0);
    const main = filled.filter(({ key }) => key === 'dossiers' || key === 'champs');
    const table = dice.among(dice.chance(0.5) ? main : dice.chance(0.8) ? filled : tables);
    const places = table?.keys.flatMap((key): readonly Place[] => {
      const column = table.seen(key);
      return column === null || (column.isFormula && column.formula !== '') ? [] : [{ table, key, column }];
    });
    const place = dice.among(places?.filter(accepts) ?? []);
    if (place !== undefined) change(scene, place, dice);
  },
});

const isKey = ({ table, key }: Place): boolean => keyColumnsOf(table.key).includes(key);
const isText = ({ column }: Place): boolean => ['Text', 'Choice'].includes(base(column));
const base = ({ type }: SeenColumn): string => baseOf(type);

export const LIBERTY_STEPS = {
  delete_column: onColumn(
    1.5,
    (place) => !isKey(place),
    (scene, place) => deleteColumn(scene, place),
  ),
  delete_key_column: onColumn(0.2, isKey, (scene, place) => deleteColumn(scene, place)),
  delete_table: {
    weight: 0.5,
    take: async (scene, dice) => {
      const tables = await managedTables(scene);
      const table = dice.among(dice.chance(0.9) ? tables.filter(({ key }) => key !== 'dossiers') : tables);
      if (table === undefined) return;
      scene.grist.document().deleteTable(table.table.id);
      scene.own.forgetTable(table.table);
      scene.taken.deleteTable(table.key, table.table.ref);
    },
  },
  delete_rows: {
    weight: 1.5,
    take: async (scene, dice) => {
      const table = dice.among(await managedTables(scene));
      if (table === undefined) return;
      // A row with a twin is left: the twin of a row that is gone would become the product's.
      const twins = new Set(
        table
          .rows()
          .filter(({ id }) => scene.own.isOwnRow(table.table.ref, id))
          .map((row) => numberIn(table, row)),
      );
      const rows = table.ownRows().filter((row) => !twins.has(numberIn(table, row)));
      const gone = [dice.among(rows), dice.chance(0.5) ? dice.among(rows) : undefined].filter(
        (row) => row !== undefined,
      );
      if (gone.length === 0) return;
      scene.grist.document().deleteRows(table.table.id, [...new Set(gone.map(({ id }) => id))]);
      for (const row of gone) scene.owe(numberIn(table, row));
    },
  },
  edit_managed_cell: onColumn(
    2,
    (place) => !isKey(place),
    (scene, { table, key, column }, dice) => {
      const row = dice.among(table.ownRows());
      // What is said of a dossier that left is written when it leaves: only a repair writes it again.
      const isSettled = key === 'meta:etat_dn' && row?.[column.id] !== 'présent';
      if (row === undefined || isSettled) return;
      scene.grist.document().editCell(table.table.id, row.id, column.id, editOf(column, dice));
      scene.owe(numberIn(table, row));
      scene.taken.edit();
    },
  ),
  /** The twin of a managed row, as copying and pasting makes one. */
  add_row_with_known_key: {
    weight: 0.7,
    take: (scene, dice) =>
      addKeyedRow(scene, dice, (rows, table) => {
        const row = dice.among(rows);
        const number = row === undefined ? 0 : numberIn(table, row);
        scene.twins.add(number);
        return number;
      }),
  },
  /** The row of a dossier that DN never had. */
  add_row_with_unknown_key: {
    weight: 0.7,
    take: (scene, dice) =>
      addKeyedRow(scene, dice, () => {
        const number = 900_000_000 + dice.below(1_000_000);
        scene.strangers.add(number);
        return number;
      }),
  },
  retype_fitting: onColumn(
    1,
    ({ column }) => FITTING[base(column)] !== undefined,
    (scene, { column, table }, dice) => retype(scene, table, column, dice.among(FITTING[base(column)] ?? [])),
  ),
  retype_unfit: onColumn(
    1.5,
    (place) => !isKey(place) && !isText(place) && UNFIT[base(place.column)] !== undefined,
    (scene, { column, table }, dice) => retype(scene, table, column, dice.among(UNFIT[base(column)] ?? [])),
  ),
  retype_text_unfit: onColumn(
    0.5,
    (place) => !isKey(place) && isText(place),
    (scene, { column, table }, dice) => retype(scene, table, column, dice.among(UNFIT[base(column)] ?? [])),
  ),
  turn_into_formula: onColumn(
    0.4,
    (place) => !isKey(place),
    (scene, { table, column }) => {
      scene.grist
        .document()
        .apply([['ModifyColumn', table.table.id, column.id, { isFormula: true, formula: '1 + 1' }]]);
      scene.taken.formulas.add(column.ref);
    },
  ),
  /** The user's own options, colours and alignment on a managed column. */
  set_look: onColumn(
    1,
    () => true,
    (scene, { table, column }, dice) => {
      const options: Record<string, unknown> =
        column.widgetOptions === '' ? {} : JSON.parse(column.widgetOptions);
      const choice = column.type.startsWith('Choice') ? `À moi ${dice.below(1000)}` : null;
      const alignment = dice.among(['left', 'center', 'right']) ?? 'right';
      const choices = Array.isArray(options.choices) ? options.choices : [];
      const widgetOptions = JSON.stringify({
        ...options,
        alignment,
        ...(choice === null ? {} : { choices: [choice, ...choices] }),
      });
      scene.grist.document().apply([['ModifyColumn', table.table.id, column.id, { widgetOptions }]]);
      scene.taken.looks.set(column.ref, { type: column.type, choice, alignment });
    },
  ),
} satisfies StepFamily;

function deleteColumn(scene: Scene, { table, key, column }: Place): void {
  scene.grist.document().deleteColumn(table.table.id, column.id);
  scene.own.forgetColumn(column.ref);
  scene.taken.deleteColumn(table.key, key, column.ref);
}

function retype(scene: Scene, table: ManagedTable, column: SeenColumn, type: string | undefined): void {
  if (type === undefined) return;
  scene.grist.document().retypeColumn(table.table.id, column.id, type);
  scene.taken.types.set(column.ref, type);
  scene.taken.looks.delete(column.ref);
}

function editOf(column: SeenColumn, dice: Dice): string | number | boolean | null {
  if (dice.chance(0.2)) return null;
  switch (base(column)) {
    case 'Bool':
      return dice.chance(0.5);
    case 'Int':
    case 'Numeric':
    case 'Date':
    case 'DateTime':
      return 86_400 * dice.below(1000);
    case 'Ref':
      return 0;
    case 'ChoiceList':
    case 'Attachments':
      return null;
    default:
      return `à la main ${dice.below(1000)}`;
  }
}

/** In a table with one row a dossier: a child row under a key of DN's own is the product's, whoever typed it. */
async function addKeyedRow(
  scene: Scene,
  dice: Dice,
  numberFor: (rows: readonly SeenRow[], table: ManagedTable) => number,
): Promise<void> {
  const single = (await managedTables(scene)).filter(
    ({ key, column }) =>
      key !== 'instructeurs' &&
      keyColumnsOf(key).length === 1 &&
      keyColumnsOf(key).every((one) => column(one) !== null),
  );
  const table = dice.among(single);
  if (table === undefined) return;
  const [key = ''] = keyColumnsOf(table.key).map((one) => table.column(one));
  const number = numberFor(table.ownRows(), table);
  if (number <= 0 || key === null) return;
  scene.own.madeRow(table.table.ref, scene.grist.document().addRow(table.table.id, { [key]: number }));
}
