// The address of a webhook, sealed: those of messaging tools let whoever knows them write there.

import { openText, sealText } from '../kept-text';

export function sealAddress(sessionSecret: string, linkId: string, url: string): string {
  return sealText(sessionSecret, 'webhook', cellOf(linkId), url);
}

/** Null for what the present secret did not seal: its owner gives it again. */
export function openAddress(sessionSecret: string, linkId: string, sealed: string): string | null {
  return openText(sessionSecret, 'webhook', cellOf(linkId), sealed);
}

function cellOf(linkId: string) {
  return { table: 'link_webhook', row: linkId, column: 'url' };
}
