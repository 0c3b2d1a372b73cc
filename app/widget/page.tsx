// The page that Grist frames: it holds nothing, and learns everything from Grist and from this server while it is open.

import type { Metadata } from 'next';
import { Widget } from './widget';

export const metadata: Metadata = { title: 'Suivi du document' };

/** Of the query that Grist adds, one word is used, and only to say things better: it proves nothing. */
export default async function WidgetPage({
  searchParams,
}: {
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}) {
  return <Widget isReader={(await searchParams).readonly === 'true'} />;
}
