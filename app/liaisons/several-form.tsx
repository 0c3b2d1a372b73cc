// Synchronising several links at once: those whose box is ticked further down (they name this form).

import { Button } from '@codegouvfr/react-dsfr/Button';
import { ActionForm } from '../../components/form/action-form';
import { synchroniseSeveral } from './actions';
import { TickAll } from './tick-all';

export const SEVERAL = 'plusieurs';

export function SeveralForm() {
  return (
    <ActionForm
      id={SEVERAL}
      action={synchroniseSeveral}
      problem="Rien n’a été synchronisé"
      className="fr-mb-2w"
    >
      <ul className="fr-btns-group fr-btns-group--inline fr-btns-group--sm">
        <li>
          <Button type="submit" priority="secondary">
            Synchroniser les démarches cochées
          </Button>
        </li>
        <TickAll form={SEVERAL} />
      </ul>
    </ActionForm>
  );
}
