// What the form of the schedule asks for, read into a schedule. Pure: an existing link and a new one share it.

import type { Schedule } from '../../lib/links/schedule/schedule';
import type { FormProblem } from '../form/state';

const KINDS = [
  'jamais',
  'quart_heure',
  'horaire',
  'quotidien',
  'jours_ouvres',
  'hebdomadaire',
  'mensuel',
  'cron',
] as const satisfies readonly Schedule['kind'][];

export type ScheduleRead = { readonly schedule: Schedule } | { readonly problems: readonly FormProblem[] };

/** The expression of `cron` is not judged here: PLANIFICATION_INVALIDE says what is wrong with it. */
export function readScheduleForm(form: Pick<FormData, 'get'>): ScheduleRead {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const kind = KINDS.find((one) => one === text('rythme'));
  if (kind === undefined) return refused('rythme', 'Choisissez un rythme.');
  const heure = text('heure').slice(0, 5);
  const hasTime = /^([01]\d|2[0-3]):[0-5]\d$/.test(heure);
  const needTime = refused('heure', 'Donnez une heure, par exemple 06:30.');
  switch (kind) {
    case 'jamais':
    case 'quart_heure':
    case 'horaire':
      return { schedule: { kind } };
    case 'quotidien':
    case 'jours_ouvres':
      return hasTime ? { schedule: { kind, heure } } : needTime;
    case 'hebdomadaire': {
      const jour = Number(text('jour-semaine'));
      if (!Number.isInteger(jour) || jour < 1 || jour > 7)
        return refused('jour-semaine', 'Choisissez un jour.');
      return hasTime ? { schedule: { kind, jour, heure } } : needTime;
    }
    case 'mensuel': {
      const jour = text('jour-mois') === 'dernier' ? ('dernier' as const) : Number(text('jour-mois'));
      if (jour !== 'dernier' && (!Number.isInteger(jour) || jour < 1 || jour > 28))
        return refused('jour-mois', 'Choisissez un jour.');
      return hasTime ? { schedule: { kind, jour, heure } } : needTime;
    }
    case 'cron':
      return { schedule: { kind, expression: text('expression').slice(0, 200) } };
  }
}

function refused(field: string, text: string): ScheduleRead {
  return { problems: [{ field, text }] };
}
