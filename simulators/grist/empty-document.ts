// A new document on a simulated Grist that runs in another process.

import { z } from 'zod';

const ID = z.string();

/** Returns the address of the document, as a person would paste it. */
export async function emptyDocument({
  gristUrl,
  key,
}: {
  readonly gristUrl: string;
  readonly key: string;
}): Promise<string> {
  const answer = await fetch(`${gristUrl}/api/workspaces/2/docs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Mon suivi (démonstration)' }),
  });
  return `${gristUrl}/doc/${ID.parse(await answer.json())}`;
}
