// `reprendre`: an execution was cancelled by its engine (too long, or by hand). `onFailure` is not called for those.

import type { Inngest } from 'inngest';
import { dropped } from '../dropped';
import type { Works } from '../works';

export function reprendre(client: Inngest, works: Works) {
  const carriers = ['synchroniser', 'verifier'].map((id) => `event.data.function_id == "${client.id}-${id}"`);
  return client.createFunction(
    {
      id: 'reprendre',
      triggers: [{ event: 'inngest/function.cancelled', if: carriers.join(' || ') }],
    },
    async ({ event, step }) => {
      const { event: began, run_id: executor } = Object(event.data);
      return typeof executor === 'string'
        ? dropped(works, step, Object(began).data, executor)
        : { status: 'over' };
    },
  );
}
