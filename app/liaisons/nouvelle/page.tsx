// Before a new link: what it takes, and those that were begun.

import { Breadcrumb } from '@codegouvfr/react-dsfr/Breadcrumb';
import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { signedIn } from '../../../lib/access/request';
import { siteDatabase } from '../../../lib/access/service';
import { placeOf, reached, stepsOf } from '../../../lib/links/connect/steps';
import { type Draft, listDrafts } from '../../../lib/store/draft-rows';
import { inFull } from '../../dates';
import { removeDraft, startDraft } from './draft-actions';
import { STEP_TITLES } from './step-words';

export const metadata: Metadata = { title: 'Nouvelle liaison' };

export default async function NewLinkPage() {
  const { person } = await signedIn('/liaisons/nouvelle');
  const drafts = await listDrafts(await siteDatabase(), person.id);
  return (
    <div className="fr-container fr-pb-6w">
      <Breadcrumb
        currentPageLabel="Nouvelle liaison"
        homeLinkProps={{ href: '/' }}
        segments={[{ label: 'Mes démarches', linkProps: { href: '/liaisons' } }]}
      />
      <div className="fr-grid-row">
        <div className="fr-col-12 fr-col-lg-9">
          <h1>Nouvelle liaison</h1>
          <p className="fr-text--lead">
            Reliez une démarche de Démarche numérique à un document Grist : ses dossiers y seront tenus à
            jour. Comptez dix minutes.
          </p>
          <h2 className="fr-h4">Ce qu’il vous faut</h2>
          <ul>
            <li>un jeton de Démarche numérique : l’administrateur de la démarche peut en créer un ;</li>
            <li>le numéro de la démarche ;</li>
            <li>
              un document Grist dont vous êtes éditeur ou propriétaire : un document vide convient très bien ;
            </li>
            <li>la clé d’API de votre compte Grist.</li>
          </ul>
          <p>
            Chaque étape vous dit où trouver ce qu’elle demande, et le vérifie. Rien n’est écrit avant la fin.
          </p>
          <form action={startDraft}>
            <Button type="submit">Commencer une nouvelle liaison</Button>
          </form>
          {drafts.length > 0 && (
            <>
              <h2 className="fr-h4 fr-mt-6w">Reprendre là où vous en étiez</h2>
              <ul className="fr-raw-list">
                {drafts.map((draft) => (
                  <li key={draft.id} className="fr-mb-4w">
                    <p className="fr-mb-1w">
                      <strong>{nameOf(draft)}</strong>
                      <br />
                      <span className="fr-text--sm">
                        {placeWords(draft)} Modifiée le {inFull(draft.updatedAt)}.
                      </span>
                    </p>
                    <div className="fr-btns-group fr-btns-group--inline fr-btns-group--sm">
                      <Button
                        size="small"
                        priority="secondary"
                        linkProps={{ href: `/liaisons/nouvelle/${draft.id}/${reached(draft)}` }}
                      >
                        Reprendre <span className="fr-sr-only">{nameOf(draft)}</span>
                      </Button>
                      <form action={removeDraft}>
                        <input type="hidden" name="brouillon" value={draft.id} />
                        <Button type="submit" size="small" priority="tertiary">
                          Abandonner <span className="fr-sr-only">{nameOf(draft)}</span>
                        </Button>
                      </form>
                    </div>
                  </li>
                ))}
              </ul>
              <p className="fr-text--sm">
                Ce que vous ne reprenez pas est effacé au bout de trente jours, jeton et clé compris.
              </p>
            </>
          )}
        </div>
      </div>
    </div>
  );
}

function placeWords(draft: Draft): string {
  const [step, steps] = [reached(draft), stepsOf(draft)];
  return `Étape ${placeOf(step, steps)} sur ${steps.length}\u00a0: ${STEP_TITLES[step]}.`;
}

function nameOf({ title, demarche, documentName }: Draft): string {
  const what = title || (demarche === null ? 'Liaison sans démarche encore' : `Démarche n° ${demarche}`);
  return documentName === null ? what : `${what}, vers « ${documentName} »`;
}
