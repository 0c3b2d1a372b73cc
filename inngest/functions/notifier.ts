// `notifier`: looks at every link for what changes by itself (staleness, a token near its end), and hands the messages that
// wait to the mail relay and to the webhooks.

import type { Inngest } from 'inngest';
import { Failure } from '../../lib/errors/failure';
import { openDoor } from '../../lib/http/door';
import { listLinks } from '../../lib/links/list';
import { notifyLink } from '../../lib/links/notify';
import { durably } from '../durable';
import { POST_DUE } from '../events';
import { postLetters, postWebhooks } from '../post';
import type { Works } from '../works';

export function notifier(client: Inngest, works: Works) {
  const { service, access } = works;
  return client.createFunction(
    {
      id: 'notifier',
      triggers: [{ cron: '*/15 * * * *' }, { event: POST_DUE }],
      // One at a time: a message that is being handed over is not handed over twice.
      singleton: { mode: 'skip' },
      retries: 2,
    },
    async ({ step, attempt }) => {
      const attempts = { attempt, maxAttempts: 3 };
      const told = await durably(step, attempts, 'look', async () => {
        let messages = 0;
        for (const { id } of await listLinks(service, null)) {
          messages += await lookAt(works, id);
        }
        return { messages };
      });
      // First: what a webhook refuses for good is told by a letter.
      const webhooks = await durably(step, attempts, 'webhooks', async () => {
        const door = openDoor({ reach: access.site.reach });
        try {
          return await postWebhooks(works, door);
        } finally {
          await door.close();
        }
      });
      const letters = await durably(step, attempts, 'send', () => postLetters(works));
      return { ...told, ...letters, webhooks };
    },
  );
}

async function lookAt(works: Works, linkId: string): Promise<number> {
  try {
    return (await notifyLink(works.service, linkId)).length;
  } catch (error) {
    if (error instanceof Failure && error.code === 'LIAISON_INCONNUE') return 0;
    throw error;
  }
}
