// Which dossiers a link wants: the user's filters, applied on our side whatever DN already filtered.

import type { Dossier } from './model/dossier';
import type { Scope } from './model/options';

type Scoped = Pick<Dossier, 'state' | 'archived' | 'groupe'> & {
  readonly dates: Pick<Dossier['dates'], 'depot'>;
};

/** Bounds on the dates of dépôt are days of Europe/Paris, both inclusive. */
export function inScope(dossier: Scoped, scope: Scope): boolean {
  if (scope.statuts.length > 0 && !scope.statuts.includes(dossier.state)) return false;
  if (scope.groupes.length > 0 && !(dossier.groupe && scope.groupes.includes(dossier.groupe.number))) {
    return false;
  }
  if (scope.archives === 'exclus' && dossier.archived) return false;
  if (scope.archives === 'seulement' && !dossier.archived) return false;
  if (scope.depotDebut === null && scope.depotFin === null) return true;
  const day = dossier.dates.depot === null ? null : parisDay(dossier.dates.depot);
  if (day === null) return false;
  return (
    (scope.depotDebut === null || day >= scope.depotDebut) &&
    (scope.depotFin === null || day <= scope.depotFin)
  );
}

const PARIS = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** `YYYY-MM-DD` of an instant in Paris; null when it is not an instant. */
export function parisDay(instant: string): string | null {
  const milliseconds = Date.parse(instant);
  return Number.isNaN(milliseconds) ? null : PARIS.format(milliseconds);
}

/** Does the link follow every dossier? */
export function isEverything({ depotDebut, depotFin, statuts, groupes, archives }: Scope): boolean {
  const isAnyDay = depotDebut === null && depotFin === null;
  return isAnyDay && statuts.length === 0 && groupes.length === 0 && archives === 'tous';
}
