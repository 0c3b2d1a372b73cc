// How the widget's routes answer: JSON, to the widget's own page alone, with the catalogue's words for what goes wrong.

import { record } from '../../../lib/access/audit';
import { isFromThisSite, visitor } from '../../../lib/access/request';
import { access, site } from '../../../lib/access/service';
import { readWidgetSession, type WidgetSession } from '../../../lib/access/widget/session';
import { CATALOGUE, type FailureCode } from '../../../lib/errors/catalogue';
import { Failure } from '../../../lib/errors/failure';

const HEADERS = { 'Cache-Control': 'no-store' };

/** Largest request: a token and an address. */
const MOST_BYTES = 8_192;

/** The statuses that tell something to the widget's own code; everything else is 400. */
const STATUSES: Partial<Readonly<Record<FailureCode, number>>> = {
  WIDGET_SESSION_FINIE: 401,
  WIDGET_LECTURE_SEULE: 403,
  LIAISON_INCONNUE: 404,
  EXECUTION_INCONNUE: 404,
  WIDGET_JETON_REJOUE: 409,
  WIDGET_TROP_DE_DEMANDES: 429,
};

/**
 * Runs a route of the widget. The page inside the frame is of this site, so that its requests are too: another site's are
 * refused, no header of CORS is ever given, and a frame without an origin (`null`) is somebody else's.
 */
export async function widgetRoute(work: () => Promise<Response>): Promise<Response> {
  if (!(await isFromThisSite())) return new Response(null, { status: 403, headers: HEADERS });
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { quoi, faire } = CATALOGUE[error.code];
    return Response.json(
      { code: error.code, quoi, faire },
      { status: STATUSES[error.code] ?? 400, headers: HEADERS },
    );
  }
}

export function answer(content: object): Response {
  return Response.json(content, { headers: HEADERS });
}

/** The session of `Authorization: Bearer`. Throws WIDGET_SESSION_FINIE. */
export function widgetSessionOf(request: Request): WidgetSession {
  const [, text = ''] = /^Bearer ([\w.-]+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
  return readWidgetSession(site().sessionSecret, text, Date.now());
}

/** The links that a session is about. */
export function placeOf({ grist, document }: WidgetSession) {
  return { destinationUrl: grist, document };
}

/** JSON that was declared as such; null for anything else. A form of another site cannot declare it. */
export async function jsonOf(request: Request): Promise<unknown> {
  const isJson = /^application\/json\b/.test(request.headers.get('content-type') ?? '');
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (!isJson || declared > MOST_BYTES) return null;
  const text = await request.text();
  if (text.length > MOST_BYTES) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Writes that somebody of a document did something to a link: by their number there, the only name we have. */
export async function recordByDocument(
  { grist, document, user }: WidgetSession,
  act: 'synchronisation-demandee' | 'droit-refuse',
  linkId: string,
): Promise<void> {
  const actor = `document Grist ${new URL(grist).host}/${document}, utilisateur ${user}`;
  await record(await access(), await visitor(), { actorId: null, actor, act, object: `liaison:${linkId}` });
}
