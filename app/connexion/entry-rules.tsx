// Who may use the service, and whom to write to.

import { describeEntry } from '../../lib/access/entry';
import type { EntryRule } from '../../lib/env/site';

export function EntryRules({ entry, contact }: { readonly entry: EntryRule; readonly contact: string }) {
  const conditions = describeEntry(entry);
  return (
    <section aria-labelledby="acces-titre" className="fr-mt-6w">
      <h2 id="acces-titre" className="fr-h6">
        Qui peut utiliser ce service ?
      </h2>
      {conditions.length === 0 ? (
        <p>Toute personne qui a une adresse électronique ou un accès ProConnect.</p>
      ) : (
        <ul>
          {conditions.map((condition) => (
            <li key={condition}>{condition}</li>
          ))}
        </ul>
      )}
      <p>
        Une question, ou un accès à demander ? Écrivez à <a href={`mailto:${contact}`}>{contact}</a>.
      </p>
    </section>
  );
}
