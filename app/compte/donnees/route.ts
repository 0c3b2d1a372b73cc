// One's own data as a file: everything that the service knows of whoever asks, and of nobody else.

import { record } from '../../../lib/access/audit';
import { currentSession, visitor } from '../../../lib/access/request';
import { access, siteDatabase } from '../../../lib/access/service';
import { ownData } from '../../../lib/store/own-data';
import { seeOther } from '../../connexion/see-other';
import { ownDataFile } from './own-data-file';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const session = await currentSession();
  if (session === null) return seeOther(`/connexion?retour=${encodeURIComponent('/compte')}`);
  const { id } = session.person;
  const data = await ownData(await siteDatabase(), id);
  if (data === null) return new Response(null, { status: 404 });
  const object = `compte:${id}`;
  await record(await access(), await visitor(), { actorId: id, act: 'donnees-exportees', object });
  return new Response(ownDataFile(data), {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="mes-donnees-one-trick-pony.json"',
      'Cache-Control': 'no-store',
    },
  });
}
