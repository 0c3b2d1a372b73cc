// « Alertes »: what people are told of the link, whether I am, and which other program is.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import type { Metadata } from 'next';
import { allows } from '../../../../lib/access/authorise';
import { site, siteDatabase } from '../../../../lib/access/service';
import { openAddress } from '../../../../lib/access/webhook/address';
import { webhookKey } from '../../../../lib/access/webhook/key';
import { isMuted, listenersOf, wantsDigest } from '../../../../lib/store/alert-rows';
import { readWebhook, type Webhook } from '../../../../lib/store/webhook-rows';
import { inFull } from '../../../dates';
import { type LinkProps, nameOf, seenLink } from '../link-gate';
import { MineForm } from './mine-form';
import { DropWebhookForm, WebhookForm } from './webhook-forms';

export async function generateMetadata({ params }: LinkProps): Promise<Metadata> {
  const { link } = await seenLink((await params).id, 'gerer');
  return { title: `Alertes, ${nameOf(link)}` };
}

export default async function AlertsPage({ params }: LinkProps) {
  const { link, role, userId } = await seenLink((await params).id, 'gerer');
  const database = await siteDatabase();
  const [muted, digest, people, webhook] = await Promise.all([
    isMuted(database, userId, link.id),
    wantsDigest(database, userId),
    listenersOf(database, link.id),
    readWebhook(database, link.id),
  ]);
  return (
    <>
      <h2>Alertes</h2>
      <p>
        Un courriel part vers les propriétaires et les gestionnaires de la liaison, seulement quand quelque
        chose change :
      </p>
      <ul className="fr-mb-4w">
        <li>la synchronisation s’arrête, puis fonctionne de nouveau ;</li>
        <li>le document n’est plus à jour depuis plus longtemps que la planification ne le promet ;</li>
        <li>le jeton ou la clé expire dans 30 jours, 7 jours ou un jour ;</li>
        <li>un changement du formulaire attend une décision.</li>
      </ul>
      {site().mail === null && (
        <Alert
          className="fr-mb-4w"
          severity="info"
          small
          description="Ce service n’envoie pas de courriel : personne n’est prévenu par ce moyen."
        />
      )}

      <h3 className="fr-h5">Pour vous</h3>
      <p>
        {muted
          ? 'Vous ne recevez pas les alertes de cette liaison.'
          : digest
            ? 'Vous recevez les alertes de cette liaison dans un seul message par jour, à 8 heures.'
            : 'Vous recevez les alertes de cette liaison dès qu’elles surviennent.'}{' '}
        {people === 0
          ? 'Personne ne les reçoit en ce moment.'
          : people === 1
            ? 'Une personne les reçoit en ce moment.'
            : `${people} personnes les reçoivent en ce moment.`}{' '}
        Un seul message par jour pour toutes vos liaisons ? Ce choix est dans{' '}
        <a href="/compte#alertes">votre compte</a>.
      </p>
      <MineForm linkId={link.id} muted={muted} />

      <h3 className="fr-h5 fr-mt-6w">Pour un autre programme</h3>
      <p>
        Un programme peut être prévenu en même temps, à une adresse (webhook). Il reçoit les identifiants,
        l’état et une phrase ; jamais rien d’un dossier.
      </p>
      {allows(role, 'administrer') ? (
        <OwnerPart linkId={link.id} webhook={webhook} />
      ) : (
        <p>
          {webhook === null ? 'Aucune adresse n’est prévenue.' : 'Une adresse est prévenue.'} Seul le
          propriétaire de la liaison peut en décider.
        </p>
      )}
    </>
  );
}

function OwnerPart({ linkId, webhook }: { readonly linkId: string; readonly webhook: Webhook | null }) {
  const { sessionSecret } = site();
  const url = webhook === null ? null : openAddress(sessionSecret, linkId, webhook.sealedUrl);
  return (
    <>
      {webhook !== null && url === null && (
        <Alert
          className="fr-mb-3w"
          severity="warning"
          as="h4"
          title="L’adresse ne peut plus être lue"
          description="Le secret du service a changé. Donnez l’adresse de nouveau, et copiez la nouvelle clé."
        />
      )}
      {webhook !== null && webhook.failedAt !== null && (
        <Alert
          className="fr-mb-3w"
          severity="warning"
          as="h4"
          title="Cette adresse ne répond pas"
          description={`Elle n’a pas accepté une alerte le ${inFull(webhook.failedAt)}, malgré plusieurs essais. Elle sera essayée de nouveau à la prochaine.`}
        />
      )}
      <WebhookForm linkId={linkId} url={url} />
      {webhook !== null && (
        <>
          <p className="fr-mt-3w fr-mb-1w">
            Clé de signature, à copier dans le programme et à ne montrer à personne :
          </p>
          <p>
            <code className="fr-text--sm">{webhookKey(sessionSecret, linkId, webhook.salt)}</code>
          </p>
          <p className="fr-text--sm">
            L’en-tête <code>X-OTP-Signature</code> de chaque message vaut <code>t=secondes,v1=signature</code>{' '}
            : HMAC-SHA-256, sous cette clé, des secondes, d’un point et du corps du message.
          </p>
          <DropWebhookForm linkId={linkId} />
        </>
      )}
    </>
  );
}
