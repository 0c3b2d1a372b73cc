// The dossiers that a run could not write, by reason: what happened, what to do, the way to each dossier, and trying again.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { ActionForm } from '../../../components/form/action-form';
import { plural } from '../../../components/run/words';
import type { FailureLine, HistoryLine } from '../../../lib/links/history/read';
import type { LinkLine } from '../../../lib/links/list';
import { retry } from '../../liaisons/actions';
import { FailedDossiers } from './failed-dossiers';

/** Of one reason; the others are in the journal. */
const SHOWN = 100;

export function Failures({
  run,
  link,
  mayManage,
}: {
  readonly run: HistoryLine & { readonly failures: readonly FailureLine[] };
  readonly link: LinkLine;
  readonly mayManage: boolean;
}) {
  const { failures } = run;
  if (failures.length === 0)
    return run.endedAt === null || run.failed === 0 ? null : (
      <p className="fr-mb-4w">La liste des dossiers en échec n’est gardée que 90 jours.</p>
    );
  const reasons = [...new Set(failures.map(({ code }) => code))];
  const mayRetry = mayManage && run.endedAt !== null && failures.some(({ isOpen }) => isOpen);
  const list = reasons.map((code) => {
    const those = failures.filter((failure) => failure.code === code);
    return <Reason key={code} failures={those} link={link} mayRetry={mayRetry} />;
  });
  return (
    <section aria-labelledby="echecs" className="fr-mb-4w">
      <h2 id="echecs" className="fr-h4">
        {plural(failures.length, 'dossier en échec', 'dossiers en échec')}
      </h2>
      {mayRetry ? (
        <ActionForm action={retry} problem="Rien n’a été réessayé">
          <input type="hidden" name="liaison" value={link.id} />
          {list}
          <ul className="fr-btns-group fr-btns-group--inline">
            <li>
              <Button type="submit">Réessayer les dossiers cochés</Button>
            </li>
            <li>
              <Button type="submit" priority="secondary" value="oui" nativeButtonProps={{ name: 'tous' }}>
                Réessayer tous les dossiers en échec
              </Button>
            </li>
          </ul>
        </ActionForm>
      ) : (
        list
      )}
    </section>
  );
}

function Reason({
  failures,
  link,
  mayRetry,
}: {
  readonly failures: readonly FailureLine[];
  readonly link: LinkLine;
  readonly mayRetry: boolean;
}) {
  const [first] = failures;
  if (first === undefined) return null;
  const { quoi, donnees, faire, qui, code } = first;
  const dossiers = failures.slice(0, SHOWN);
  return (
    <div className="fr-mb-3w">
      <h3 className="fr-h6 fr-mb-1w">{quoi}</h3>
      <p className="fr-mb-1w">{donnees}</p>
      <p className="fr-mb-1w">
        <strong>Que faire : </strong>
        {faire}
        {qui !== 'vous' && qui !== 'personne' && ` Qui peut le faire : ${qui}.`}
      </p>
      <FailedDossiers
        reason={code}
        mayRetry={mayRetry}
        dossiers={dossiers.map(({ dossier, isOpen }) => ({
          number: dossier,
          isOpen,
          href: dossier === null ? null : `${link.sourceUrl}/procedures/${link.demarche}/dossiers/${dossier}`,
        }))}
      />
      {failures.length > SHOWN && (
        <p className="fr-text--sm">
          Et {plural(failures.length - SHOWN, 'autre')} : le journal les donne tous.
        </p>
      )}
    </div>
  );
}
