// Where somebody was going before signing in: a page of this site, or nothing.

/** After signing in, when nothing better is known. */
export const HOME = '/compte';

const LENGTH = 500;

/** The path, query included, when it stays on this site; otherwise where everybody goes. Never an address of elsewhere. */
export function returnPath(text: string | null | undefined): string {
  if (!text || text.length > LENGTH || !/^\/(?![/\\])/.test(text) || hasControl(text)) return HOME;
  const base = 'http://ici.invalid';
  const url = URL.parse(text, base);
  if (url === null || url.origin !== base || url.pathname.startsWith('//')) return HOME;
  // Pages of the sign-in itself lead nowhere once it is done.
  if (/^\/(?:connexion|deconnexion|api)(?:\/|$)/.test(url.pathname)) return HOME;
  return url.pathname + url.search;
}

/** Browsers drop tabs and line ends inside an address: `/<tab>/ailleurs` would lead elsewhere. */
function hasControl(text: string): boolean {
  return [...text].some((character) => character <= ' ' || character === '\\');
}
