// The link of an address, for those who may see it; for everybody else the page does not exist.

import { notFound } from 'next/navigation';
import { cache } from 'react';
import { authorise, type Right } from '../../../lib/access/authorise';
import { signedIn, visitor } from '../../../lib/access/request';
import { access, siteDatabase } from '../../../lib/access/service';
import { type LinkLine, listLinks } from '../../../lib/links/list';
import type { Role } from '../../../lib/store/access-rights';
import { SYSTEM_CLOCK } from '../../../lib/wiring';

export type SeenLink = {
  readonly link: LinkLine;
  readonly role: Role;
  readonly userId: string;
};

export type LinkProps = { readonly params: Promise<{ readonly id: string }> };

/** Read once a request, by the frame and by the page. */
export const seenLink = cache(async (id: string, right: Right): Promise<SeenLink> => {
  const { person } = await signedIn(`/liaisons/${encodeURIComponent(id)}`);
  const allowed = await authorise(await access(), await visitor(), { userId: person.id, linkId: id, right });
  if (!allowed.ok) notFound();
  const [link] = await listLinks({ database: await siteDatabase(), clock: SYSTEM_CLOCK }, [id.toLowerCase()]);
  return link === undefined ? notFound() : { link, role: allowed.role, userId: person.id };
});

/** What people call a link: the title of its démarche. */
export function nameOf({ title, demarche }: Pick<LinkLine, 'title' | 'demarche'>): string {
  return title ?? `Démarche n° ${demarche}`;
}
