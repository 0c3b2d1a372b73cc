// The values that a run could not write as they should be: which column, what became of them, and some of the dossiers.

import { Table } from '@codegouvfr/react-dsfr/Table';
import { plural } from '../../../components/run/words';
import type { WarningLine } from '../../../lib/links/history/warnings';
import { MISFIT_WORDS } from '../../../lib/sync/misfit-words';

export function Warnings({
  lines,
  total,
}: {
  readonly lines: readonly WarningLine[];
  readonly total: number;
}) {
  if (total === 0) return null;
  const listed = lines.reduce((sum, { count }) => sum + count, 0);
  return (
    <section aria-labelledby="avertissements" className="fr-mb-4w">
      <h2 id="avertissements" className="fr-h4">
        {plural(total, 'avertissement', 'avertissements')}
      </h2>
      <p>
        Ces valeurs ne tiennent pas telles quelles dans leur colonne. Le dossier est écrit ; rien n’est perdu
        sans être dit ici.
      </p>
      {lines.length === 0 ? (
        <p className="fr-mb-0">Leur détail n’est gardé que 90 jours.</p>
      ) : (
        <>
          <Table
            caption="Avertissements par colonne"
            headers={['Champ', 'Ce qu’il en est', 'Nombre', 'Dossiers, par exemple']}
            data={lines.map(({ column, reason, count, dossiers }) => [
              column,
              MISFIT_WORDS[reason],
              count.toLocaleString('fr-FR'),
              dossiers.join(', '),
            ])}
            bordered
          />
          {listed < total && (
            <p className="fr-text--sm fr-mb-0">
              Les {listed.toLocaleString('fr-FR')} premiers sont détaillés.
            </p>
          )}
        </>
      )}
    </section>
  );
}
