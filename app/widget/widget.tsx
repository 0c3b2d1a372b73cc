'use client';
// The widget, whatever it is: outside Grist, before it may know the document, or showing its links.

import { useState } from 'react';
import { DocumentView } from './document-view';
import { useGrist } from './use-grist';
import styles from './widget.module.css';

/** `isReader`: Grist says that its user only reads. It changes what is proposed, never what is allowed. */
export function Widget({ isReader }: { readonly isReader: boolean }) {
  const grist = useGrist();
  return (
    <main className={styles.widget}>
      <h1 className="fr-sr-only">One Trick Pony : suivi du document</h1>
      {content()}
    </main>
  );

  function content() {
    switch (grist.status) {
      case 'attente':
        return <p role="status">Connexion à Grist…</p>;
      case 'dehors':
        return <Outside />;
      case 'muet':
        return (
          <p role="alert">
            La page qui contient ce widget ne répond pas comme un document Grist. Rechargez-la ; si cela dure,
            retirez le widget de la page et ajoutez-le de nouveau.
          </p>
        );
      case 'relie':
        return grist.access === 'full' ? (
          <DocumentView grist={grist} isReader={isReader} />
        ) : (
          <AskForAccess isReader={isReader} ask={() => grist.bridge.require('full')} />
        );
    }
  }
}

function Outside() {
  return (
    <>
      <h2 className="fr-h5">Ce widget s’utilise dans Grist</h2>
      <p>
        Ajouté à une page d’un document Grist, il montre où en sont les démarches synchronisées dans ce
        document. Ouvert seul, il ne fait rien.
      </p>
      <p>
        <a href="/aide#widget" target="_blank" rel="noopener" title="Aide – nouvelle fenêtre">
          Comment l’ajouter à un document
        </a>
      </p>
    </>
  );
}

function AskForAccess({ isReader, ask }: { readonly isReader: boolean; readonly ask: () => Promise<void> }) {
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <h2 className="fr-h6 fr-mb-1w">Quel document est ouvert ?</h2>
      <p className="fr-mb-1w">
        Pour savoir quel document est ouvert, ce widget a besoin de le lire. Grist n’a qu’un accès qui le
        permette, « l’accès complet » : le widget s’en sert pour demander une autorisation de quelques
        minutes, en lecture seule, et pour lire le numéro du dossier sélectionné. Il n’écrit rien dans le
        document.
      </p>
      {isReader ? (
        <p>Une personne qui peut modifier ce document doit ouvrir cette page et donner cet accès.</p>
      ) : (
        <>
          <button
            type="button"
            className="fr-btn fr-btn--sm"
            onClick={() => {
              setAsked(true);
              // Grist's question is its own: whatever becomes of it, it loads the widget again or leaves it.
              ask().catch(() => setAsked(false));
            }}
          >
            Donner l’accès au document
          </button>
          <p role="status" className="fr-text--sm fr-mt-1w fr-mb-0">
            {isAsked &&
              'Grist vous demande de confirmer : ouvrez le panneau de droite (l’icône tout en haut à droite), onglet « Personnalisée », puis « Accepter ».'}
          </p>
        </>
      )}
    </>
  );
}
