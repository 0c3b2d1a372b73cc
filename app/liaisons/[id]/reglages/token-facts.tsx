// What may be shown of a token or a key: its last characters, who gave it and when, until when, and whether it was refused.

import { FailureNotice } from '../../../../components/failure-notice';
import type { Token } from '../../../../lib/links/tokens/read';
import { inFull } from '../../../dates';

export function TokenFacts({
  token,
  giver,
  isKey,
}: {
  readonly token: Token | null;
  /** « la clé », rather than « le jeton ». */
  readonly isKey: boolean;
  /** Null when that person has no account any more. */
  readonly giver: string | null;
}) {
  if (token === null) return <FailureNotice code="SECRET_ABSENT" />;
  const { hint, givenAt, expiresAt, refusal, origin } = token;
  const it = isKey ? 'Elle' : 'Il';
  const isOver = expiresAt !== null && expiresAt.getTime() < Date.now();
  return (
    <>
      {refusal !== null && (
        <div className="fr-mb-2w">
          <FailureNotice code={refusal.code} />
        </div>
      )}
      <ul className="fr-mb-3w">
        <li>
          {it} ouvre {new URL(origin).host} et n’est {isKey ? 'envoyée' : 'envoyé'} à aucun autre site.
        </li>
        <li>
          {hint === '' ? (
            `${it} est trop ${isKey ? 'courte' : 'court'} pour en montrer une partie.`
          ) : (
            <>
              {it} se termine par <code>{hint}</code>. Le reste n’est plus jamais montré.
            </>
          )}
        </li>
        <li>
          {isKey ? 'Donnée' : 'Donné'} le {inFull(givenAt)}
          {giver !== null && <> par {giver}</>}.
        </li>
        <li>
          {expiresAt === null
            ? 'Aucune date d’expiration n’a été indiquée.'
            : `${isOver ? 'A expiré' : 'Expire'} le ${inFull(expiresAt)}.`}
        </li>
        {refusal !== null && (
          <li>
            {isKey ? 'Refusée' : 'Refusé'} pour la dernière fois le {inFull(refusal.at)}.
          </li>
        )}
      </ul>
    </>
  );
}
