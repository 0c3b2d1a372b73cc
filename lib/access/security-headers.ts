// What every page tells the browser to refuse.

/**
 * The Content-Security-Policy of a page: its own scripts only, by nonce; nothing may frame it but `ancestors`.
 *
 * @param nonce drawn for this answer alone
 * @param formTargets origins that a form of ours may lead to (the sign-in service)
 * @param ancestors sources that may frame it (lib/access/widget/place.ts); none for every page but the widget
 */
export function contentSecurityPolicy(
  nonce: string,
  formTargets: readonly string[],
  isDev: boolean,
  ancestors: readonly string[] = [],
): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ''}`,
    // The DSFR's components and React's server rendering set style attributes: those cannot carry a nonce.
    `style-src 'self' 'nonce-${nonce}'${isDev ? " 'unsafe-inline'" : ''}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    ['form-action', "'self'", ...formTargets].join(' '),
    ancestors.length === 0 ? "frame-ancestors 'none'" : `frame-ancestors ${ancestors.join(' ')}`,
  ].join('; ');
}

/** Headers that do not depend on the page. */
export const FIXED_HEADERS: Readonly<Record<string, string>> = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  // Not `no-referrer`: browsers then say that our own forms come from nowhere, and we refuse them.
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
};
