// One ready-made page: its drawing, what it holds, and what can be done of it.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { ActionForm } from '../../../../components/form/action-form';
import type { PageLine } from '../../../../lib/links/pages/read';
import { turnPage } from './actions';
import { PageDrawing } from './page-drawing';
import styles from './pages.module.css';

export function PageItem({
  linkId,
  page: { kind, name, holds, state },
  mayAct,
}: {
  readonly linkId: string;
  readonly page: PageLine;
  readonly mayAct: boolean;
}) {
  return (
    <section aria-labelledby={`page-${kind}`} className={`${styles.item} fr-py-3w`}>
      <PageDrawing kind={kind} />
      <div>
        <h3 id={`page-${kind}`} className="fr-h5 fr-mb-1w">
          {name}
        </h3>
        <ul className="fr-mb-2w">
          {holds.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {state.type === 'impossible' && (
          <p className="fr-mb-2w">
            <strong>Pas possible ici :</strong> {state.why}
          </p>
        )}
        {state.type === 'creee' && (
          <p className="fr-mb-2w">
            <a className="fr-link" href={state.address} target="_blank" rel="noopener noreferrer">
              Ouvrir « {name} » dans Grist
              <span className="fr-sr-only"> (nouvelle fenêtre)</span>
            </a>
          </p>
        )}
        {mayAct && (
          <ActionForm
            action={turnPage}
            problem={state.type === 'creee' ? 'La page n’a pas été retirée' : 'La page n’a pas été créée'}
          >
            <input type="hidden" name="liaison" value={linkId} />
            <input type="hidden" name="page" value={kind} />
            <input type="hidden" name="mot" value={state.type === 'creee' ? 'retirer' : 'creer'} />
            <Button
              type="submit"
              priority={state.type === 'creee' ? 'tertiary' : 'secondary'}
              disabled={state.type === 'impossible'}
            >
              {state.type === 'creee' ? `Retirer la page « ${name} »` : `Créer la page « ${name} »`}
            </Button>
          </ActionForm>
        )}
      </div>
    </section>
  );
}
