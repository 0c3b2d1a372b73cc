// Every page of the site.

import type { Metadata } from 'next';
import Link from 'next/link';
import { OWN_PAGES, PUBLIC_PAGES, type PublicPage } from '../../site-map';
import { PageHead } from '../page-head';

export const metadata: Metadata = { title: 'Plan du site' };

export default function SiteMapPage() {
  return (
    <>
      <PageHead title="Plan du site" />
      <h2>Pour tous</h2>
      <Pages pages={PUBLIC_PAGES} />
      <h2>Une fois connecté</h2>
      <Pages pages={OWN_PAGES} />
    </>
  );
}

function Pages({ pages }: { readonly pages: readonly PublicPage[] }) {
  return (
    <ul>
      {pages.map(({ path, title, about }) => (
        <li key={path}>
          <Link href={path}>{title}</Link> : {about}
        </li>
      ))}
    </ul>
  );
}
