// The one thing to do next on a link: what its pages offer first. Pure.

import { CATALOGUE } from '../errors/catalogue';
import { storedCode } from '../store/stored-json';
import type { LinkLine } from './list';

export type NextAction =
  /** A run goes on. */
  | { readonly kind: 'suivre'; readonly runId: string }
  /** Changes of the form wait for somebody's word; `mine`: this person may give it. */
  | { readonly kind: 'decider'; readonly decisions: number; readonly mine: boolean }
  /** The last run broke on something that somebody must mend. */
  | { readonly kind: 'corriger'; readonly mine: boolean }
  /** Dossiers could not be written. */
  | { readonly kind: 'voir-echecs'; readonly runId: string }
  /** Paused: to be taken up again. */
  | { readonly kind: 'reprendre' }
  | { readonly kind: 'synchroniser' }
  /** Nothing that this person may do: look. */
  | { readonly kind: 'consulter' };

export type ActionFacts = Pick<LinkLine, 'status' | 'openRunId' | 'last' | 'decisionsAwaited'>;

/** `mayManage`: the person's role lets them change the link (`gerer`). Readers are only shown where to look. */
export function nextActionOf(link: ActionFacts, mayManage: boolean): NextAction {
  const { last, decisionsAwaited } = link;
  const start: NextAction = mayManage ? { kind: 'synchroniser' } : { kind: 'consulter' };
  switch (link.status) {
    case 'En cours':
      return link.openRunId === null ? { kind: 'consulter' } : { kind: 'suivre', runId: link.openRunId };
    case 'En pause':
      return mayManage ? { kind: 'reprendre' } : { kind: 'consulter' };
    case 'En erreur':
      // What nobody has to mend passes by itself: trying again is all there is to do.
      return last?.code != null && CATALOGUE[storedCode(last.code)].qui === 'personne'
        ? start
        : { kind: 'corriger', mine: mayManage };
    case 'À vérifier':
      if (decisionsAwaited > 0) return { kind: 'decider', decisions: decisionsAwaited, mine: mayManage };
      return last?.status === 'avec_echecs' ? { kind: 'voir-echecs', runId: last.runId } : start;
    case 'À jour':
    case 'Jamais synchronisée':
      return start;
  }
}
