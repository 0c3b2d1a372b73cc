// The secrets that a person may choose again, as they are told apart.

import type { KnownSecret } from '../../../../components/link-settings/secret-choice';
import type { Credential } from '../../../../lib/store/credentials';
import { inFull } from '../../../dates';

const DAY = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' });

export function knownSecrets(credentials: readonly Credential[]): readonly KnownSecret[] {
  return credentials.map(({ id, hint, origin, givenAt, expiresAt, refusal }) => ({
    id,
    label: hint === '' ? 'Sans indice' : `Se termine par ${hint}`,
    hint: [
      new URL(origin).host,
      `donné le ${inFull(givenAt)}`,
      ...(expiresAt === null ? [] : [`expire le ${DAY.format(expiresAt)}`]),
      ...(refusal === null ? [] : [`refusé le ${inFull(refusal.at)}`]),
    ].join(', '),
  }));
}
