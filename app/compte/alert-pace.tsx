// How often alerts come, on all of one's links.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { RadioButtons } from '@codegouvfr/react-dsfr/RadioButtons';
import { setAlertPace } from './actions';

export function AlertPace({ digest }: { readonly digest: boolean }) {
  return (
    <>
      <h2 id="alertes" className="fr-h4 fr-mt-6w">
        Mes alertes
      </h2>
      <form action={setAlertPace}>
        <RadioButtons
          legend="Quand une de vos liaisons change d’état"
          options={[
            {
              label: 'Un courriel dès que cela arrive',
              nativeInputProps: { name: 'rythme', value: 'aussitot', defaultChecked: !digest },
            },
            {
              label: 'Un seul courriel par jour, à 8 heures',
              hintText: 'Toutes vos liaisons ensemble ; rien les jours où rien n’a changé.',
              nativeInputProps: { name: 'rythme', value: 'jour', defaultChecked: digest },
            },
          ]}
        />
        <Button type="submit" priority="secondary">
          Enregistrer
        </Button>
      </form>
      <p className="fr-mt-2w">Pour ne plus recevoir les alertes d’une liaison, ouvrez sa page « Alertes ».</p>
    </>
  );
}
