// Judges an HTTP answer that is not a 200, as facts/demarches.md §8 lists them.

import { Failure } from '../../errors/failure';
import { firstError, type GraphqlError, isMaintenanceBody } from './answer-shape';
import type { Verdict } from './verdict';

export type StatusAnswer = {
  readonly status: number;
  readonly body: string;
  /** `RateLimit-Reset` (epoch seconds) and `Date`, both of DN's clock. */
  readonly rateLimitReset: string | null;
  readonly date: string | null;
};

/** Longest wait that a 429 may ask for: a window lasts a minute (facts/demarches.md §1). */
export const LONGEST_THROTTLE_MS = 61_000;

/** `now` (epoch ms) stands for DN's clock when its answer has no `Date`. */
export function classifyStatus(answer: StatusAnswer, now: number): Verdict {
  const { status, body } = answer;
  const facts = { status };
  switch (status) {
    case 400:
      return fatal('DS_REQUETE_REFUSEE', facts, firstError(body));
    case 401: {
      const expired = /expired|expiré/i.test(firstError(body)?.message ?? '');
      return fatal(expired ? 'DS_JETON_EXPIRE' : 'DS_JETON_REFUSE', facts, null);
    }
    case 403:
      return forbidden(firstError(body));
    case 408:
    case 502:
    case 504:
    case 524:
      return { class: 'slow', failure: new Failure('DS_INDISPONIBLE', { facts }) };
    case 429:
      return {
        class: 'throttled',
        failure: new Failure('DS_LIMITE_DEBIT', { facts }),
        waitMs: throttleWait(answer, now),
      };
    case 500: {
      const reference = firstError(body)?.extensions?.exception_id ?? null;
      return {
        class: 'internal',
        failure: new Failure('DS_ERREUR_INTERNE', {
          ...(reference === null ? {} : { detail: `Référence : ${reference}` }),
          facts: reference === null ? facts : { ...facts, exceptionId: reference },
        }),
      };
    }
    case 503:
      return isMaintenanceBody(body)
        ? { class: 'maintenance', failure: new Failure('DS_MAINTENANCE', { facts }) }
        : { class: 'cut', failure: new Failure('DS_INDISPONIBLE', { facts }) };
    default:
      if (status > 500) return { class: 'cut', failure: new Failure('DS_INDISPONIBLE', { facts }) };
      // 404, 405, 413… or a success that is not a 200: not DN, or not the API that we know.
      return fatal('DS_REPONSE_ILLISIBLE', facts, null);
  }
}

/** DN's sentence about the network holds the address to declare: it is kept word for word when it is the one we know. */
const FORBIDDEN_NETWORK =
  /^Request issued from a forbidden network\. Add [0-9a-f.:/]{3,50}[a-z /]{0,60}\.?$/i;

/** An IPv4 or IPv6 address or network, in whatever stands around it. */
const ADDRESS =
  /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7})(?:\/\d{1,3})?(?![\w.:])/i;

function forbidden(error: GraphqlError | null): Verdict {
  const facts = { status: 403 };
  if (error === null) return fatal('DS_REPONSE_ILLISIBLE', facts, null);
  if (/network|réseau/i.test(error.message)) {
    return {
      class: 'fatal',
      failure: new Failure('DS_JETON_IP_REFUSEE', { detail: toldOfNetwork(error.message), facts }),
    };
  }
  return fatal('DS_JETON_REFUSE', facts, null);
}

/** Of any other sentence, the address alone: it could quote what we sent. */
function toldOfNetwork(message: string): string | null {
  return FORBIDDEN_NETWORK.test(message) ? message : (ADDRESS.exec(message)?.[0] ?? null);
}

function fatal(
  code: 'DS_REQUETE_REFUSEE' | 'DS_JETON_EXPIRE' | 'DS_JETON_REFUSE' | 'DS_REPONSE_ILLISIBLE',
  facts: { readonly status: number },
  error: GraphqlError | null,
): Verdict {
  const reason = error?.extensions?.code ?? null;
  return {
    class: 'fatal',
    failure: new Failure(code, { facts: reason === null ? facts : { ...facts, reason } }),
  };
}

/** From now to the reset, both on DN's clock; at least a second, at most 61. The jitter is the budget's. */
function throttleWait(answer: StatusAnswer, now: number): number {
  const reset = Number(answer.rateLimitReset ?? Number.NaN) * 1000;
  if (!Number.isFinite(reset)) return LONGEST_THROTTLE_MS;
  const date = Date.parse(answer.date ?? '');
  const wait = reset - (Number.isNaN(date) ? now : date);
  return Math.min(LONGEST_THROTTLE_MS, Math.max(1000, wait));
}
