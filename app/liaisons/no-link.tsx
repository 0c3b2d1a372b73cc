// Nothing yet: what a link is, and how to make the first one.

import { Button } from '@codegouvfr/react-dsfr/Button';

export function NoLink() {
  return (
    <div className="fr-grid-row">
      <div className="fr-col-12 fr-col-lg-8">
        <p className="fr-text--lead">Vous n’avez encore relié aucune démarche.</p>
        <p>
          Reliez une démarche de Démarche numérique à un document Grist : ses dossiers y seront copiés, puis
          tenus à jour. Il vous faut un jeton de Démarche numérique et un document Grist où vous pouvez écrire
          ; chaque étape explique où les trouver et vérifie qu’ils conviennent.
        </p>
        <Button iconId="fr-icon-add-line" linkProps={{ href: '/liaisons/nouvelle' }}>
          Relier ma première démarche
        </Button>
        <p className="fr-mt-4w fr-text--sm">
          Un collègue a déjà relié la vôtre ? Demandez-lui de la partager avec vous : elle apparaîtra ici.
        </p>
      </div>
    </div>
  );
}
