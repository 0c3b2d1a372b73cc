'use client';
// What the copy of files means, its ceiling, and what was found of their size.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { Select } from '@codegouvfr/react-dsfr/Select';
import { useEffect, useRef } from 'react';
import type { Estimated } from '../../lib/links/files/estimate';
import { CEILING_BOUNDS, CEILING_UNITS, ceilingParts } from '../../lib/sync/files-ceiling';
import { FormAnswer } from '../form/answer';
import { fieldState, shown } from '../form/state';
import { type DataState, isEstimate } from './data-state';
import { basisSentence, isOver, sumSentence, weightWords } from './estimate-words';

export function FilesPart({
  ceiling,
  state,
}: {
  /** Bytes, as saved. */
  readonly ceiling: number;
  readonly state: DataState;
}) {
  const { count, unit } = ceilingParts(ceiling);
  return (
    <>
      <h3 className="fr-h5 fr-mt-6w" id="fichiers-copies">
        Les fichiers copiés
      </h3>
      <p>
        Sous chaque champ de pièces jointes, une case copie ses fichiers dans le document. Sans elle, ils
        restent dans Démarche numérique.
      </p>
      <ul className="fr-mb-3w">
        <li>Qui peut lire le document Grist peut ouvrir les fichiers copiés.</li>
        <li>Ils comptent dans la taille du document.</li>
        <li>Seuls sont copiés ceux que l’antivirus de Démarche numérique a déclarés sûrs.</li>
        <li>Un champ de titre d’identité n’est jamais copié.</li>
        <li>
          Au plafond, les fichiers suivants ne sont pas copiés, et la liaison vous le dit. Les dossiers
          continuent d’être écrits.
        </li>
        <li>
          Décocher la case arrête la copie. Les fichiers déjà copiés restent dans Grist, dans une colonne qui
          n’est plus tenue à jour{'\u202f'}: supprimez-les dans Grist s’ils ne doivent plus y être.
        </li>
      </ul>
      <div className="fr-grid-row fr-grid-row--gutters">
        <div className="fr-col-12 fr-col-sm-6">
          <Input
            label="Plafond des fichiers copiés"
            hintText={`Pour toute la liaison, ${CEILING_BOUNDS}.`}
            {...fieldState(state, 'plafond')}
            nativeInputProps={{
              ...{ id: 'plafond', name: 'plafond', type: 'text', inputMode: 'decimal' },
              autoComplete: 'off',
              defaultValue: shown(state, 'plafond', count),
            }}
          />
        </div>
        <div className="fr-col-12 fr-col-sm-6">
          <Select
            label="Unité du plafond"
            hint="1 Go vaut 1 000 Mo."
            nativeSelectProps={{
              ...{ id: 'plafond-unite', name: 'plafond-unite' },
              defaultValue: shown(state, 'plafond-unite', unit),
            }}
          >
            {CEILING_UNITS.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </Select>
        </div>
      </div>
      {isEstimate(state) && state.found === null && (
        <div className="fr-mt-3w">
          <FormAnswer state={state} title="La taille n’a pas pu être estimée" />
        </div>
      )}
      {state.found !== null && <Found found={state.found} />}
    </>
  );
}

/** Takes the focus, as an answer does. */
function Found({ found }: { readonly found: Estimated }) {
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (found !== null) answer.current?.focus();
  }, [found]);
  const { estimate, chosen } = found;
  const sum = sumSentence(found);
  return (
    <div ref={answer} tabIndex={-1} className="fr-my-3w">
      <Alert
        severity={isOver(found) ? 'warning' : 'info'}
        as="h4"
        title="Taille des fichiers"
        description={
          <>
            {sum !== null && <p className="fr-mb-1w">{sum}</p>}
            <p className="fr-mb-1w">{basisSentence(estimate)}</p>
            {estimate.basis !== 'inconnue' && (
              <ul>
                {estimate.fields.map((field) => (
                  <li key={field.id}>
                    {field.isIdentity
                      ? `${field.label}\u00a0: titre d’identité, jamais copié`
                      : `${field.label}\u00a0: ${weightWords(field, estimate.basis)}`}
                    {!field.isIdentity && !chosen.includes(field.id) && ' (non coché)'}
                  </li>
                ))}
              </ul>
            )}
          </>
        }
      />
    </div>
  );
}
