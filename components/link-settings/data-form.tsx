'use client';
// The form of the data: which fields, which tables beside, which dossiers. For a new link and for one that exists.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Checkbox } from '@codegouvfr/react-dsfr/Checkbox';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { RadioButtons } from '@codegouvfr/react-dsfr/RadioButtons';
import { useActionState } from 'react';
import type { LinkSettings } from '../../lib/run/ports';
import { ceilingOf } from '../../lib/sync/model/file-copy';
import type { FormSection } from '../../lib/sync/outline';
import { FormAnswer } from '../form/answer';
import { fieldState, shown } from '../form/state';
import { sentBy } from '../form/use-action-form';
import { type DataAction, ESTIMATE, isEstimate, UNSENT_DATA } from './data-state';
import { FieldsChoice } from './fields-choice';
import { FilesPart } from './files-part';
import { STATES, TOGGLES, type Toggle } from './read-data';

const TOGGLE_WORDS: Readonly<Record<Toggle, { readonly label: string; readonly hint: string }>> = {
  demandeurs: { label: 'Demandeurs', hint: 'Une table avec l’identité du demandeur de chaque dossier.' },
  instructeurs: { label: 'Instructeurs', hint: 'Une table des groupes et de leurs instructeurs.' },
  avis: { label: 'Avis', hint: 'Les avis demandés aux experts et leurs réponses.' },
  pieces: {
    label: 'Pièces jointes',
    hint: 'La liste des fichiers (nom, taille, type) avec un lien. Les fichiers eux-mêmes restent dans Démarche numérique, sauf ceux des champs dont vous choisissez de les copier.',
  },
  zones: { label: 'Zones des cartes', hint: 'Une ligne par zone dessinée, si le formulaire a une carte.' },
  traitements: {
    label: 'Traitements',
    hint: 'L’historique des décisions : qui, quand, avec quelle motivation.',
  },
  messages: {
    label: 'Messages',
    hint: 'Les échanges avec les usagers. Ce sont des données personnelles : ne les copiez que si vous en avez besoin.',
  },
  etablissementDetaille: {
    label: 'Détail des établissements',
    hint: 'À côté de chaque SIRET : raison sociale, forme juridique, code NAF, adresse.',
  },
  liensExpirants: {
    label: 'Liens vers l’attestation et le PDF',
    hint: 'Ces liens ne fonctionnent qu’une heure après chaque synchronisation.',
  },
  uneSeuleTable: {
    label: 'Une seule table',
    hint: 'Champs et annotations deviennent des colonnes de la table des dossiers, au lieu de tables à part.',
  },
};

const LAYOUT: readonly Toggle[] = ['uneSeuleTable', 'etablissementDetaille', 'liensExpirants'];

export type DataFormProps = {
  /** Saves, or estimates what the files chosen weigh, by the button that was pressed. */
  readonly action: DataAction;
  /** Names what is set: `brouillon` or `liaison`. */
  readonly target: { readonly name: string; readonly value: string };
  readonly sections: readonly FormSection[];
  /** Descriptor ids of the fields whose files may be copied. */
  readonly copyable: readonly string[];
  readonly groups: readonly { readonly number: number; readonly label: string }[];
  readonly settings: LinkSettings;
  readonly submit: string;
};

export function DataForm({ action, target, sections, copyable, groups, settings, submit }: DataFormProps) {
  const [state, send, pending] = useActionState(action, UNSENT_DATA);
  const wasEstimate = isEstimate(state);
  const { scope, options } = settings;
  const wasSent = Object.keys(state.typed).length > 0;
  const option = (name: Toggle) => ({
    label: TOGGLE_WORDS[name].label,
    hintText: TOGGLE_WORDS[name].hint,
    nativeInputProps: {
      ...{ name: 'option', value: name },
      defaultChecked: ticked(state.typed.option, name, options[name], wasSent),
    },
  });
  return (
    <form {...sentBy(send, pending)}>
      {!wasEstimate && <FormAnswer state={state} title="Vos choix n’ont pas été enregistrés" />}
      <input type="hidden" name={target.name} value={target.value} />
      <h3 className="fr-h5">Les champs</h3>
      <p>
        Tous sont gardés, sauf ceux que vous décochez : un champ exclu n’est jamais écrit dans Grist. Pensez à
        ceux qui portent des données personnelles dont le suivi n’a pas besoin.
      </p>
      <FieldsChoice
        sections={sections}
        excluded={wasSent ? untickedOf(state.typed) : options.exclus}
        copyable={copyable}
        copied={wasSent ? (state.typed.fichiers ?? []) : options.fichiersCopies}
        problem={state.problems.find(({ field }) => field === 'champs')?.text ?? null}
      />
      <h3 className="fr-h5 fr-mt-6w">Les tables en plus</h3>
      <Checkbox
        legend="En plus des dossiers et de leurs champs, écrire :"
        options={TOGGLES.filter((name) => !LAYOUT.includes(name)).map(option)}
      />
      <Checkbox legend="La présentation" options={LAYOUT.map(option)} />
      <h3 className="fr-h5 fr-mt-6w">Les dossiers</h3>
      <p>Sans filtre, tous les dossiers sont suivis.</p>
      <Checkbox
        id="statut"
        legend="Dans ces statuts"
        orientation="horizontal"
        {...fieldState(state, 'statut')}
        options={STATES.map(([code, label]) => ({
          label,
          nativeInputProps: {
            ...{ name: 'statut', value: code },
            defaultChecked: ticked(
              state.typed.statut,
              code,
              scope.statuts.length === 0 || scope.statuts.includes(code),
              wasSent,
            ),
          },
        }))}
      />
      {groups.length > 1 && (
        <>
          {groups.map(({ number }) => (
            <input key={number} type="hidden" name="groupe-montre" value={number} />
          ))}
          <Checkbox
            id="groupe"
            legend="De ces groupes d’instructeurs"
            {...fieldState(state, 'groupe')}
            options={groups.map(({ number, label }) => ({
              label: label || `Groupe n° ${number}`,
              nativeInputProps: {
                ...{ name: 'groupe', value: String(number) },
                defaultChecked: ticked(
                  state.typed.groupe,
                  String(number),
                  scope.groupes.length === 0 || scope.groupes.includes(number),
                  wasSent,
                ),
              },
            }))}
          />
        </>
      )}
      <div className="fr-grid-row fr-grid-row--gutters">
        <div className="fr-col-12 fr-col-sm-6">
          <Input
            label="Déposés à partir du"
            hintText="Ce jour compris."
            {...fieldState(state, 'depot-debut')}
            nativeInputProps={{
              ...{ id: 'depot-debut', name: 'depot-debut', type: 'date' },
              defaultValue: shown(state, 'depot-debut', scope.depotDebut ?? ''),
            }}
          />
        </div>
        <div className="fr-col-12 fr-col-sm-6">
          <Input
            label="Déposés jusqu’au"
            hintText="Ce jour compris."
            {...fieldState(state, 'depot-fin')}
            nativeInputProps={{
              ...{ id: 'depot-fin', name: 'depot-fin', type: 'date' },
              defaultValue: shown(state, 'depot-fin', scope.depotFin ?? ''),
            }}
          />
        </div>
      </div>
      <RadioButtons
        legend="Dossiers archivés"
        name="archives"
        orientation="horizontal"
        options={ARCHIVES.map(([value, label]) => ({
          label,
          nativeInputProps: {
            value,
            defaultChecked: shown(state, 'archives', scope.archives) === value,
          },
        }))}
      />
      {copyable.length > 0 && <FilesPart ceiling={ceilingOf(settings)} state={state} />}
      {/* The first button of a form is the one that Enter presses. */}
      <ul className="fr-btns-group fr-btns-group--inline-sm fr-mt-3w">
        <li>
          <Button type="submit" nativeButtonProps={{ 'aria-disabled': pending }}>
            {submit}
          </Button>
        </li>
        {copyable.length > 0 && (
          <li>
            <Button
              type="submit"
              priority="secondary"
              value={ESTIMATE.value}
              nativeButtonProps={{ name: ESTIMATE.name, 'aria-disabled': pending }}
            >
              Estimer la taille des fichiers
            </Button>
          </li>
        )}
      </ul>
    </form>
  );
}

const ARCHIVES = [
  ['tous', 'Avec les autres'],
  ['exclus', 'Exclus'],
  ['seulement', 'Eux seuls'],
] as const;

/** The fields that were shown and not kept when the form was last sent. */
function untickedOf(typed: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const kept = new Set(typed.champ ?? []);
  return (typed.montre ?? []).filter((id) => !kept.has(id));
}

/** What was ticked when the form was last sent, or what is saved. */
function ticked(
  sent: readonly string[] | undefined,
  value: string,
  saved: boolean,
  wasSent: boolean,
): boolean {
  return wasSent ? (sent ?? []).includes(value) : saved;
}
