// The frame of a step: where one is, what is next, and the way back.

import { Breadcrumb } from '@codegouvfr/react-dsfr/Breadcrumb';
import { Stepper } from '@codegouvfr/react-dsfr/Stepper';
import type { ReactNode } from 'react';
import { placeOf, stepsOf, type WizardStep } from '../../../../lib/links/connect/steps';
import type { Draft } from '../../../../lib/store/draft-rows';
import { STEP_TITLES } from '../step-words';
import { stepPath } from './draft-gate';

export function StepFrame({
  draft,
  step,
  wide = false,
  children,
}: {
  readonly draft: Draft;
  readonly step: WizardStep;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  const steps = stepsOf(draft);
  const place = placeOf(step, steps);
  const before = steps[place - 2];
  const next = steps[place];
  return (
    <div className="fr-container fr-pb-6w">
      <Breadcrumb
        currentPageLabel="Nouvelle liaison"
        homeLinkProps={{ href: '/' }}
        segments={[{ label: 'Mes démarches', linkProps: { href: '/liaisons' } }]}
      />
      <div className="fr-grid-row">
        <div className={wide ? 'fr-col-12' : 'fr-col-12 fr-col-lg-9'}>
          <h1>Nouvelle liaison</h1>
          <Stepper
            currentStep={place}
            stepCount={steps.length}
            title={STEP_TITLES[step]}
            {...(next === undefined ? {} : { nextTitle: STEP_TITLES[next] })}
          />
          {children}
          <hr className="fr-mt-4w fr-pb-2w" />
          <ul className="fr-raw-list fr-text--sm">
            {before !== undefined && (
              <li className="fr-mb-1w">
                <a
                  className="fr-link fr-link--sm fr-icon-arrow-left-line fr-link--icon-left"
                  href={stepPath(draft.id, before)}
                >
                  Revenir à l’étape précédente
                </a>
              </li>
            )}
            <li>
              Vos choix sont enregistrés à chaque étape : vous pouvez partir et{' '}
              <a href="/liaisons/nouvelle">reprendre plus tard</a>, pendant trente jours.
            </li>
          </ul>
        </div>
      </div>
    </div>
  );
}
