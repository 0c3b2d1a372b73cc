// ProConnect as next-auth is told of it (facts/stack.md §5, facts/anchors.md D.2).

import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import type { ProConnectSettings } from '../env/site';
import type { Identity } from '../store/access-people';
import { normaliseEmail } from './email-address';

export const PROCONNECT = 'proconnect';

const SCOPE = 'openid given_name usual_name email uid siret idp_id';

const PATIENCE_MS = 10_000;

/** What ProConnect says of somebody. Other claims are not looked at. */
const CLAIMS = z.object({
  sub: z.string().min(1).max(500),
  email: z.string(),
  given_name: z.string().optional(),
  usual_name: z.string().optional(),
  siret: z
    .string()
    .transform((text) => text.replace(/\s/g, ''))
    .optional(),
  idp_id: z.string().optional(),
});

/** Any claims, as they came: `readIdentity` reads them. */
export type Claims = Readonly<Record<string, unknown>>;

/** Null when ProConnect does not say who it is, or where to write to them. */
export function readIdentity(claims: unknown): Identity | null {
  const read = CLAIMS.safeParse(claims);
  if (!read.success) return null;
  const { sub, email, given_name, usual_name, siret, idp_id } = read.data;
  const address = normaliseEmail(email);
  if (address === null) return null;
  return {
    means: 'proconnect',
    subject: sub,
    email: address,
    identityProvider: idp_id ?? null,
    givenName: name(given_name),
    usualName: name(usual_name),
    siret: siret !== undefined && /^\d{14}$/.test(siret) ? siret : null,
  };
}

/** One line, of a length that pages can show. */
function name(text: string | undefined): string | null {
  return text?.replace(/\s+/g, ' ').trim().slice(0, 100) || null;
}

/**
 * Any parameter that ProConnect does not know is an error (Y000400): those sent are exactly the documented ones, PKCE's
 * apart, which can be turned off. State and nonce are drawn by openid-client: 43 characters.
 */
export function proConnectProvider(settings: ProConnectSettings): OAuthConfig<Claims> {
  const { acr } = settings;
  const claims = { id_token: { acr: { essential: true, values: acr } } };
  return {
    id: PROCONNECT,
    name: 'ProConnect',
    type: 'oauth',
    wellKnown: `${settings.issuer}/.well-known/openid-configuration`,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    authorization: {
      params: { scope: SCOPE, ...(acr.length === 0 ? {} : { claims: JSON.stringify(claims) }) },
    },
    checks: settings.pkce ? ['pkce', 'state', 'nonce'] : ['state', 'nonce'],
    idToken: true,
    client: {
      id_token_signed_response_alg: settings.idTokenAlgorithm,
      token_endpoint_auth_method: 'client_secret_post',
      ...(settings.userinfoAlgorithm === null
        ? {}
        : { userinfo_signed_response_alg: settings.userinfoAlgorithm }),
    },
    httpOptions: { timeout: PATIENCE_MS },
    userinfo: {
      // With the whole set of tokens: openid-client then checks the signature, and that both speak of the same person.
      async request({ client, tokens }) {
        if (!isTokenSet<typeof client>(tokens)) throw new Error('next-auth did not hand the tokens over');
        const level = tokens.claims().acr ?? '';
        if (acr.length > 0 && !acr.includes(level)) {
          throw new Error('the level of authentication is too low');
        }
        return client.userinfo(tokens);
      },
    },
    profile(said) {
      const identity = readIdentity(said);
      if (identity === null) throw new Error('ProConnect does not say who it is');
      return { id: identity.subject, email: identity.email };
    },
  };
}

/** openid-client's own set of tokens, which next-auth types as its plain parameters. */
function isTokenSet<Client extends { userinfo: (tokens: never) => unknown }>(
  tokens: object,
): tokens is Exclude<Parameters<Client['userinfo']>[0], string> {
  return 'claims' in tokens && typeof tokens.claims === 'function';
}
