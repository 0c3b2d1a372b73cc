'use client';
// The form of the take-over: for every column at once, or one by one. Tables are folded; it works without JavaScript.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { RadioButtons } from '@codegouvfr/react-dsfr/RadioButtons';
import { useId, useState } from 'react';
import { FormAnswer } from '../../../../../components/form/answer';
import { fieldState, shown } from '../../../../../components/form/state';
import { useActionForm } from '../../../../../components/form/use-action-form';
import { saveTakeOver } from './actions';
import type { ShownColumn, ShownTable } from './shown-tables';
import styles from './tables.module.css';

const ALL = [
  [
    'rien',
    'Ne rien convertir',
    'Les colonnes gardent leur type et leur forme, et sont tenues à jour. Les colonnes typées que l’ancien outil n’avait pas sont ajoutées.',
  ],
  [
    'tout',
    'Tout convertir',
    'Dates, nombres, choix\u2026 prennent leur vrai type. Les formules écrites pour des textes (par exemple $date_depot[:4]) seront à revoir.',
  ],
  ['choix', 'Choisir colonne par colonne', 'Selon ce que vous choisissez dans chaque table, ci-dessous.'],
] as const;

export function TakeOverForm({
  draftId,
  tables,
}: {
  readonly draftId: string;
  readonly tables: readonly ShownTable[];
}) {
  const { state, pending, form } = useActionForm(saveTakeOver);
  const [all, setAll] = useState<All>(() =>
    // Both were answered: what was chosen for one column is what is shown again.
    state.problems.some(({ field }) => field === 'partout')
      ? 'choix'
      : readAll(shown(state, 'partout', usual(tables))),
  );
  const [own, setOwn] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      tables.flatMap((table) => table.columns.map(({ name, chosen }) => [name, shown(state, name, chosen)])),
    ),
  );
  const shownIn = (column: ShownColumn) =>
    all === 'choix' ? (own[column.name] ?? column.chosen) : impliedBy(all, column);
  /** From what is shown: one column changed is a choice of its own. */
  const choose = (changed: ShownColumn, value: string) => {
    const columns = tables.flatMap((table) => table.columns);
    setOwn(Object.fromEntries(columns.map((one) => [one.name, one === changed ? value : shownIn(one)])));
    setAll('choix');
  };
  return (
    <form {...form}>
      <FormAnswer state={state} title="La reprise n’a pas été enregistrée" />
      <input type="hidden" name="brouillon" value={draftId} />
      <RadioButtons
        legend="Les colonnes dont le type ou la forme diffère"
        name="partout"
        {...fieldState(state, 'partout')}
        options={ALL.map(([value, label, hintText]) => ({
          ...{ label, hintText },
          nativeInputProps: { value, checked: all === value, onChange: () => setAll(value) },
        }))}
      />
      <h3 className="fr-h5 fr-mt-4w">Table par table</h3>
      {tables.map((table) => (
        <details key={table.key} className={styles.table}>
          <summary className={styles.title}>
            <strong>{table.title}</strong>
            <br />
            <span className="fr-text--sm">{table.summary}</span>
          </summary>
          {table.columns.map((column) => (
            <Choice key={column.name} column={column} value={shownIn(column)} choose={choose} />
          ))}
          <ul>
            {table.others.map((sentence) => (
              <li key={sentence} className={styles.names}>
                {sentence}
              </li>
            ))}
          </ul>
        </details>
      ))}
      <Button className="fr-mt-3w" type="submit" nativeButtonProps={{ 'aria-disabled': pending }}>
        Enregistrer et voir l’aperçu
      </Button>
    </form>
  );
}

function Choice({
  column,
  value: current,
  choose,
}: {
  readonly column: ShownColumn;
  readonly value: string;
  readonly choose: (column: ShownColumn, value: string) => void;
}) {
  const id = useId();
  const { name, label, hint, choices } = column;
  return (
    <div className="fr-select-group fr-mt-2w fr-mb-2w">
      <label className="fr-label" htmlFor={id}>
        {label}
        <span className={`fr-hint-text ${styles.names ?? ''}`}>{hint}</span>
      </label>
      <select
        {...{ id, name, value: current, className: 'fr-select' }}
        onChange={({ target }) => choose(column, target.value)}
      >
        {choices.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

type All = (typeof ALL)[number][0];

function readAll(text: string): All {
  return text === 'tout' || text === 'choix' ? text : 'rien';
}

function impliedBy(all: 'rien' | 'tout', { choices }: ShownColumn): string {
  const first = choices[0]?.value ?? '';
  return all === 'tout' && choices.some(({ value }) => value === 'convertie') ? 'convertie' : first;
}

/** What was settled before, at the scale of the whole document. */
function usual(tables: readonly ShownTable[]): All {
  const columns = tables.flatMap((table) => table.columns);
  if (columns.every(({ chosen, choices }) => chosen === choices[0]?.value)) return 'rien';
  const convertible = columns.filter(({ choices }) => choices.some(({ value }) => value === 'convertie'));
  return convertible.every(({ chosen }) => chosen === 'convertie') ? 'tout' : 'choix';
}
