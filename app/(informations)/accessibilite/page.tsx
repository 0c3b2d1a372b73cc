// The accessibility statement: true to what was checked, and by what.

import type { Metadata } from 'next';
import { site } from '../../../lib/access/service';
import { PageHead } from '../page-head';

export const metadata: Metadata = { title: 'Accessibilité : non conforme' };

/** Read at each request: the publisher is the operator's to say. */
export const dynamic = 'force-dynamic';

export default function AccessibilityPage() {
  const { contact, publisher } = site();
  return (
    <>
      <PageHead title="Déclaration d’accessibilité" />
      <p>
        {publisher.name ?? 'L’éditeur de ce service'} s’engage à rendre ce site accessible, conformément à
        l’article 47 de la loi n° 2005-102 du 11 février 2005. Cette déclaration s’applique à {site().origin}.
      </p>
      <h2>État de conformité</h2>
      <p>
        Ce site est <strong>non conforme</strong> avec le référentiel général d’amélioration de
        l’accessibilité (RGAA) version 4.1 : aucun audit n’a encore été mené par une personne formée. Cela ne
        dit pas que le site est inutilisable, mais que personne ne l’a encore attesté.
      </p>
      <h2>Ce qui est vérifié automatiquement</h2>
      <ul>
        <li>
          Chaque page, dans ses états principaux (une cinquantaine), passe les règles automatiques WCAG 2.1 A
          et AA et RGAA 4 de l’outil axe, dans les deux thèmes, à chaque modification du logiciel.
        </li>
        <li>Aucune de ces pages ne déborde sur un écran large de 320 pixels.</li>
        <li>La connexion se fait entièrement au clavier.</li>
      </ul>
      <p>
        Ces vérifications ne couvrent qu’une partie du référentiel : un audit par une personne formée, avec
        des lecteurs d’écran, reste à faire avant l’ouverture du service.
      </p>
      <h2>Contenus non accessibles connus</h2>
      <p>Aucun à ce jour, sous réserve de l’audit.</p>
      <h2>Établissement de cette déclaration</h2>
      <p>
        Déclaration établie le 23 novembre 2026. Technologies : HTML, CSS, JavaScript, SVG. Outils : axe-core
        et Playwright, avec Chromium.
      </p>
      <h2>Retour d’information et contact</h2>
      <p>
        Si vous n’arrivez pas à accéder à un contenu, écrivez à <a href={`mailto:${contact}`}>{contact}</a> :
        une autre forme vous sera proposée.
      </p>
      <h2>Voies de recours</h2>
      <p>
        Si vous nous avez signalé un défaut d’accessibilité qui vous empêche d’accéder à un contenu et que
        vous n’avez pas obtenu de réponse satisfaisante, vous pouvez :
      </p>
      <ul>
        <li>
          <a href="https://formulaire.defenseurdesdroits.fr/" rel="noreferrer">
            écrire au Défenseur des droits
          </a>{' '}
          ou contacter son délégué dans votre région ;
        </li>
        <li>
          lui envoyer un courrier, gratuitement et sans timbre : Défenseur des droits, Libre réponse 71120,
          75342 Paris CEDEX 07.
        </li>
      </ul>
    </>
  );
}
