// What went wrong, in the catalogue's words: what happened, whether the data are safe, what to do and who can.

import { Alert } from '@codegouvfr/react-dsfr/Alert';
import { CATALOGUE, type FailureCode } from '../lib/errors/catalogue';

/** `detail`: what the other side said and that may be shown (`Failure.detail`). */
export function FailureNotice({
  code,
  detail,
  severity = 'error',
}: {
  readonly code: FailureCode;
  readonly detail?: string | null;
  readonly severity?: 'error' | 'warning';
}) {
  const { quoi, donnees, faire, qui } = CATALOGUE[code];
  return (
    <Alert
      severity={severity}
      as="h2"
      title={quoi}
      description={
        <>
          {detail && <p>« {detail} »</p>}
          <p>{donnees}</p>
          <p>
            {faire}
            {qui !== 'vous' && qui !== 'personne' && ` Qui peut le faire : ${qui}.`}
          </p>
        </>
      }
    />
  );
}
