// The widget's own corner of the site: the only page that may be framed, by whom, and where no cookie is read.

import type { Instances } from '../../env/instances';

export const WIDGET_PAGE = '/widget';

/** The widget's page and what it asks of this server. */
export function isOfWidget(path: string): boolean {
  return path === WIDGET_PAGE || path.startsWith('/api/widget/');
}

/** Sources of `frame-ancestors`: the Grists that links may be made with. In the demo, whatever runs on this machine. */
export function widgetAncestors({ grist, loopback }: Instances): readonly string[] {
  return [...grist, ...(loopback ? ['http://127.0.0.1:*', 'http://localhost:*'] : [])];
}

/** How the page's frame knows that it is the widget's: written by proxy.ts for every request, whatever it came with. */
export const PLACE_HEADER = 'x-otp-place';
