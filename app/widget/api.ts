// What the widget asks of this server, with a session that lives in this page's memory alone: no cookie, no storage.

import type { WidgetLink } from '../../lib/links/widget/view';
import type { Bridge } from './grist/bridge';

/** What went wrong, in the catalogue's words. */
export class Refused extends Error {
  readonly status: number;
  readonly quoi: string;
  readonly faire: string;

  constructor(status: number, { quoi, faire }: { readonly quoi: string; readonly faire: string }) {
    super(quoi);
    this.name = 'Refused';
    this.status = status;
    this.quoi = quoi;
    this.faire = faire;
  }
}

type Right = 'lecture' | 'ecriture';

type Session = { readonly text: string; readonly right: Right; readonly until: number };

export type DocumentState = {
  readonly now: string;
  readonly links: readonly WidgetLink[];
  /** Path of the site's wizard, for a document without a link. */
  readonly departure: string | null;
};

/** Renewed this long before its end. */
const MARGIN_MS = 60_000;

/** Two tokens that Grist makes within one second for one person are one token: the next second's is another. */
const NEXT_SECOND_MS = 1_100;

export type WidgetApi = {
  /** `mayWrite`: Grist is asked for a token that may write, and the answer says what only those who may write see. */
  state(mayWrite?: boolean): Promise<DocumentState>;
  /** Throws a `Refused` 403 for whoever only reads the document. */
  synchronise(linkId: string): Promise<void>;
  /** The sentences of a run as they come; ends with it, or when the line breaks. */
  follow(runId: string, onSentence: (sentence: string) => void, signal: AbortSignal): Promise<void>;
};

export function openApi(bridge: Bridge): WidgetApi {
  let session: Session | null = null;
  const entering: Partial<Record<Right, Promise<Session>>> = {};

  const enter = async (right: Right, tries = 3): Promise<Session> => {
    const { token, baseUrl } = await bridge.token(right === 'lecture');
    const response = await send('/api/widget/session', { body: { jeton: token, adresse: baseUrl } });
    if (response.status === 409 && tries > 1) {
      await new Promise((resolve) => setTimeout(resolve, NEXT_SECOND_MS));
      return enter(right, tries - 1);
    }
    const given = (await readJson(response)) as { session: string; lasts: number; right: Right };
    session = { text: given.session, right: given.right, until: Date.now() + given.lasts };
    return session;
  };

  const bearer = async (right: Right): Promise<string> => {
    const isFresh = session !== null && session.until - Date.now() > MARGIN_MS;
    const isEnough = session !== null && (right === 'lecture' || session.right === 'ecriture');
    if (session !== null && isFresh && isEnough) return session.text;
    // Asked for once, by whoever comes first.
    entering[right] ??= enter(right).finally(() => {
      delete entering[right];
    });
    return (await entering[right]).text;
  };

  /** A session that the server no longer takes is asked for again, once. */
  const ask = async (path: string, right: Right, more: Omit<Sent, 'bearer'> = {}): Promise<Response> => {
    const response = await send(path, { ...more, bearer: await bearer(right) });
    if (response.status !== 401) return response;
    session = null;
    return send(path, { ...more, bearer: await bearer(right) });
  };

  return {
    async state(mayWrite = false) {
      const response = await ask('/api/widget/liaisons', mayWrite ? 'ecriture' : 'lecture');
      return (await readJson(response)) as DocumentState;
    },
    async synchronise(linkId) {
      await readJson(await ask('/api/widget/synchroniser', 'ecriture', { body: { liaison: linkId } }));
    },
    async follow(runId, onSentence, signal) {
      const path = `/api/widget/executions/${encodeURIComponent(runId)}/flux`;
      const response = await ask(path, 'lecture', { signal });
      if (response.status !== 200 || response.body === null) return;
      for await (const sentence of sentencesOf(response.body)) onSentence(sentence);
    },
  };
}

type Sent = { readonly bearer?: string; readonly body?: object; readonly signal?: AbortSignal };

function send(path: string, { bearer, body, signal }: Sent): Promise<Response> {
  return fetch(path, {
    credentials: 'omit',
    cache: 'no-store',
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

const SILENT = {
  quoi: 'Le service ne répond pas comme il devrait.',
  faire: 'Réessayez dans un instant.',
};

async function readJson(response: Response): Promise<unknown> {
  // What is no JSON tells nothing: it is refused below, with the status.
  const read: unknown = await response.json().catch(() => null);
  if (response.ok && read !== null) return read;
  const { quoi, faire } = Object(read);
  const isTold = typeof quoi === 'string' && typeof faire === 'string';
  throw new Refused(response.status, isTold ? { quoi, faire } : SILENT);
}

/** Server-sent events, read by hand: the browser's own reader sends no header, and the session is one. */
async function* sentencesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      const sentence: unknown = data === undefined ? null : Object(JSON.parse(data)).sentence;
      if (typeof sentence === 'string') yield sentence;
    }
  }
}
