// « Preuve »: is the document equal to the démarche? Since when, how deep was it looked at, and what differs.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import type { Metadata } from 'next';
import { allows } from '../../../../lib/access/authorise';
import { siteDatabase } from '../../../../lib/access/service';
import { readFilesStanding } from '../../../../lib/links/files/standing';
import { readProofs } from '../../../../lib/links/proof/read';
import { DEPTH_MEANINGS, DEPTH_NAMES } from '../../../../lib/links/proof/words';
import type { Proof } from '../../../../lib/run/ports';
import { shortRoot, statementText } from '../../../../lib/run/statement';
import { SYSTEM_CLOCK } from '../../../../lib/wiring';
import { type LinkProps, nameOf, seenLink } from '../link-gate';
import { AwaitedFiles } from './awaited-files';
import { Differences } from './differences';
import { RepairForm } from './repair-form';
import { VerifyForm } from './verify-form';

export async function generateMetadata({ params }: LinkProps): Promise<Metadata> {
  const { link } = await seenLink((await params).id, 'lire');
  return { title: `Preuve : ${nameOf(link)}` };
}

const DEPTHS = ['complete', 'legere', 'comptes'] as const;

export default async function ProofPage({ params }: LinkProps) {
  const { link, role } = await seenLink((await params).id, 'lire');
  const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
  const [{ history, latest, findings }, files] = await Promise.all([
    readProofs(service, link.id),
    readFilesStanding(service, link),
  ]);
  const mayAct = allows(role, 'gerer');
  const wrong = findings === null ? 0 : findings.differences + findings.missing.length;
  // What was awaited before the copy was stopped is awaited no more: the statement tells what was so then.
  const awaited = files === null || files.fields === 0 ? 0 : (latest?.awaitedFiles ?? 0);
  return (
    <>
      <h2>Preuve</h2>
      <p>
        Une vérification compare le document Grist à ce qu’il doit être, et en laisse un constat daté. Elle ne
        garde aucune valeur des dossiers.
      </p>
      {latest === null ? (
        <p>Aucune vérification n’a encore été faite.</p>
      ) : (
        <Alert
          className="fr-mb-4w"
          as="h3"
          severity={latest.differences + latest.unreadable > 0 ? 'warning' : 'success'}
          title={
            latest.differences + latest.unreadable > 0
              ? 'Le document diffère de la démarche'
              : awaited > 0
                ? 'Le document est égal à la démarche, sauf les fichiers qui restent à copier'
                : 'Le document est égal à la démarche'
          }
          description={`${capital(statementText(latest))}.`}
        />
      )}
      {awaited > 0 && (
        <AwaitedFiles count={awaited} stopped={files?.stopped ?? null} linkId={link.id} mayManage={mayAct} />
      )}
      {findings !== null && wrong > 0 && (
        <>
          <h3 className="fr-h5">Écarts trouvés</h3>
          <Differences findings={findings} />
          {mayAct && link.openRunId === null && (
            <RepairForm linkId={link.id} hasExtra={(findings.kinds.en_trop ?? 0) > 0} />
          )}
        </>
      )}
      <h3 className="fr-h5">Dernier constat de chaque profondeur</h3>
      <ul className="fr-raw-list">
        {DEPTHS.map((depth) => (
          <li key={depth} className="fr-mb-3w">
            <p className="fr-mb-1v">
              <strong>{DEPTH_NAMES[depth]}</strong>
              <br />
              <span className="fr-text--sm">{DEPTH_MEANINGS[depth]}</span>
            </p>
            <Statement linkId={link.id} proof={history[depth]} />
          </li>
        ))}
      </ul>
      {mayAct && (
        <>
          <h3 className="fr-h5 fr-mt-4w">Vérifier maintenant</h3>
          {link.openRunId === null ? (
            <VerifyForm linkId={link.id} />
          ) : (
            <p>
              Une opération est en cours sur cette liaison : attendez sa fin, ou{' '}
              <a href={`/executions/${link.openRunId}`}>suivez-la</a>.
            </p>
          )}
        </>
      )}
    </>
  );
}

function Statement({ linkId, proof }: { readonly linkId: string; readonly proof: Proof | null }) {
  if (proof === null) return <p className="fr-mb-0">Jamais faite.</p>;
  const { root, depth } = proof;
  return (
    <>
      <p className="fr-mb-1v">
        {capital(statementText(proof))}.
        {root !== null && (
          <>
            {' '}
            Empreinte : <code>{shortRoot(root)}</code>
          </>
        )}
      </p>
      <a
        className="fr-link fr-link--download"
        href={`/liaisons/${linkId}/preuve/constat?profondeur=${depth}`}
        download
      >
        Télécharger le constat
        <span className="fr-sr-only"> de la vérification : {DEPTH_NAMES[depth].toLowerCase()}</span>
        <span className="fr-link__detail">Fichier texte</span>
      </a>
    </>
  );
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
