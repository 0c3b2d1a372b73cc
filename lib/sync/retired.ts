// A field that left the form: what its columns' descriptions say of it, from when and since which revision.

import type { Retirement } from './model/demarche';
import type { ColumnKey } from './model/table';

const DAY = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' });

/** « Champ retiré du formulaire le 12 mars 2026 (révision UHJv…). Encore rempli pour… » */
export function retirementSentence({ since, revision }: Retirement): string {
  const when = since === null ? '' : ` le ${DAY.format(new Date(since))}`;
  return `Champ retiré du formulaire${when} (révision ${revision})\u00a0: la colonne est gardée, et encore tenue à jour pour les dossiers des révisions précédentes.`;
}

/** A description with a sentence more, before the line that marks the column as ours. */
export function withSentence(description: string, sentence: string): string {
  const lines = description.split('\n');
  const mark = lines.pop() ?? '';
  return [...lines, sentence, mark].join('\n');
}

/** What a column is called in its description once another has taken its field: no longer the field's mark. */
export function formerMark(key: ColumnKey, at: string | null): string {
  const when = at === null ? '' : ` le ${DAY.format(new Date(at))}`;
  return `Ancienne colonne du champ DN ${key}\u00a0: le type du champ a changé${when}, les valeurs sont gardées telles quelles.`;
}
