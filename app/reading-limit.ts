// Files and live lines of one person, counted: the answer to whoever asks for them without end.

import { waitForReading, waitInWords } from '../lib/access/rate-limit';
import { access } from '../lib/access/service';

/** Null: go on. */
export async function tooManyReadings(userId: string): Promise<Response | null> {
  const wait = await waitForReading(await access(), userId);
  if (wait === null) return null;
  return new Response(`Trop de demandes d’affilée. Attendez ${waitInWords(wait)}.\n`, {
    status: 429,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Retry-After': String(wait),
      'Cache-Control': 'no-store',
    },
  });
}
