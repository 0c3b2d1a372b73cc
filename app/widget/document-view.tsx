'use client';
// The links of the document that is open, and the dossier of the selected row.

import { useEffect, useState } from 'react';
import type { WidgetLink } from '../../lib/links/widget/view';
import { type Dossier, dossierOf, rowOf } from './dossier';
import { LinkCard } from './link-card';
import { type Trouble, useDocument } from './use-document';
import type { Grist } from './use-grist';

type Tied = Extract<Grist, { readonly status: 'relie' }>;

export function DocumentView({ grist, isReader }: { readonly grist: Tied; readonly isReader: boolean }) {
  const { bridge, cursor } = grist;
  const document = useDocument(bridge);
  const { read } = document;
  const links = read.status === 'lu' ? read.state.links : NONE;
  const dossier = useDossier(grist, links);

  /** False when the page's table has no row of this dossier. */
  const show = async (link: WidgetLink, number: number): Promise<boolean> => {
    if (cursor === undefined) return false;
    const row = rowOf(link, cursor.table, await bridge.rows(), number);
    if (row !== null) await bridge.goTo(row);
    return row !== null;
  };

  switch (read.status) {
    case 'lecture':
      return <p role="status">Lecture de l’état du document…</p>;
    case 'refus':
      return <Refusal trouble={read.trouble} retry={document.retry} />;
    case 'lu':
      return (
        <>
          {dossier !== null && <OpenDossier dossier={dossier} />}
          {read.state.departure !== null && <NoLink path={read.state.departure} isReader={isReader} />}
          {links.map((link) => (
            <LinkCard
              key={link.id}
              link={link}
              now={read.state.now}
              told={link.openRunId === null ? null : (read.live[link.openRunId] ?? link.progress)}
              isReader={isReader}
              synchronise={() => document.synchronise(link.id)}
              showFailures={document.showFailures}
              showRow={
                link.tables.some(({ id }) => id === cursor?.table) ? (number) => show(link, number) : null
              }
            />
          ))}
        </>
      );
  }
}

const NONE: readonly WidgetLink[] = [];

/** Of the selected row; null for a row of the user's own tables. What the row holds stays in this page. */
function useDossier({ bridge, cursor }: Tied, links: readonly WidgetLink[]): Dossier | null {
  const [found, setFound] = useState<Dossier | null>(null);
  const { table, row } = cursor ?? { table: '', row: 0 };
  const isOurs = links.some(({ tables }) => tables.some(({ id }) => id === table));
  useEffect(() => {
    let isOver = false;
    setFound(null);
    if (isOurs && row > 0) {
      const look = bridge.record(row).then((record) => {
        if (!isOver) setFound(dossierOf(links, table, record));
      });
      // A row that was removed meanwhile.
      look.catch(() => undefined);
    }
    return () => {
      isOver = true;
    };
  }, [bridge, links, isOurs, table, row]);
  return found;
}

function OpenDossier({ dossier: { number, href } }: { readonly dossier: Dossier }) {
  return (
    <p className="fr-mb-2w">
      <a
        className="fr-btn fr-btn--sm fr-btn--secondary"
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        title={`Voir le dossier ${number} dans Démarche numérique – nouvelle fenêtre`}
      >
        Voir le dossier {number} dans Démarche numérique
      </a>
    </p>
  );
}

function NoLink({ path, isReader }: { readonly path: string; readonly isReader: boolean }) {
  return (
    <>
      <h2 className="fr-h6 fr-mb-1w">Aucune démarche n’est reliée à ce document</h2>
      <p className="fr-mb-1w">
        Reliez-en une : ses dossiers seront tenus à jour ici, dans des tables à part. Le site s’ouvre dans un
        nouvel onglet avec ce document déjà choisi ; il vous demandera un jeton de Démarche numérique et une
        clé Grist.
      </p>
      {isReader ? (
        <p>Une personne qui peut modifier ce document peut le faire.</p>
      ) : (
        <a
          className="fr-btn fr-btn--sm"
          href={path}
          target="_blank"
          rel="noopener"
          title="Relier ce document – nouvelle fenêtre"
        >
          Relier ce document
        </a>
      )}
    </>
  );
}

function Refusal({ trouble, retry }: { readonly trouble: Trouble; readonly retry: () => void }) {
  return (
    <div role="alert">
      <h2 className="fr-h6 fr-mb-1w">{trouble.quoi}</h2>
      <p className="fr-mb-1w">{trouble.faire}</p>
      <button type="button" className="fr-btn fr-btn--sm fr-btn--secondary" onClick={retry}>
        Réessayer
      </button>
    </div>
  );
}
