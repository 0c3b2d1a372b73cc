// How a run ended: in one sentence, with the remedy when it needs one.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { Button } from '@codegouvfr/react-dsfr/Button';
import { FailureNotice } from '../../../components/failure-notice';
import { ActionForm } from '../../../components/form/action-form';
import { countsWords, plural } from '../../../components/run/words';
import type { HistoryLine } from '../../../lib/links/history/read';
import { synchronise } from '../../liaisons/actions';

export function EndStatement({
  run,
  linkId,
  mayManage,
}: {
  readonly run: HistoryLine;
  readonly linkId: string;
  readonly mayManage: boolean;
}) {
  const isBroken = run.status === 'echoue' || run.status === 'interrompu';
  return (
    <div className="fr-mb-3w">
      {run.reason !== null && (isBroken || run.status === 'avec_echecs') && (
        <div className="fr-mb-2w">
          <FailureNotice code={run.reason.code} severity={run.status === 'echoue' ? 'error' : 'warning'} />
        </div>
      )}
      <Sentence run={run} />
      {mayManage && isBroken && run.kind === 'sync' && (
        <ActionForm action={synchronise} problem="Rien n’a été synchronisé" className="fr-mt-2w">
          <input type="hidden" name="liaison" value={linkId} />
          <Button type="submit">Synchroniser de nouveau</Button>
        </ActionForm>
      )}
    </div>
  );
}

function Sentence({ run }: { readonly run: HistoryLine }) {
  const did = `${countsWords(run)}.`;
  switch (run.status) {
    case 'reussi':
      return <Alert severity="success" as="h2" {...successOf(run)} />;
    case 'avec_echecs':
      return run.failed === 0 ? null : (
        <Alert
          severity="warning"
          as="h2"
          title={`${plural(run.failed, 'dossier n’a pas pu être écrit', 'dossiers n’ont pas pu être écrits')}`}
          description={`${capital(did)} Les dossiers en échec gardent leur dernière valeur et sont réessayés à chaque synchronisation.`}
        />
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
      return { title: 'Le document est à jour', description: `${capital(countsWords(run))}.` };
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

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
