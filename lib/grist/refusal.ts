// What a Grist means when it does not answer 200, read from its status and its own sentence.

import type { Answer } from '../http/answer';
import { parseJson } from './json';

/**
 * Sentences of grist-core 1.7.17 (facts/grist.md §1, §2, §7; seen on a real server where marked [real]). `not_grist`:
 * an error page that is not Grist's JSON, from a proxy, a firewall or another site. `sandbox`: the data engine
 * refused and nothing was applied; `error` is the Python class, never the message, which may quote values.
 * `unclear`: a failure that Grist may answer after having applied (app/server/lib/Sharing.ts: webhooks, broadcast).
 */
export type Refusal =
  | { readonly kind: 'key' }
  | { readonly kind: 'no_access' }
  | { readonly kind: 'rules'; readonly sentence: string }
  | { readonly kind: 'structure_rules'; readonly sentence: string }
  | { readonly kind: 'no_document' }
  | { readonly kind: 'in_trash' }
  | { readonly kind: 'no_endpoint' }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'backlogged' }
  | { readonly kind: 'daily_limit' }
  | { readonly kind: 'delete_only' }
  | { readonly kind: 'slow_query' }
  | { readonly kind: 'structure_changed' }
  | { readonly kind: 'sandbox'; readonly error: string }
  | { readonly kind: 'unavailable'; readonly status: number }
  | { readonly kind: 'flux' }
  | { readonly kind: 'not_grist'; readonly status: number }
  | { readonly kind: 'unclear'; readonly status: number };

/** Why this answer is a refusal; null when it is not one (2xx). */
export function refusalOf(answer: Pick<Answer, 'status' | 'text'>): Refusal | null {
  if (answer.status >= 200 && answer.status < 300) return null;
  return readRefusal(answer.status, sentenceOf(answer.text()));
}

/** Pure. `sentence` is the `error` of Grist's JSON, null when the body is not Grist's. */
export function readRefusal(status: number, sentence: string | null): Refusal {
  if (status === 413) return { kind: 'too_large' };
  if (status === 429) return { kind: /daily limit/i.test(sentence ?? '') ? 'daily_limit' : 'backlogged' };
  if (sentence === null) {
    return [502, 503, 504].includes(status) ? { kind: 'unavailable', status } : { kind: 'not_grist', status };
  }
  switch (status) {
    case 401:
      return { kind: 'key' };
    case 403:
      return readForbidden(sentence);
    case 404:
      return readMissing(sentence);
    case 503:
      return { kind: 'flux' };
    case 502:
    case 504:
      return { kind: 'unavailable', status };
    default:
      return readTrouble(status, sentence);
  }
}

function readForbidden(sentence: string): Refusal {
  // A cell that names an attachment that is not there, or that rules hide from this key: one row's matter (seen on 1.7.17;
  // a key that reads everything may name anything).
  if (sentence === 'Cannot access attachment') return { kind: 'sandbox', error: 'Attachment' };
  if (!/^Blocked by .*access rules/.test(sentence)) return { kind: 'no_access' };
  // The sentence is Grist's own; what follows it could come from the document's owner.
  const own = /^Blocked by (?:[a-z]+ )*access rules(?:: '[A-Za-z]+' actions [a-z ]+)?/.exec(sentence)?.[0];
  const kind = /structure access rules/.test(sentence) ? 'structure_rules' : 'rules';
  return { kind, sentence: own ?? 'Blocked by access rules' };
}

function readMissing(sentence: string): Refusal {
  if (/document is deleted/i.test(sentence)) return { kind: 'in_trash' };
  if (/^not found: /.test(sentence)) return { kind: 'no_endpoint' };
  if (MISSING_PLACE.test(sentence)) return { kind: 'structure_changed' };
  return { kind: 'no_document' };
}

/**
 * A table, a column or a row that is not there (any more), or a column that became a formula, as the REST API, SQLite
 * and the engine say it [real].
 */
const MISSING_PLACE =
  /non-existent record #\d+|Invalid row id|Table not found|Table or column not found|Invalid column|[Nn]o such (?:table|column)|has no column|save value to formula column|Attachment not found|KeyError (?:u?'[\w.]+'|"'get_record' found)/;

function readTrouble(status: number, sentence: string): Refusal {
  if (/^Blocked by .*access rules/.test(sentence)) return readForbidden(sentence);
  if (/delete-only mode/.test(sentence)) return { kind: 'delete_only' };
  if (/database interrupt/.test(sentence)) return { kind: 'slow_query' };
  if (/Sandbox/.test(sentence) && /Pipe(?:From|To)Sandbox|is closed|shut ?down/i.test(sentence)) {
    return { kind: 'unavailable', status };
  }
  if (MISSING_PLACE.test(sentence)) return { kind: 'structure_changed' };
  // A class of Python: any other word could be of a value.
  const error = /\[Sandbox\](?: ?([A-Z]\w{0,40}(?:Error|Exception|Warning|Exit|Interrupt))\b)?/.exec(
    sentence,
  );
  if (error !== null) return { kind: 'sandbox', error: error[1] || 'inconnue' };
  // 4xx comes before anything is done; a 500 of Node may come after the transaction.
  return status < 500 ? { kind: 'sandbox', error: `HTTP${status}` } : { kind: 'unclear', status };
}

/** Grist's own sentence; null for any other body: a proxy's page, another site's JSON. Never to be shown: it may quote. */
export function sentenceOf(text: string): string | null {
  const parsed = parseJson(text);
  if (parsed.status === 'other') return null;
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || !('error' in value)) return null;
  return typeof value.error === 'string' ? value.error : null;
}
