// What is new: whether a table or a column comes with the form, with an option, or with the first run, and which fields
// the next run will know.

import type { SchemaReason } from '../model/operation';
import type { Bindings, ColumnKey, Layout, TableBinding, TableSpec } from '../model/table';
import { descriptorOf, isFieldKey, type Work } from './desk';

/** The first run makes everything; later on a table comes with the form, or with an option. */
export function tableReason(spec: TableSpec, work: Work): SchemaReason {
  if (work.bindings.tables.length === 0) return 'premiere_synchronisation';
  if (spec.key.startsWith('bloc:')) {
    return isNewField(spec.key.slice('bloc:'.length), work) ? 'champ_ajoute' : 'option_activee';
  }
  const fields = spec.columns.map(({ key }) => key).filter(isFieldKey);
  if (fields.length > 0) {
    return fields.every((key) => isNewField(descriptorOf(key), work)) ? 'champ_ajoute' : 'option_activee';
  }
  return 'option_activee';
}

export function columnReason(key: ColumnKey, known: TableBinding | undefined, work: Work): SchemaReason {
  if (work.bindings.tables.length === 0) return 'premiere_synchronisation';
  if (known === undefined || !isFieldKey(key)) return 'option_activee';
  return isNewField(descriptorOf(key), work) ? 'champ_ajoute' : 'option_activee';
}

/**
 * The fields that are no longer new at the next run: all of them, but for those that wait for the user's word. What an
 * inferred form does not show is not forgotten for that.
 */
export function knownFields(layout: Layout, { policy, isWhole, changes }: Work): Pick<Bindings, 'fields'> {
  if (policy.moment === undefined || !isWhole) return {};
  const waiting = new Set(
    changes
      .filter(({ outcome }) => outcome === 'en_attente' || outcome === 'refusee')
      .flatMap(({ kind, table, column }) => {
        if (kind === 'colonne_ajoutee' && column !== null) return [descriptorOf(column)];
        if (kind !== 'table_creee') return [];
        const columns = layout.tables.find(({ key }) => key === table)?.columns ?? [];
        return [table.replace(/^bloc:/, ''), ...columns.map(({ key }) => descriptorOf(key))];
      }),
  );
  return { fields: [...policy.moment.fields].filter((field) => !waiting.has(field)).sort() };
}

/** Links older than this memory know no field: what comes then is taken for new. */
function isNewField(descriptor: string, { bindings }: Work): boolean {
  return bindings.fields === undefined || !bindings.fields.includes(descriptor);
}
