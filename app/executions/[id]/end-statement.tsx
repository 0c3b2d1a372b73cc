// How a run ended: in one sentence, with the remedy when it needs one.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { Button } from '@codegouvfr/react-dsfr/Button';
import { FailureNotice } from '../../../components/failure-notice';
import { ActionForm } from '../../../components/form/action-form';
import { readRunFiles, runFilesWords } from '../../../components/run/files-words';
import { countsWords, plural } from '../../../components/run/words';
import type { FailureCode } from '../../../lib/errors/catalogue';
import { isFileCode } from '../../../lib/errors/file-code';
import { remedyPlace } from '../../../lib/errors/remedy';
import type { HistoryLine } from '../../../lib/links/history/read';
import { synchronise } from '../../liaisons/actions';

export function EndStatement({
  run,
  failures,
  linkId,
  mayManage,
}: {
  readonly run: HistoryLine;
  /** Why dossiers failed, as far as it is still known. */
  readonly failures: readonly FailureCode[];
  readonly linkId: string;
  readonly mayManage: boolean;
}) {
  const isBroken = run.status === 'echoue' || run.status === 'interrompu';
  return (
    <div className="fr-mb-3w">
      {run.reason !== null && (isBroken || run.status === 'avec_echecs') && (
        <div className="fr-mb-2w">
          <FailureNotice code={run.reason.code} severity={run.status === 'echoue' ? 'error' : 'warning'} />
          {mayManage && remedyPlace(run.reason.code) === 'reglages/donnees' && (
            <Button
              className="fr-mt-2w"
              priority="secondary"
              linkProps={{ href: `/liaisons/${linkId}/reglages/donnees#fichiers-copies`, prefetch: false }}
            >
              Ouvrir les réglages
            </Button>
          )}
        </div>
      )}
      <Sentence run={run} failures={failures} />
      {mayManage && isBroken && run.kind === 'sync' && (
        <ActionForm action={synchronise} problem="Rien n’a été synchronisé" className="fr-mt-2w">
          <input type="hidden" name="liaison" value={linkId} />
          <Button type="submit">Synchroniser de nouveau</Button>
        </ActionForm>
      )}
    </div>
  );
}

function Sentence({
  run,
  failures,
}: {
  readonly run: HistoryLine;
  readonly failures: readonly FailureCode[];
}) {
  const did = `${didWords(run)}.`;
  switch (run.status) {
    case 'reussi':
      return <Alert severity="success" as="h2" {...successOf(run)} />;
    case 'avec_echecs':
      return run.failed === 0 ? null : (
        <Alert severity="warning" as="h2" {...failedOf(run.failed, failures, did)} />
      );
    case 'annule':
      return (
        <Alert
          severity="info"
          as="h2"
          title="Elle a été annulée"
          description={`${capital(did)} Ce qui est écrit reste ; la suite sera reprise à la prochaine synchronisation.`}
        />
      );
    case 'interrompu':
      return run.reason !== null ? null : (
        <Alert
          severity="warning"
          as="h2"
          title="Elle a été interrompue"
          description="Rien n’est perdu : la suite sera reprise là où la lecture s’est arrêtée."
        />
      );
    default:
      return null;
  }
}

function successOf(run: HistoryLine): { readonly title: string; readonly description: string } {
  switch (run.kind) {
    case 'sync':
      return { title: 'Le document est à jour', description: `${capital(didWords(run))}.` };
    case 'verify':
      return {
        title: 'La vérification est terminée',
        description: 'Son résultat est dans la page « Preuve ».',
      };
    case 'decision':
      return {
        title: 'La décision est appliquée',
        description: 'La page « Structure » garde l’histoire de ce qui a changé.',
      };
  }
}

function failedOf(
  failed: number,
  codes: readonly FailureCode[],
  did: string,
): { readonly title: string; readonly description: string } {
  if (codes.length > 0 && codes.every(isFileCode))
    return {
      title: `Des fichiers de ${plural(failed, 'dossier')} n’ont pas pu être copiés`,
      description: `${capital(did)} Tout le reste est à jour ; ces fichiers sont réessayés à chaque synchronisation.`,
    };
  return {
    title: plural(failed, 'dossier n’a pas pu être écrit', 'dossiers n’ont pas pu être écrits'),
    description: codes.some(isFileCode)
      ? `${capital(did)} Les dossiers en échec gardent leur dernière valeur, sauf ceux à qui il ne manque que des fichiers. Tous sont réessayés à chaque synchronisation.`
      : `${capital(did)} Les dossiers en échec gardent leur dernière valeur et sont réessayés à chaque synchronisation.`,
  };
}

/** Dossiers, and files where some are copied. */
function didWords(run: HistoryLine): string {
  const files = readRunFiles(run.statement);
  const counts = countsWords(run);
  return files === null ? counts : `${counts} ; ${runFilesWords(files)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
