// What is to be settled on a link: each with what happened, whether the data are safe, and the way to settle it.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { Button } from '@codegouvfr/react-dsfr/Button';
import type { ReactNode } from 'react';
import { FailureNotice } from '../../../components/failure-notice';
import { ActionForm } from '../../../components/form/action-form';
import { plural } from '../../../components/run/words';
import type { FailureCode } from '../../../lib/errors/catalogue';
import { isFileCode } from '../../../lib/errors/file-code';
import { remedyPlace } from '../../../lib/errors/remedy';
import type { Concern, Secret } from '../../../lib/links/overview';
import { dayInFull, inFull } from '../../dates';
import { retry, synchronise } from '../actions';

type Place = { readonly linkId: string; readonly mayManage: boolean };

export function Concerns({ concerns, ...place }: Place & { readonly concerns: readonly Concern[] }) {
  if (concerns.length === 0) return null;
  return (
    <section aria-labelledby="a-regler" className="fr-mt-5w">
      <h2 id="a-regler" className="fr-h4">
        À regarder
      </h2>
      <ul className="fr-raw-list">
        {concerns.map((concern) => (
          <li key={keyOf(concern)} className="fr-mb-3w">
            <OneConcern concern={concern} {...place} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function keyOf(concern: Concern): string {
  const isSecret = concern.kind === 'secret-refuse' || concern.kind === 'secret-expire';
  return isSecret ? `${concern.kind} ${concern.secret.kind} ${concern.secret.hint}` : concern.kind;
}

function OneConcern({ concern, ...place }: Place & { readonly concern: Concern }) {
  const { linkId, mayManage } = place;
  switch (concern.kind) {
    case 'panne':
      return (
        <>
          <FailureNotice
            code={concern.code}
            severity={isFileCode(concern.code) ? 'warning' : 'error'}
            as="h3"
          />
          <Ways>
            <RemedyOf code={concern.code} {...place} />
            <Way text="Voir cette synchronisation" href={`/executions/${concern.runId}`} />
          </Ways>
        </>
      );
    case 'secret-refuse':
      return (
        <>
          <FailureNotice code={concern.code} as="h3" />
          <Ways>{mayManage && <Way text="Ouvrir les réglages" href={`/liaisons/${linkId}/reglages`} />}</Ways>
        </>
      );
    case 'secret-expire':
      return (
        <>
          <Alert
            severity={concern.isOver ? 'error' : 'warning'}
            as="h3"
            title={secretTitle(concern)}
            description="Les données déjà dans le document restent en place, mais elles ne sont plus mises à jour après cette date. Donnez un nouveau secret dans les réglages."
          />
          <Ways>{mayManage && <Way text="Ouvrir les réglages" href={`/liaisons/${linkId}/reglages`} />}</Ways>
        </>
      );
    case 'decisions':
      return (
        <>
          <Alert
            severity="warning"
            as="h3"
            title={`${plural(concern.count, 'décision')} à prendre sur la structure`}
            description="Le formulaire ou le document a changé. Rien n’est modifié tant que vous n’avez pas choisi."
          />
          <Ways>
            <Way
              text={mayManage ? 'Décider' : 'Voir les changements'}
              href={`/liaisons/${linkId}/structure`}
            />
          </Ways>
        </>
      );
    case 'echecs':
      return (
        <>
          <Alert severity="warning" as="h3" {...unwritten(concern)} />
          <Ways>
            {concern.runId !== null && (
              <Way text="Voir ce qui manque" href={`/executions/${concern.runId}`} />
            )}
            {mayManage && (
              <li>
                <ActionForm action={retry} problem="Rien n’a été réessayé">
                  <input type="hidden" name="liaison" value={linkId} />
                  <input type="hidden" name="tous" value="oui" />
                  <Button type="submit" priority="secondary" size="small">
                    Réessayer ces dossiers
                  </Button>
                </ActionForm>
              </li>
            )}
          </Ways>
        </>
      );
    case 'retard':
      return (
        <>
          <Alert
            severity="warning"
            as="h3"
            title="La synchronisation prévue n’a pas eu lieu"
            description={`Elle était attendue le ${inFull(concern.since)}. Les données du document sont intactes. Lancez-la ; si elle ne démarre pas, prévenez l’exploitant du service.`}
          />
          <Ways>{mayManage && <SynchroniseNow linkId={linkId} />}</Ways>
        </>
      );
    case 'ralentie':
      return <Alert severity="info" as="h3" title="Les essais sont espacés" description={concern.sentence} />;
  }
}

function unwritten({ count, lackingFiles }: Extract<Concern, { kind: 'echecs' }>) {
  const again = 'réessayés à chaque synchronisation.';
  if (lackingFiles === count)
    return {
      title: `${plural(count, 'dossier')} dont des fichiers ne sont pas copiés`,
      description: `Tout le reste de ces dossiers est à jour. Ils sont ${again}`,
    };
  const these = `Ceux-là gardent leur dernière valeur et sont ${again}`;
  return {
    title: `${plural(count, 'dossier')} à écrire encore`,
    description:
      lackingFiles === 0
        ? `Les autres dossiers sont à jour. ${these}`
        : `Les autres dossiers sont à jour. ${these} À ${lackingFiles} d’entre eux, il ne manque que des fichiers.`,
  };
}

/** Where a failure is mended from here, when it can be. */
function RemedyOf({ code, linkId, mayManage }: Place & { readonly code: FailureCode }) {
  if (!mayManage) return null;
  switch (remedyPlace(code)) {
    case 'reglages':
      return <Way text="Ouvrir les réglages" href={`/liaisons/${linkId}/reglages`} />;
    case 'reglages/donnees':
      return <Way text="Ouvrir les réglages" href={`/liaisons/${linkId}/reglages/donnees#fichiers-copies`} />;
    case 'structure':
      return <Way text="Ouvrir la structure" href={`/liaisons/${linkId}/structure`} />;
    case null:
      return <SynchroniseNow linkId={linkId} />;
  }
}

function SynchroniseNow({ linkId }: { readonly linkId: string }) {
  return (
    <li>
      <ActionForm action={synchronise} problem="Rien n’a été synchronisé">
        <input type="hidden" name="liaison" value={linkId} />
        <Button type="submit" size="small">
          Synchroniser maintenant
        </Button>
      </ActionForm>
    </li>
  );
}

function Ways({ children }: { readonly children: ReactNode }) {
  return <ul className="fr-btns-group fr-btns-group--inline fr-btns-group--sm fr-mt-2w">{children}</ul>;
}

function Way({ text, href }: { readonly text: string; readonly href: string }) {
  return (
    <li>
      <Button priority="secondary" size="small" linkProps={{ href, prefetch: false }}>
        {text}
      </Button>
    </li>
  );
}

function secretTitle({ secret, at, isOver }: Extract<Concern, { kind: 'secret-expire' }>): string {
  return `${nameOfSecret(secret)} ${isOver ? 'a expiré' : 'expire'} le ${dayInFull(at)}`;
}

function nameOfSecret({ kind, hint }: Secret): string {
  const what = kind === 'jeton_dn' ? 'Le jeton Démarche numérique' : 'La clé Grist';
  return hint === '' ? what : `${what} qui se termine par ${hint}`;
}
