// What may be shown of a token or a key: its last characters, who gave it and when, until when, and whether it was refused.

import { FailureNotice } from '../../../../components/failure-notice';
import type { Token } from '../../../../lib/links/tokens/read';
import { inFull } from '../../../dates';

export function TokenFacts({
  token,
  giver,
}: {
  readonly token: Token | null;
  /** Null when that person has no account any more. */
  readonly giver: string | null;
}) {
  if (token === null) return <FailureNotice code="SECRET_ABSENT" />;
  const { hint, givenAt, expiresAt, refusal, origin } = token;
  const isOver = expiresAt !== null && expiresAt.getTime() < Date.now();
  return (
    <>
      {refusal !== null && (
        <div className="fr-mb-2w">
          <FailureNotice code={refusal.code} />
        </div>
      )}
      <ul className="fr-mb-3w">
        <li>Il ouvre {new URL(origin).host} et n’est envoyé à aucun autre site.</li>
        <li>
          {hint === '' ? (
            'Il est trop court pour en montrer une partie.'
          ) : (
            <>
              Il se termine par <code>{hint}</code>. Le reste n’est plus jamais montré.
            </>
          )}
        </li>
        <li>
          Donné le {inFull(givenAt)}
          {giver !== null && <> par {giver}</>}.
        </li>
        <li>
          {expiresAt === null
            ? 'Aucune date d’expiration n’a été indiquée.'
            : `${isOver ? 'Expiré depuis' : 'Expire'} le ${inFull(expiresAt)}.`}
        </li>
        {refusal !== null && <li>Refusé pour la dernière fois le {inFull(refusal.at)}.</li>}
      </ul>
    </>
  );
}
