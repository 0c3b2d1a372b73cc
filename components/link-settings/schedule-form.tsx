'use client';
// The form of the schedule, and when it next synchronises. For a new link and for one that exists.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { RadioButtons } from '@codegouvfr/react-dsfr/RadioButtons';
import { Select } from '@codegouvfr/react-dsfr/Select';
import { useEffect, useState } from 'react';
import type { Schedule } from '../../lib/links/schedule/schedule';
import { FormAnswer } from '../form/answer';
import { fieldState } from '../form/state';
import { type FormAction, useActionForm } from '../form/use-action-form';
import { type Coming, comingTimes } from './coming-times';
import { readScheduleForm } from './read-schedule';

export type ScheduleFormProps = {
  readonly action: FormAction;
  /** Names what is set: `brouillon` or `liaison`. */
  readonly target: { readonly name: string; readonly value: string };
  readonly schedule: Schedule;
  /** Place of the link among those of its document. */
  readonly rank: number;
  /** Milliseconds: the same on both sides of the network. */
  readonly now: number;
  readonly submit: string;
  readonly submitting: string;
};

type Typed = {
  readonly rythme: string;
  readonly heure: string;
  readonly 'jour-semaine': string;
  readonly 'jour-mois': string;
  readonly expression: string;
};

export function ScheduleForm({ action, target, schedule, rank, now, submit, submitting }: ScheduleFormProps) {
  const { state, pending, form } = useActionForm(action);
  const [typed, setTyped] = useState<Typed>(() => typedOf(schedule, state.typed));
  const [isLive, setLive] = useState(false);
  useEffect(() => setLive(true), []);
  const change = (name: keyof Typed) => (event: { readonly target: { readonly value: string } }) =>
    setTyped((before) => ({ ...before, [name]: event.target.value }));
  const read = readScheduleForm({ get: (name: string) => typed[name as keyof Typed] ?? null });
  const coming: Coming =
    'schedule' in read ? comingTimes(read.schedule, now, rank) : { status: 'unreadable', why: null };
  const asks = (...kinds: readonly string[]) => !isLive || kinds.includes(typed.rythme);
  return (
    <form {...form}>
      <FormAnswer state={state} title="La planification n’a pas été enregistrée" />
      <input type="hidden" name={target.name} value={target.value} />
      <RadioButtons
        id="rythme"
        legend="Synchroniser automatiquement"
        name="rythme"
        {...fieldState(state, 'rythme')}
        options={KINDS.map(([value, label, hintText]) => ({
          label,
          ...(hintText === null ? {} : { hintText }),
          nativeInputProps: { value, checked: typed.rythme === value, onChange: change('rythme') },
        }))}
      />
      <div hidden={!asks('hebdomadaire')}>
        <Select
          label="Jour de la semaine"
          {...fieldState(state, 'jour-semaine')}
          nativeSelectProps={{
            ...{ id: 'jour-semaine', name: 'jour-semaine', value: typed['jour-semaine'] },
            onChange: change('jour-semaine'),
          }}
        >
          {DAYS.map((day, index) => (
            <option key={day} value={index + 1}>
              {day}
            </option>
          ))}
        </Select>
      </div>
      <div hidden={!asks('mensuel')}>
        <Select
          label="Jour du mois"
          {...fieldState(state, 'jour-mois')}
          nativeSelectProps={{
            ...{ id: 'jour-mois', name: 'jour-mois', value: typed['jour-mois'] },
            onChange: change('jour-mois'),
          }}
        >
          {MONTH_DAYS.map((day) => (
            <option key={day} value={day}>
              {day === 1 ? '1er' : day}
            </option>
          ))}
          <option value="dernier">dernier jour du mois</option>
        </Select>
      </div>
      <div hidden={!asks('quotidien', 'jours_ouvres', 'hebdomadaire', 'mensuel')}>
        <Input
          label="Heure (à Paris)"
          hintText="La nuit, Démarche numérique répond plus vite."
          {...fieldState(state, 'heure')}
          nativeInputProps={{
            ...{ id: 'heure', name: 'heure', type: 'time', value: typed.heure },
            onChange: change('heure'),
          }}
        />
      </div>
      <div hidden={!asks('cron')}>
        <Input
          label="Expression cron"
          hintText="Cinq champs : minute, heure, jour du mois, mois, jour de la semaine. Par exemple 30 6 * * 1-5."
          {...fieldState(state, 'expression')}
          nativeInputProps={{
            ...{ id: 'expression', name: 'expression', type: 'text', autoComplete: 'off', spellCheck: false },
            ...{ value: typed.expression, onChange: change('expression') },
          }}
        />
      </div>
      <div className="fr-callout fr-mt-3w fr-py-2w" role="status">
        <Times coming={coming} />
      </div>
      <Button className="fr-mt-3w" type="submit" nativeButtonProps={{ 'aria-disabled': pending }}>
        {pending ? submitting : submit}
      </Button>
    </form>
  );
}

function Times({ coming }: { readonly coming: Coming }) {
  switch (coming.status) {
    case 'never':
      return <p>Aucune synchronisation automatique : vous la demanderez vous-même.</p>;
    case 'unreadable':
      return <p>{coming.why ?? 'Les prochaines dates s’afficheront ici.'}</p>;
    case 'times':
      return (
        <>
          <p className="fr-mb-1w">
            <strong>Ensuite : {coming.words}.</strong> Les prochaines fois :
          </p>
          <ul>
            {coming.times.map((time) => (
              <li key={time}>{time}</li>
            ))}
          </ul>
        </>
      );
  }
}

const KINDS: readonly (readonly [Schedule['kind'], string, string | null])[] = [
  ['quotidien', 'Tous les jours', 'Ce qui convient le plus souvent.'],
  ['jours_ouvres', 'Du lundi au vendredi', null],
  ['horaire', 'Toutes les heures', null],
  ['quart_heure', 'Tous les quarts d’heure', 'Pour un suivi au plus près.'],
  ['hebdomadaire', 'Toutes les semaines', null],
  ['mensuel', 'Tous les mois', null],
  ['cron', 'Autre rythme', 'Par une expression cron, pour les habitués.'],
  ['jamais', 'Jamais : je lance les synchronisations moi-même', null],
];

const DAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'] as const;
const MONTH_DAYS = Array.from({ length: 28 }, (_, index) => index + 1);

/** What was typed when the form was last sent without JavaScript, or what is saved. */
function typedOf(schedule: Schedule, sent: Readonly<Record<string, readonly string[]>>): Typed {
  const saved: Typed = {
    rythme: schedule.kind,
    heure: 'heure' in schedule ? schedule.heure : '00:00',
    'jour-semaine': schedule.kind === 'hebdomadaire' ? String(schedule.jour) : '1',
    'jour-mois': schedule.kind === 'mensuel' ? String(schedule.jour) : '1',
    expression: schedule.kind === 'cron' ? schedule.expression : '',
  };
  const before = (name: keyof Typed) => sent[name]?.[0] ?? saved[name];
  return {
    rythme: before('rythme'),
    heure: before('heure'),
    'jour-semaine': before('jour-semaine'),
    'jour-mois': before('jour-mois'),
    expression: before('expression'),
  };
}
