// Which document of which Grist: from what a person pastes (the browser's address, an API address, an identifier).

import { Failure } from '../errors/failure';

export type DocumentAddress = {
  /** Canonical scheme, host and port, e.g. `https://grist.numerique.gouv.fr`. */
  readonly origin: string;
  /** Where `/api` hangs: the origin, followed by `/o/<team>` when the address had it (short ids need it). */
  readonly base: string;
  /** Document id, short id (`urlId`), fork (`id~fork~user`) or share (`s.<key>`), as found. */
  readonly document: string;
};

/**
 * Pure. `url` is anything that leads to the document or to its site; `document` its identifier (or its address),
 * which may be left out when `url` says it. Spellings accepted, with or without `/o/<team>` in front (grist-core
 * app/common/gristUrls.ts, `encodeUrl` and `decodeUrl`): `/doc/<id>/…`, `/<id of 12 characters or more>/<name>/…`,
 * `/s/<share key>`, `/api/docs/<id>/…`, and the bare site.
 *
 * Throws GRIST_URL_INVALIDE or GRIST_URL_NON_AUTORISEE (only https, and http to this very machine).
 */
export function readDocumentAddress(input: {
  readonly url: string;
  readonly document?: string | null;
}): DocumentAddress {
  const given = (input.document ?? '').trim();
  const site = parseSite(input.url.trim() === '' && looksLikeAddress(given) ? given : input.url);
  const inUrl = documentOfPath(site.segments);
  const inField = looksLikeAddress(given) ? documentOfAddress(given, site.url.origin) : given;
  const document = sameDocument(inUrl, inField === '' ? null : inField);
  if (/~v=/.test(document)) {
    throw unreadable('Cette adresse est celle d’une sauvegarde (instantané), qui ne peut pas être modifiée.');
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._~-]*$/.test(document) || document === 'new') {
    throw unreadable('L’identifiant du document contient des caractères inattendus.');
  }
  const team =
    site.segments[0] === 'o' && site.segments[1] ? `/o/${encodeURIComponent(site.segments[1])}` : '';
  return { origin: site.url.origin, base: `${site.url.origin}${team}`, document };
}

function parseSite(text: string): { readonly url: URL; readonly segments: readonly string[] } {
  const trimmed = text.trim().replace(/^<|>$/g, '');
  if (trimmed === '') throw unreadable('L’adresse est vide.');
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (url === null || url.hostname === '') throw unreadable(null);
  if (url.username !== '' || url.password !== '') {
    throw unreadable('L’adresse contient un nom d’utilisateur ou un mot de passe : retirez-les.');
  }
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!allowed) throw new Failure('GRIST_URL_NON_AUTORISEE', { facts: { scheme: url.protocol } });
  return { url, segments: url.pathname.split('/').filter(Boolean).map(decodeSegment) };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray % in a page's name: the segment stands as it is written.
    return segment;
  }
}

/** The document named by a path, null when the path is only the site's. */
function documentOfPath(segments: readonly string[]): string | null {
  const inTeam = segments[0] === 'o' ? segments.slice(2) : segments;
  const [first, second] = inTeam[0] === 'api' ? inTeam.slice(1) : inTeam;
  if (first === undefined) return null;
  if (first === 'doc' || first === 'docs') return second ?? null;
  if (first === 's') return second === undefined ? null : `s.${second}`;
  if (first === 'forms' || second === 'forms') {
    throw unreadable(
      'Cette adresse est celle d’un formulaire, pas du document : ouvrez le document lui-même.',
    );
  }
  // A short id is at least 12 characters, longer than any of Grist's own words but these (gristUrls.ts).
  if (first.length >= 12 && !OWN_LONG_WORDS.has(first)) return first;
  return null;
}

const OWN_LONG_WORDS = new Set(['forgot-password', 'site-settings']);

function documentOfAddress(address: string, origin: string): string {
  const other = parseSite(address);
  if (other.url.origin !== origin) {
    throw unreadable('L’adresse du site et celle du document désignent deux sites différents.');
  }
  const document = documentOfPath(other.segments);
  if (document === null) throw unreadable('L’adresse donnée pour le document est celle d’un site.');
  return document;
}

/** The longest of two spellings of one document; a short id is a prefix of the whole one. */
function sameDocument(inUrl: string | null, inField: string | null): string {
  if (inUrl === null && inField === null) {
    throw unreadable('L’adresse est celle d’un site, et l’identifiant du document manque.');
  }
  if (inUrl === null || inField === null) return inUrl ?? inField ?? '';
  if (inField.startsWith(inUrl)) return inField;
  if (inUrl.startsWith(inField) && inField.length >= 12) return inUrl;
  throw unreadable('L’adresse et l’identifiant désignent deux documents différents.');
}

function looksLikeAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function unreadable(detail: string | null): Failure {
  return new Failure('GRIST_URL_INVALIDE', { detail });
}
