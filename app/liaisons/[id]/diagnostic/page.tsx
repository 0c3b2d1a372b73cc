// « Diagnostic »: do both accesses work, what limits them, what went wrong lately, and what to hand over to whoever helps.

import { Accordion } from '@codegouvfr/react-dsfr/Accordion';
import type { Metadata } from 'next';
import { allows } from '../../../../lib/access/authorise';
import { siteDatabase } from '../../../../lib/access/service';
import { readEgress } from '../../../../lib/env/egress';
import { VERSION } from '../../../../lib/env/version';
import { readProbe } from '../../../../lib/links/diagnosis/probe';
import { readTroubles, type Trouble } from '../../../../lib/links/diagnosis/troubles';
import { EXTRACTION_VERSION } from '../../../../lib/sync/version';
import { SYSTEM_CLOCK } from '../../../../lib/wiring';
import { inFull } from '../../../dates';
import { type LinkProps, nameOf, seenLink } from '../link-gate';
import { ProbeResult } from './probe-result';
import { TryForm } from './try-form';

export async function generateMetadata({ params }: LinkProps): Promise<Metadata> {
  const { link } = await seenLink((await params).id, 'lire');
  return { title: `Diagnostic : ${nameOf(link)}` };
}

export default async function DiagnosisPage({ params }: LinkProps) {
  const { link, role } = await seenLink((await params).id, 'lire');
  const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
  const [probe, troubles] = await Promise.all([readProbe(service, link.id), readTroubles(service, link.id)]);
  const mayAct = allows(role, 'gerer');
  const egress = readEgress(process.env);
  return (
    <>
      <h2>Diagnostic</h2>
      <h3 className="fr-h5">Accès</h3>
      {mayAct && (
        <>
          <p>L’essai lit le titre de la démarche et les droits sur le document. Il n’écrit rien.</p>
          <TryForm linkId={link.id} />
        </>
      )}
      {probe === null ? <p>Les accès n’ont pas encore été essayés ici.</p> : <ProbeResult probe={probe} />}

      <h3 className="fr-h5 fr-mt-4w">Adresse réseau à déclarer</h3>
      {egress.length > 0 ? (
        <>
          <p>
            Ce service appelle Démarche numérique depuis{' '}
            {egress.length > 1 ? 'ces adresses' : 'cette adresse'}, à autoriser dans les réseaux du jeton :
          </p>
          <ul>
            {egress.map((address) => (
              <li key={address}>
                <code>{address}</code>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>
          L’exploitant du service n’a pas indiqué d’adresse. Quand un jeton est refusé à cause du réseau,
          Démarche numérique donne dans son message l’adresse à autoriser : elle apparaît ci-dessus après un
          essai.
        </p>
      )}

      <h3 className="fr-h5 fr-mt-4w">Limites respectées</h3>
      <ul>
        <li>Démarche numérique : moins de 400 requêtes par minute et par jeton.</li>
        <li>Grist : moins de dix requêtes à la fois sur un document, et moins de 1 Mo par requête.</li>
      </ul>

      <h3 className="fr-h5 fr-mt-4w">Dernières erreurs</h3>
      {troubles.length === 0 ? (
        <p>Aucune erreur dans les dernières opérations.</p>
      ) : (
        <div className="fr-accordions-group">
          {troubles.map((trouble) => (
            <Accordion key={trouble.code} titleAs="h4" label={trouble.quoi}>
              <p>{whenOf(trouble)}</p>
              <p>{trouble.donnees}</p>
              <p>{trouble.faire}</p>
              {trouble.qui !== 'vous' && trouble.qui !== 'personne' && (
                <p>Qui peut le faire : {trouble.qui}.</p>
              )}
            </Accordion>
          ))}
        </div>
      )}

      <h3 className="fr-h5 fr-mt-4w">Pour demander de l’aide</h3>
      <ul>
        <li>Version du logiciel : {VERSION}</li>
        <li>Version de la lecture des dossiers : {EXTRACTION_VERSION}</li>
        <li>
          Référence de la liaison : <code>{link.id}</code>
        </li>
      </ul>
      {mayAct && (
        <>
          <p>
            Le dossier de support contient des compteurs, des dates, des réglages et des codes d’erreur. Il ne
            contient ni jeton, ni clé, ni adresse électronique, ni contenu de dossier.
          </p>
          <a className="fr-link fr-link--download" href={`/liaisons/${link.id}/diagnostic/support`} download>
            Télécharger le dossier de support
            <span className="fr-link__detail">Fichier JSON</span>
          </a>
        </>
      )}
    </>
  );
}

function whenOf({ runs, dossiers, lastAt }: Trouble): string {
  const parts = [
    ...(lastAt === null
      ? []
      : [
          `${runs} ${runs > 1 ? 'opérations arrêtées' : 'opération arrêtée'}, la dernière le ${inFull(lastAt)}`,
        ]),
    ...(dossiers === 0
      ? []
      : [`${dossiers} ${dossiers > 1 ? 'dossiers concernés' : 'dossier concerné'} en ce moment`]),
  ];
  return `${parts.join(' ; ')}.`;
}
