// Step 3: the Grist document, the key that opens it, and whether it may be written.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import type { Metadata } from 'next';
import { access, site, siteDatabase } from '../../../../../lib/access/service';
import { isAllowed } from '../../../../../lib/env/instances';
import { mySecrets } from '../../../../../lib/links/connect/credentials';
import { type Draft, linkBetween } from '../../../../../lib/store/draft-rows';
import { SYSTEM_CLOCK } from '../../../../../lib/wiring';
import { type DraftProps, seenDraft } from '../draft-gate';
import { KeyDrawing } from '../drawings';
import { knownSecrets } from '../known-secrets';
import { StepFrame } from '../step-frame';
import { DocumentForm } from './document-form';

export const metadata: Metadata = { title: 'Le document – Nouvelle liaison' };

export default async function DocumentPage({ params }: DraftProps) {
  const draft = await seenDraft((await params).brouillon, 'document');
  const { instances, demo } = site();
  const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
  const given = await mySecrets(service, draft.ownerId, 'cle_grist', (origin) =>
    isAllowed(instances, 'grist', origin),
  );
  const existing = await existingLink(draft);
  return (
    <StepFrame draft={draft} step="document">
      {existing !== null && (
        <Alert
          className="fr-mb-4w"
          severity="warning"
          as="h3"
          title="Cette démarche est déjà reliée à ce document"
          description={
            existing.mayBeSeen ? (
              <>
                Il ne peut y avoir qu’une liaison entre les deux.{' '}
                <a href={`/liaisons/${existing.id}`}>Ouvrir la liaison qui existe</a>, ou choisissez un autre
                document.
              </>
            ) : (
              'Une autre personne gère cette liaison : demandez-lui de vous y donner accès, ou choisissez un autre document.'
            )
          }
        />
      )}
      <p>
        Les dossiers seront écrits dans des tables à part de ce document. Ce que vous y avez déjà (tables,
        colonnes, formules, pages) n’est jamais modifié.
      </p>
      <DocumentForm
        draftId={draft.id}
        document={
          draft.document === null
            ? (demo?.try?.document ?? '')
            : `${draft.destinationUrl}/doc/${draft.document}`
        }
        known={knownSecrets(given)}
        chosen={draft.destinationCredentialId}
        demo={demo?.try?.key ?? null}
      />
      <h3 className="fr-h5 fr-mt-6w">Où trouver la clé d’API ?</h3>
      <ol>
        <li>
          Dans Grist, cliquez sur votre photo ou vos initiales, en haut à droite, puis sur{' '}
          <strong>Paramètres du profil</strong>.
        </li>
        <li>
          À la rubrique <strong>API</strong>, choisissez <strong>Créer</strong> si vous n’avez pas encore de
          clé, puis copiez-la.
        </li>
      </ol>
      <p>
        La clé a les droits de votre compte : il doit être <strong>éditeur</strong> ou{' '}
        <strong>propriétaire</strong> du document. Pour un suivi d’équipe, mieux vaut la clé d’un compte de
        service que la vôtre. Sites acceptés :{' '}
        {instances.grist.map((origin) => new URL(origin).host).join(', ')}.
      </p>
      <KeyDrawing />
    </StepFrame>
  );
}

/** The link that ties this démarche to the document of the draft already. */
async function existingLink({ ownerId, ...draft }: Draft) {
  const { sourceUrl, demarche, destinationUrl, document } = draft;
  if (sourceUrl === null || demarche === null || destinationUrl === null || document === null) return null;
  const link = await linkBetween(await siteDatabase(), { sourceUrl, demarche, destinationUrl, document });
  if (link === null) return null;
  return { id: link.id, mayBeSeen: (await (await access()).rights.roleOn(link.id, ownerId)) !== null };
}
