// Starts a simulated ProConnect: OpenID Connect as ProConnect speaks it (facts/stack.md §5), with invented agents and no
// password. Rejects what the real one rejects: unknown parameters, a short state or nonce, an address that is not declared.

import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import { AGENTS, agentOf, invent, subjectOf } from './agents';
import { loginPage, page } from './pages';

export type ProConnectOptions = {
  /** 0: a free one. One that is taken is replaced by a free one. */
  readonly port?: number;
  /** Origin of the site that signs people in. */
  readonly site: string;
};

export type ProConnectSimulator = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  close(): Promise<void>;
};

const PREFIX = '/api/v2';

/** Known to the site's demo settings (lib/env/site.ts). */
const CLIENT = { id: 'one-trick-pony-demonstration', secret: 'secret-de-demonstration-sans-valeur' };

/** Parameters of `/authorize`; any other is refused with Y000400. */
const KNOWN_PARAMETERS = new Set([
  'response_type',
  'response_mode',
  'client_id',
  'redirect_uri',
  'scope',
  'claims',
  'state',
  'nonce',
  'prompt',
  'acr_values',
  'idp_hint',
  'login_hint',
  'siret_hint',
  'code_challenge',
  'code_challenge_method',
]);

const SHORTEST = 32;

export async function startProConnect({ port = 0, site }: ProConnectOptions): Promise<ProConnectSimulator> {
  const server = createServer();
  const origin = await listen(server, port);
  const issuer = `${origin}${PREFIX}`;
  const provider = new Provider(issuer, configuration(site));
  const callback = provider.callback();

  server.on('request', (request, response) => {
    route(provider, callback, request, response).catch((error: unknown) => {
      console.error('ProConnect simulé :', error instanceof Error ? error.message : error);
      send(response, 400, page('Erreur', '<p>Cette demande a expiré ou n’a pas de sens.</p>'));
    });
  });
  return {
    issuer,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function route(
  provider: Provider,
  callback: (request: IncomingMessage, response: ServerResponse) => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const interaction = /^\/api\/v2\/interaction\/[\w-]+$/.test(url.pathname);
  if (interaction) return interact(provider, request, response, url.pathname);
  if (!url.pathname.startsWith(`${PREFIX}/`)) {
    return send(response, 404, page('Page introuvable', '<p>Rien ici.</p>'));
  }
  const refusal = url.pathname === `${PREFIX}/authorize` ? refusalOf(url.searchParams) : null;
  if (refusal !== null) return send(response, 400, page('Erreur Y000400', `<p>${refusal}</p>`));
  // oidc-provider serves at the root, and tells its own address from the original one.
  Object.assign(request, { originalUrl: request.url });
  request.url = (request.url ?? '').slice(PREFIX.length);
  callback(request, response);
}

function refusalOf(parameters: URLSearchParams): string | null {
  const unknown = [...parameters.keys()].filter((name) => !KNOWN_PARAMETERS.has(name));
  if (unknown.length > 0) return 'Un paramètre n’est pas connu.';
  const short = ['state', 'nonce'].some((name) => (parameters.get(name) ?? '').length < SHORTEST);
  return short ? `state et nonce doivent avoir au moins ${SHORTEST} caractères.` : null;
}

/** Who signs in, then straight on: there is no consent to ask. */
async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  const grant = async (accountId: string) => {
    const given = new provider.Grant({ accountId, clientId: params.client_id });
    given.addOIDCScope(params.scope);
    return { consent: { grantId: await given.save() } };
  };
  if (prompt.name !== 'login') {
    const result = await grant(session?.accountId ?? '');
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  }
  if (request.method !== 'POST') return send(response, 200, loginPage(path, AGENTS, params.login_hint ?? ''));
  const form = await readForm(request);
  if (form.has('renoncer')) {
    return provider.interactionFinished(request, response, {
      error: 'access_denied',
      error_description: 'User auth aborted',
    });
  }
  const chosen = agentOf(form.get('agent') ?? '');
  const field = (name: string) => form.get(name)?.trim() ?? '';
  const agent = chosen ?? invent(field('email'), field('siret'), field('fournisseur'));
  const accountId = subjectOf(agent);
  const result = { login: { accountId, acr: 'eidas1', amr: ['pwd'] }, ...(await grant(accountId)) };
  return provider.interactionFinished(request, response, result);
}

function configuration(site: string): Record<string, unknown> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'simulation' };
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${site}/api/auth/callback/proconnect`],
        post_logout_redirect_uris: [`${site}/deconnexion/retour`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'RS256',
        userinfo_signed_response_alg: 'RS256',
      },
    ],
    jwks: { keys: [key] },
    routes: {
      authorization: '/authorize',
      token: '/token',
      userinfo: '/userinfo',
      end_session: '/session/end',
      jwks: '/jwks',
    },
    acrValues: ['eidas1', 'eidas2', 'eidas3'],
    scopes: ['openid', 'given_name', 'usual_name', 'email', 'uid', 'siret', 'idp_id'],
    claims: {
      openid: ['sub'],
      ...Object.fromEntries(
        ['given_name', 'usual_name', 'email', 'uid', 'siret', 'idp_id'].map((name) => [name, [name]]),
      ),
      acr: null,
      amr: null,
    },
    conformIdTokenClaims: true,
    pkce: { required: () => false },
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      claimsParameter: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource },
    },
    cookies: { keys: ['simulation'] },
    ttl: {
      AuthorizationCode: 60,
      AccessToken: 3600,
      IdToken: 60,
      Session: 12 * 3600,
      Interaction: 600,
      Grant: 3600,
    },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `${PREFIX}/interaction/${uid}` },
    findAccount: (_context: unknown, subject: string) => {
      const agent = agentOf(subject);
      if (agent === null) return undefined;
      const { email, siret, givenName: given_name, usualName: usual_name, identityProvider } = agent;
      const uid = email.split('@')[0];
      return {
        accountId: subject,
        claims: () => ({ sub: subject, email, given_name, usual_name, siret, uid, idp_id: identityProvider }),
      };
    },
  };
}

/** ProConnect asks nothing before signing out: the page goes on by itself. */
function logoutSource(context: { body: string }, form: string): void {
  const confirmed = form.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>');
  context.body = page(
    'Déconnexion',
    `${confirmed}<p>Un instant…</p><script>document.forms[0].submit()</script>`,
  );
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(html);
}

/** On loopback; a port already taken falls back to a free one. */
async function listen(server: ReturnType<typeof createServer>, port: number): Promise<string> {
  const attempt = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await attempt(port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    await attempt(0);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
