// The settings of a built site that is measured: a demo without ProConnect, which opens secrets sealed by the tests' own key.

import { KEYS } from '../../../inngest/testing/service';

export function siteEnvironment(
  databaseUrl: string,
  port: number,
  mail: { readonly smtp: string; readonly url: string },
): Record<string, string> {
  const key = KEYS.keys.get(KEYS.active) ?? new Uint8Array();
  return {
    MODE_DEMONSTRATION: 'oui',
    ADRESSE_SITE: `http://127.0.0.1:${port}`,
    DATABASE_URL: databaseUrl,
    CLES_DE_CHIFFREMENT: `${KEYS.active}:${Buffer.from(key).toString('base64')}`,
    ACCES_DOMAINES: 'exemple.gouv.fr',
    CONTACT: 'contact@exemple.gouv.fr',
    SMTP_URL: mail.smtp,
    COURRIEL_EXPEDITEUR: 'ne-pas-repondre@exemple.gouv.fr',
    BOITE_DEMONSTRATION: mail.url,
  };
}
