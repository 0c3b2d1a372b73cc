// ProConnect's `id_token`, kept for the sign-out only, sealed in its session.

import { openText, sealText } from './kept-text';

export function sealProof(sessionSecret: string, userId: string, idToken: string): string {
  return sealText(sessionSecret, 'id_token', cellOf(userId), idToken);
}

/** Null for what the present secret did not seal: the browser then signs out here only. */
export function openProof(sessionSecret: string, userId: string, sealed: string): string | null {
  return openText(sessionSecret, 'id_token', cellOf(userId), sealed);
}

function cellOf(userId: string) {
  return { table: 'user_session', row: userId, column: 'id_token' };
}
