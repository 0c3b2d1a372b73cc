// `notifier`: looks at every link for what changes by itself (staleness, a token near its end), and hands the messages that
// wait to the mail relay, when there is one.

import type { Inngest } from 'inngest';
import { writeLetter } from '../../lib/access/mail/letter';
import { Failure } from '../../lib/errors/failure';
import { listLinks } from '../../lib/links/list';
import { notifyLink } from '../../lib/links/notify';
import { markSent, waitingMessages } from '../../lib/store/outbox-post';
import { durably } from '../durable';
import { POST_DUE } from '../events';
import type { Works } from '../works';

/** Messages handed over in one execution; the next one takes the others. */
const SLICE = 50;

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
      const { mailer } = access;
      if (mailer === null) return told;
      const sent = await durably(step, attempts, 'send', async () => {
        let count = 0;
        let refused = 0;
        for (const { id, to, subject, text } of await waitingMessages(service.database, SLICE)) {
          const [title = subject, ...paragraphs] = [subject, ...text.split('\n\n')];
          const letter = writeLetter({ subject, title, paragraphs, action: null, closing: [] });
          try {
            for (const address of to) await mailer.send(address, letter);
            await markSent(service.database, id, new Date(service.clock.now()));
            count += 1;
          } catch (error) {
            if (error instanceof Failure) throw error;
            // The relay did not take it: the next execution tries again. What it said may quote the address.
            refused += 1;
          }
        }
        return { count, refused };
      });
      return { ...told, ...sent };
    },
  );
}

async function lookAt(works: Works, linkId: string): Promise<number> {
  try {
    return (await notifyLink(works.service, linkId, `${works.access.site.origin}/liaisons/${linkId}`)).length;
  } catch (error) {
    if (error instanceof Failure && error.code === 'LIAISON_INCONNUE') return 0;
    throw error;
  }
}
