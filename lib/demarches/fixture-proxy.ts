// A server between a source and the simulated DN that rewrites answers: for what DN may answer one day.

import { type Door, openDoor } from '../http/door';
import { type FixtureServer, serve } from '../http/fixture-server';
import { EVERYWHERE } from '../http/reach';

export type Proxy = FixtureServer & { readonly door: Door };

/** `rewrite` receives the request's operation and the answer's text; null: the answer as it is. */
export async function proxy(
  target: string,
  rewrite: (operation: string, answer: string) => string | null,
): Promise<Proxy> {
  const door = openDoor({ reach: EVERYWHERE });
  const server = await serve(async (request, response) => {
    const answer = await door.send({
      method: 'POST',
      url: `${target}${request.url}`,
      headers: {
        'content-type': 'application/json',
        authorization: request.headers.authorization ?? '',
      },
      body: request.body,
      repeatable: true,
    });
    const operation = (JSON.parse(request.body) as { operationName: string }).operationName;
    response.writeHead(answer.status, { 'content-type': answer.header('content-type') ?? '' });
    response.end(rewrite(operation, answer.text()) ?? answer.text());
  });
  return {
    ...server,
    door,
    close: async () => {
      await server.close();
      await door.close();
    },
  };
}
