// A column's words and options: they follow the form where the user has not put others, as the policy says.

import { mergeChoices } from '../cells/choice';
import { shortHash } from '../hash';
import type { Replaced } from '../model/change';
import type { ColumnBinding, ColumnSpec, TableKey, Widget } from '../model/table';
import { type ColumnPlace, columnSlot, isFieldKey, propose, record, usualOfForm, type Work } from './desk';

/** Label and description to remember: as they were, or as they are about to be. */
export function followWords(
  { spec, found: table, column: found }: ColumnPlace,
  column: Pick<ColumnSpec, 'key' | 'label' | 'description'>,
  tie: ColumnBinding,
  work: Work,
): Pick<ColumnBinding, 'label' | 'description'> {
  const isForm = isFieldKey(column.key);
  if (!work.isWhole && isForm) return tie;
  // What Grist shows already is what we wanted: an earlier attempt was cut before it could be remembered.
  const label = found.label === column.label ? column.label : tie.label;
  const description = found.description === column.description ? column.description : tie.description;
  const words = {
    label: found.label === label && column.label !== label ? replaced(label, column.label) : null,
    description:
      found.description === description && column.description !== description
        ? replaced(description, column.description)
        : null,
  };
  const base = { table: spec.key, column: column.key, label: column.label, isForm } as const;
  if (label !== tie.label) {
    record(work, {
      ...base,
      kind: 'libelle_modifie',
      reason: 'libelle_modifie',
      from: tie.label,
      to: label,
      undo: { type: 'words', label: replaced(tie.label, label), description: null },
    });
  }
  if (words.label === null && words.description === null) return { label, description };
  if (isForm && work.policies.labels === 'garder') return { label, description };
  const kept = propose(
    work,
    {
      ...base,
      label: tie.label,
      kind: words.label === null ? 'aide_modifiee' : 'libelle_modifie',
      reason: 'libelle_modifie',
      from: words.label?.before ?? null,
      to: words.label?.after ?? null,
      mark: words.label === null ? shortHash(column.description) : '',
      undo: { type: 'words', ...words },
    },
    isForm ? usualOfForm(work.policies) : 'faire',
  );
  if (!kept) return { label, description };
  work.operations.push({
    type: 'describe_column',
    table: spec.key,
    tableRef: table.ref,
    column: column.key,
    columnRef: found.ref,
    ...(words.label === null ? {} : { label: column.label }),
    ...(words.description === null ? {} : { description: column.description }),
    reason: 'libelle_modifie',
  });
  return { label: words.label?.after ?? label, description: words.description?.after ?? description };
}

function replaced(before: string, after: string): Replaced {
  return { before, after };
}

/**
 * Options of a choice. Added ones come after those that are there; the user's own, their order and every colour stay.
 * An option of ours that the user removed stays away. With `identiques`, an option of ours that the form no longer has
 * goes too, once no cell holds it.
 *
 * @returns what to remember: every option of ours that the column offers, or that the user removed.
 */
export function followChoices(
  { spec, found: table, column: found }: ColumnPlace,
  column: ColumnSpec,
  tie: ColumnBinding,
  work: Work,
): readonly string[] | undefined {
  const wanted = column.widget.choices;
  const isForm = isFieldKey(column.key);
  if (wanted === undefined || (!work.isWhole && isForm)) return tie.options;
  const current = stringList(found.widgetOptions.choices);
  const ours = tie.options ?? wanted.filter((option) => current.includes(option));
  const added = wanted.filter((option) => !current.includes(option) && !ours.includes(option));
  const removed = removable(spec.key, column, current, ours, work);
  const remembered = [...wanted, ...ours.filter((option) => !wanted.includes(option))];
  if (added.length === 0 && removed.length === 0) return remembered;
  const done = propose(
    work,
    {
      kind: 'options_modifiees',
      table: spec.key,
      column: column.key,
      label: column.label,
      reason: 'options_modifiees',
      to: [...added.map((option) => `+ ${option}`), ...removed.map((option) => `− ${option}`)].join('\n'),
      isForm,
      undo: { type: 'choices', added, removed },
    },
    isForm ? usualOfForm(work.policies) : 'faire',
  );
  if (!done) return ours;
  const left = current.filter((option) => !removed.includes(option));
  work.operations.push({
    type: 'set_widget',
    table: spec.key,
    tableRef: table.ref,
    column: column.key,
    columnRef: found.ref,
    widgetOptions: withChoices(found.widgetOptions, mergeChoices(left, added), column.widget),
    reason: 'options_modifiees',
  });
  return remembered;
}

function removable(
  table: TableKey,
  column: ColumnSpec,
  current: readonly string[],
  ours: readonly string[],
  work: Work,
): readonly string[] {
  if (work.policies.choices !== 'identiques') return [];
  const used = work.policy.used?.get(columnSlot(table, column.key));
  if (used === undefined) return [];
  return lingering(column, current, ours).filter((option) => !used.has(option));
}

/** Options of ours that the column still offers and that the form no longer has. */
export function lingering(
  column: Pick<ColumnSpec, 'widget'>,
  current: readonly string[],
  ours: readonly string[] | undefined,
): readonly string[] {
  const wanted = new Set(column.widget.choices);
  return (ours ?? []).filter((option) => current.includes(option) && !wanted.has(option));
}

/** The user's own options, colours and display stay. */
export function withChoices(
  found: Readonly<Record<string, unknown>>,
  choices: readonly string[],
  wanted: Widget,
): Readonly<Record<string, unknown>> {
  const styles = typeof found.choiceOptions === 'object' ? found.choiceOptions : null;
  return { ...found, choices, choiceOptions: { ...wanted.choiceOptions, ...styles } };
}

export function stringList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
