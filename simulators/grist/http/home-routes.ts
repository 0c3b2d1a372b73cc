// The part of Grist's home API that the product and its tests use: workspaces, documents, sharing, trash.

import { randomUUID } from 'node:crypto';
import { Refusal } from '../engine/refusal';
import type { Hosted, Role, Site, User } from '../site';
import { documentOf, roleIn } from './access';
import { type Answer, type Exchange, ok } from './exchange';

const WORKSPACE = { id: 2, name: 'Home', access: 'owners', orgDomain: 'docs-5', isSupportWorkspace: false };
const ORG = { id: 2, name: 'Personal', domain: 'docs-5', host: null, access: 'owners' };

/** Null when the path is not one of these. */
export function homeRoute(site: Site, exchange: Exchange): Answer | null {
  const { method, path } = exchange;
  // A document's token opens what is under the document, and nothing of the site.
  const user = exchange.token === null ? exchange.user : null;
  if (method === 'GET' && path === '/api/orgs') return ok(user === null ? [] : [ORG]);
  if (method === 'GET' && /^\/api\/orgs\/[^/]+\/workspaces$/.test(path)) return ok(workspaces(site, user));
  if (method === 'POST' && /^\/api\/workspaces\/\d+\/docs$/.test(path)) return createDocument(site, exchange);
  const found = /^\/api\/docs\/([^/]+)(\/(?:remove|unremove|access))?$/.exec(path);
  if (found === null) return null;
  if (exchange.token !== null) throw new Refusal(403, 'access denied');
  return documentRoute(site, exchange, decodeURIComponent(found[1] ?? ''), `${method} ${found[2] ?? ''}`);
}

function workspaces(site: Site, user: User | null): unknown {
  const docs = site
    .documents()
    .filter((hosted) => roleIn(hosted, user) !== null && !hosted.trashed)
    .map(({ id, name }) => ({ id, name }));
  return [{ ...WORKSPACE, docs }];
}

function createDocument(site: Site, { body, user }: Exchange): Answer {
  if (user === null) throw new Refusal(403, 'access denied');
  const { name } = body as { name?: string };
  return ok(site.create(name ?? 'Untitled', [[user.email, 'owners']]).id);
}

function documentRoute(site: Site, exchange: Exchange, id: string, route: string): Answer | null {
  const { user, body } = exchange;
  switch (route) {
    case 'GET ':
      return describe(documentOf(site, id), user);
    case 'DELETE ':
      owned(site, id, user);
      site.remove(id);
      return ok(id);
    case 'POST /remove':
      owned(site, id, user).trashed = true;
      return ok(null);
    case 'POST /unremove':
      owned(site, id, user).trashed = false;
      return ok(null);
    case 'PATCH /access':
      share(owned(site, id, user), body);
      return ok(null);
    default:
      return null;
  }
}

function owned(site: Site, id: string, user: User | null): Hosted {
  const hosted = documentOf(site, id);
  if (roleIn(hosted, user) !== 'owners') throw new Refusal(403, 'access denied');
  return hosted;
}

function share(hosted: Hosted, body: unknown): void {
  const { delta } = body as { delta?: { users?: Record<string, Role | null> } };
  for (const [email, role] of Object.entries(delta?.users ?? {})) {
    if (role === null) hosted.access.delete(email);
    else hosted.access.set(email, role);
  }
}

function describe(hosted: Hosted, user: User | null): Answer {
  if (hosted.trashed) throw new Refusal(404, 'document not found');
  const access = roleIn(hosted, user);
  if (access === null) throw new Refusal(403, 'access denied');
  return ok({
    id: hosted.id,
    urlId: hosted.id.slice(0, 12),
    name: hosted.name,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    isPinned: false,
    trunkId: null,
    type: null,
    workspace: { ...WORKSPACE, org: ORG },
    aliases: [],
    forks: [],
    access,
  });
}

/** A key of 40 hexadecimal characters, like Grist's. */
export function newKey(): string {
  return (randomUUID() + randomUUID()).replaceAll('-', '').slice(0, 40);
}
