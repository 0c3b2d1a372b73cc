// The one thing to do next on a link, as a button or as the way to its page.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { ActionForm } from '../../components/form/action-form';
import type { NextAction } from '../../lib/links/next-action';
import { resume, synchronise } from './actions';

export function NextStep({
  action,
  linkId,
  name,
  size = 'medium',
}: {
  readonly action: NextAction;
  readonly linkId: string;
  /** Of the link, for those who hear the button without its row. */
  readonly name: string;
  readonly size?: 'small' | 'medium';
}) {
  const page = `/liaisons/${linkId}`;
  const about = <span className="fr-sr-only"> : {name}</span>;
  const way = (text: string, href: string, priority: 'primary' | 'secondary' = 'primary') => (
    <Button size={size} priority={priority} linkProps={{ href, prefetch: false }}>
      {text}
      {about}
    </Button>
  );
  switch (action.kind) {
    case 'suivre':
      return way('Suivre', `/executions/${action.runId}`, 'secondary');
    case 'decider':
      return way(action.mine ? 'Décider' : 'Voir les changements', `${page}/structure`);
    case 'corriger':
      return way(action.mine ? 'Voir comment corriger' : 'Voir la panne', page);
    case 'voir-echecs':
      return way('Voir ce qui manque', `/executions/${action.runId}`);
    case 'consulter':
      return way('Consulter', page, 'secondary');
    case 'reprendre':
      return (
        <ActionForm action={resume} problem="La liaison n’a pas repris">
          <input type="hidden" name="liaison" value={linkId} />
          <Button type="submit" size={size}>
            Reprendre{about}
          </Button>
        </ActionForm>
      );
    case 'synchroniser':
      return (
        <ActionForm action={synchronise} problem="Rien n’a été synchronisé">
          <input type="hidden" name="liaison" value={linkId} />
          <Button type="submit" size={size} priority="secondary">
            Synchroniser{about}
          </Button>
        </ActionForm>
      );
  }
}
