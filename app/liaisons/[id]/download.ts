// Files of a link that are made as they are asked for: whoever may not see the link finds nothing there.

import { type Act, record } from '../../../lib/access/audit';
import { authorise, type Right } from '../../../lib/access/authorise';
import { currentSession, visitor } from '../../../lib/access/request';
import { access } from '../../../lib/access/service';
import { seeOther } from '../../connexion/see-other';
import { tooManyReadings } from '../../reading-limit';

/** `make` null: there is no such file. Who took it is written in the audit log. */
export async function download(
  linkId: string,
  { right, act }: { readonly right: Right; readonly act: Act },
  make: (
    linkId: string,
  ) => Promise<{ readonly name: string; readonly type: string; readonly text: string } | null>,
): Promise<Response> {
  const session = await currentSession();
  if (session === null) return seeOther(`/connexion?retour=${encodeURIComponent(`/liaisons/${linkId}`)}`);
  const open = await access();
  const who = await visitor();
  const wait = await tooManyReadings(session.person.id);
  if (wait !== null) return wait;
  const allowed = await authorise(open, who, { userId: session.person.id, linkId, right });
  if (!allowed.ok) return nothing();
  const file = await make(linkId.toLowerCase());
  if (file === null) return nothing();
  const object = `liaison:${linkId.toLowerCase()}`;
  await record(open, who, { actorId: session.person.id, act, object });
  return new Response(file.text, {
    headers: {
      'Content-Type': `${file.type}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${file.name}"`,
      'Cache-Control': 'no-store',
    },
  });
}

function nothing(): Response {
  return new Response('Cette page n’existe pas.', {
    status: 404,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
}
