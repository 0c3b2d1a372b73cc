'use client';
// What is shown when a page could not be made. What failed is in the service's log, under the reference shown here.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { startTransition } from 'react';

export default function PageFailed({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  return (
    <div className="fr-container fr-py-8w">
      <title>Page indisponible – One Trick Pony</title>
      <h1>Cette page n’a pas pu s’afficher</h1>
      <p className="fr-text--lead">
        Le service a rencontré une difficulté. Vos données ne sont pas touchées.
      </p>
      <p>
        Les synchronisations continuent sans vous. Réessayez dans un instant ; si cela se répète, écrivez à
        l’exploitant du service
        {error.digest === undefined ? '.' : ` en citant la référence ${error.digest}.`}
      </p>
      <div className="fr-btns-group fr-btns-group--inline-md">
        <Button onClick={() => startTransition(reset)}>Réessayer</Button>
        <Button linkProps={{ href: '/liaisons' }} priority="secondary">
          Mes démarches
        </Button>
      </div>
    </div>
  );
}
