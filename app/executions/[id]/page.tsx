// One run: where it stands, as it goes on, and what it told.

import { Button } from '@codegouvfr/react-dsfr/Button';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { signedIn } from '../../../lib/access/request';
import { siteDatabase } from '../../../lib/access/service';
import { CATALOGUE } from '../../../lib/errors/catalogue';
import { journalView } from '../../../lib/journal/read';
import { storedCode } from '../../../lib/store/stored-json';
import { readableRun } from '../../api/executions/readable-run';
import { inFull } from '../../dates';
import { cancel } from '../../liaisons/actions';
import { LiveJournal } from './live-journal';

export const metadata: Metadata = { title: 'Synchronisation' };

export default async function RunPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  await signedIn(`/executions/${id}`);
  const run = await readableRun(id);
  if (typeof run === 'string') notFound();
  const lines = await journalView(await siteDatabase(), run.id);
  const remedy = run.code === null ? null : CATALOGUE[storedCode(run.code)];
  return (
    <div className="fr-container fr-py-6w">
      <h1>{run.kind === 'verify' ? 'Vérification' : 'Synchronisation'}</h1>
      <p>Demandée le {inFull(run.requestedAt)}.</p>
      {remedy !== null && (
        <p>
          {remedy.quoi} {remedy.donnees} {remedy.faire}
        </p>
      )}
      <LiveJournal
        runId={run.id}
        over={run.endedAt !== null}
        lines={lines.map(({ id: line, at, type, sentence }) => ({
          id: line,
          at: at.toISOString(),
          type,
          sentence,
        }))}
      />
      <div className="fr-btns-group fr-btns-group--inline fr-mt-3w">
        <Button
          priority="secondary"
          linkProps={{ href: `/api/executions/${run.id}/journal`, prefetch: false }}
        >
          Télécharger le journal
        </Button>
        <Button priority="secondary" linkProps={{ href: '/liaisons' }}>
          Mes liaisons
        </Button>
        {run.endedAt === null && (
          <form action={cancel}>
            <input type="hidden" name="execution" value={run.id} />
            <Button type="submit" priority="tertiary">
              Annuler
            </Button>
          </form>
        )}
      </div>
    </div>
  );
}
