// What waits for the person beside their links: links that they began, and links that others offer them.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import Link from 'next/link';
import { plural } from '../../components/run/words';

export function Waiting({ drafts, invitations }: { readonly drafts: number; readonly invitations: number }) {
  return (
    <>
      {invitations > 0 && (
        <Alert
          className="fr-mb-3w"
          severity="info"
          small
          description={
            <>
              {plural(invitations, 'invitation attend', 'invitations attendent')} votre réponse.{' '}
              <Link href="/invitations">Voir mes invitations</Link>
            </>
          }
        />
      )}
      {drafts > 0 && (
        <Alert
          className="fr-mb-3w"
          severity="info"
          small
          description={
            <>
              {plural(drafts, 'liaison est commencée', 'liaisons sont commencées')} et pas encore créée
              {drafts > 1 && 's'}. <Link href="/liaisons/nouvelle">La reprendre</Link>
            </>
          }
        />
      )}
    </>
  );
}
