// What an administrator of a Grist lists so that its users find the widget (GRIST_WIDGET_LIST_URL). Public, and the same for all.

import { site } from '../../../lib/access/service';
import { WIDGET_PAGE } from '../../../lib/access/widget/place';

export const dynamic = 'force-dynamic';

export function GET(): Response {
  const { origin } = site();
  return Response.json(
    [
      {
        widgetId: '@one-trick-pony/suivi',
        name: 'One Trick Pony',
        description:
          'Suivi des démarches de Démarche numérique synchronisées dans ce document : fraîcheur, dernière synchronisation, échecs, et l’ouverture du dossier sélectionné.',
        url: `${origin}${WIDGET_PAGE}`,
        accessLevel: 'none',
        renderAfterReady: true,
        published: true,
        authors: [{ name: 'One Trick Pony', url: origin }],
        isGristLabsMaintained: false,
      },
    ],
    { headers: { 'Cache-Control': 'public, max-age=3600' } },
  );
}
