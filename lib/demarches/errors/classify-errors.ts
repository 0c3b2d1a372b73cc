// Judges the `errors` of a 200: neither « ignore » nor « all fatal » is right (facts/demarches.md §0.8 and §8).

import { Failure } from '../../errors/failure';
import type { GraphqlError } from './answer-shape';
import type { Fault, Verdict } from './verdict';

export type Judgement =
  /** The answer is usable; each fault spoiled the place that its path tells, and nothing else. */
  | { readonly status: 'usable'; readonly faults: readonly Fault[] }
  | { readonly status: 'unusable'; readonly verdict: Verdict };

/** `hasData`: the answer has a `data` that is not null. */
export function classifyErrors(errors: readonly GraphqlError[], hasData: boolean): Judgement {
  const fatal = errors.map(fatalFailure).find((failure) => failure !== null);
  if (fatal) return unusable({ class: 'fatal', failure: fatal });
  if (errors.some(isTimeout)) {
    return unusable({
      class: 'slow',
      failure: new Failure('DS_REPONSE_PARTIELLE', { facts: { reason: 'timeout' } }),
    });
  }
  // `dossier` may not be null: an unknown one empties the whole answer, and that is the answer.
  if (errors.some(isAboutDossier)) return { status: 'usable', faults: errors.map(faultOf) };
  if (!hasData) return unusable(withoutData(errors));
  if (errors.some((error) => (error.path ?? []).length === 0)) {
    // Something is missing and nothing tells what.
    return unusable({
      class: 'slow',
      failure: new Failure('DS_REPONSE_PARTIELLE', { facts: factsOf(errors) }),
    });
  }
  return { status: 'usable', faults: errors.map(faultOf) };
}

/** Only the first of DN's timeouts has the code, the others have the message (facts/demarches.md §2). */
function isTimeout(error: GraphqlError): boolean {
  return error.extensions?.code === 'timeout' || error.message.startsWith('Timeout on ');
}

function isAboutDossier(error: GraphqlError): boolean {
  const code = error.extensions?.code;
  const path = error.path ?? [];
  return path.length === 1 && path[0] === 'dossier' && (code === 'not_found' || code === 'unauthorized');
}

/** The démarche itself is refused or unknown, or our request is wrong. */
function fatalFailure(error: GraphqlError): Failure | null {
  const path = error.path ?? [];
  const aboutDemarche = path.length === 0 || (path.length === 1 && path[0] === 'demarche');
  switch (error.extensions?.code) {
    case 'unauthorized':
      return aboutDemarche ? new Failure('DS_DEMARCHE_NON_AUTORISEE') : null;
    case 'not_found':
      return aboutDemarche ? new Failure('DS_DEMARCHE_INTROUVABLE') : null;
    case 'forbidden':
      return aboutDemarche ? new Failure('DS_JETON_REFUSE') : null;
    case 'bad_request':
    case 'graphql_parse_failed':
      return new Failure('DS_REQUETE_REFUSEE', { facts: factsOf([error]) });
    default:
      // A cursor that DN cannot read: no code, and asking again cannot help (facts/demarches.md §3).
      return error.message.startsWith('Invalid input')
        ? new Failure('DS_REQUETE_REFUSEE', { facts: { reason: 'entree_invalide', errors: 1 } })
        : null;
  }
}

/**
 * Without `data`, either DN refused the document (unknown field or type, too deep, too complex: no path), or an error
 * went up to the root (it has a path): the data are to blame, and a smaller page may pass.
 */
function withoutData(errors: readonly GraphqlError[]): Verdict {
  const facts = factsOf(errors);
  if (errors.some((error) => dataPath(error).length > 0)) {
    return { class: 'internal', failure: new Failure('DS_REPONSE_PARTIELLE', { facts }) };
  }
  if (errors.length === 0) {
    return { class: 'cut', failure: new Failure('DS_REPONSE_ILLISIBLE', { facts: { reason: 'no_data' } }) };
  }
  return { class: 'drift', failure: new Failure('DS_REQUETE_REFUSEE', { facts }) };
}

/**
 * A path into the answer; graphql-ruby's static errors have one too, into the *document* (`query`, `fragment`…),
 * with a code that names the rule.
 */
function dataPath(error: GraphqlError): readonly (string | number)[] {
  const path = error.path ?? [];
  const root = path[0];
  return typeof root === 'string' && /^(?:query|fragment|mutation)\b/.test(root) ? [] : path;
}

function faultOf(error: GraphqlError): Fault {
  const path = error.path ?? [];
  switch (error.extensions?.code) {
    case 'invalid_null':
      return { kind: 'invalid_null', path };
    case 'unauthorized':
      return { kind: 'unauthorized', path };
    case 'not_found':
      return { kind: 'not_found', path };
    default:
      return { kind: 'other', path };
  }
}

/** The code only: DN's messages may quote what we sent. */
function factsOf(errors: readonly GraphqlError[]): { readonly reason: string; readonly errors: number } {
  const first = errors[0];
  const limit = /max (depth|complexity)/.exec(first?.message ?? '')?.[1];
  return { reason: first?.extensions?.code ?? limit ?? 'sans_code', errors: errors.length };
}

function unusable(verdict: Verdict): Judgement {
  return { status: 'unusable', verdict };
}
