// The one thing to do next on a link, as a button or as the way to its page.

import { Button } from '@codegouvfr/react-dsfr/Button';
import type { ReactNode } from 'react';
import { ActionForm } from '../../components/form/action-form';
import type { NextAction } from '../../lib/links/next-action';
import { steer } from './actions';

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
        <Gesture gesture="reprendre" linkId={linkId}>
          <Button type="submit" size={size}>
            Reprendre{about}
          </Button>
        </Gesture>
      );
    case 'synchroniser':
      return (
        <Gesture gesture="synchroniser" linkId={linkId}>
          <Button type="submit" size={size} priority="secondary">
            Synchroniser{about}
          </Button>
        </Gesture>
      );
  }
}

/** A form that tells the link what to do; the same one whatever it is. */
export function Gesture({
  gesture,
  linkId,
  children,
}: {
  readonly gesture: 'synchroniser' | 'reprendre' | 'pause';
  readonly linkId: string;
  readonly children: ReactNode;
}) {
  return (
    <ActionForm action={steer} problem="Rien n’a changé">
      <input type="hidden" name="liaison" value={linkId} />
      <input type="hidden" name="geste" value={gesture} />
      {children}
    </ActionForm>
  );
}
