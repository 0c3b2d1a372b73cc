// What the last verification found: how many of each kind, and which rows, without any value.

import { Table } from '@codegouvfr/react-dsfr/Table';
import type { Findings } from '../../../../lib/links/proof/read';
import { KIND_WORDS } from '../../../../lib/links/proof/words';

/** How many rows a page lists; the file of the statement counts them all. */
const LISTED = 100;

const KINDS = ['manquante', 'differente', 'en_trop', 'en_double'] as const;

export function Differences({ findings }: { readonly findings: Findings }) {
  const { differences, listed, kinds, missing } = findings;
  return (
    <>
      {missing.length > 0 && (
        <ul>
          {missing.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <ul>
        {KINDS.flatMap((kind) => {
          const count = kinds[kind] ?? 0;
          return count === 0
            ? []
            : [
                <li key={kind}>
                  {KIND_WORDS[kind]} : {count}
                </li>,
              ];
        })}
      </ul>
      {listed.length > 0 && (
        <Table
          caption="Lignes qui diffèrent"
          headers={['Table', 'Dossier', 'Écart', 'Colonnes']}
          data={listed
            .slice(0, LISTED)
            .map(({ table, dossier, kind, columns }) => [
              table,
              dossier === null ? 'Tous' : String(dossier),
              KIND_WORDS[kind],
              columns.length === 0 ? 'Toute la ligne' : columns.join(', '),
            ])}
        />
      )}
      {differences > LISTED && listed.length > 0 && (
        <p>
          Les {Math.min(LISTED, listed.length)} premiers écarts sont montrés, sur {differences}.
        </p>
      )}
    </>
  );
}
