// What of the links is shown: a form that only changes the address, and works without JavaScript.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { Select } from '@codegouvfr/react-dsfr/Select';
import Form from 'next/form';
import { type Sort, STATUSES, type Wanted } from '../../lib/links/dashboard/view';
import type { LinkStatus } from '../../lib/links/status';
import { addressOf, slugOf } from './address';

const SORTS: Readonly<Record<Sort, string>> = {
  etat: 'À traiter d’abord',
  titre: 'Titre',
  fraicheur: 'Mises à jour les plus anciennes d’abord',
};

export function DashboardFilters({
  wanted,
  byStatus,
}: {
  readonly wanted: Wanted;
  readonly byStatus: Readonly<Record<LinkStatus, number>>;
}) {
  const { search, status, sort } = wanted;
  return (
    // Written again when the address changes: its fields start from what the address says.
    <Form
      key={addressOf(wanted)}
      action="/liaisons"
      role="search"
      aria-label="Mes démarches"
      className="fr-mb-4w"
    >
      <div className="fr-grid-row fr-grid-row--gutters fr-grid-row--bottom">
        <div className="fr-col-12 fr-col-md-4">
          <Input
            className="fr-mb-0"
            label="Titre, numéro ou document"
            nativeInputProps={{ name: 'recherche', type: 'search', defaultValue: search, maxLength: 200 }}
          />
        </div>
        <div className="fr-col-12 fr-col-sm-6 fr-col-md-3">
          <Select
            className="fr-mb-0"
            label="État"
            nativeSelectProps={{ name: 'etat', defaultValue: status === null ? '' : slugOf(status) }}
          >
            <option value="">Tous les états</option>
            {STATUSES.map((one) => (
              <option key={one} value={slugOf(one)}>
                {one} ({byStatus[one]})
              </option>
            ))}
          </Select>
        </div>
        <div className="fr-col-12 fr-col-sm-6 fr-col-md-3">
          <Select className="fr-mb-0" label="Ordre" nativeSelectProps={{ name: 'tri', defaultValue: sort }}>
            {Object.entries(SORTS).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </div>
        <div className="fr-col-12 fr-col-md-2">
          <Button type="submit" priority="secondary">
            Afficher
          </Button>
        </div>
      </div>
      {(search !== '' || status !== null) && (
        <p className="fr-mt-2w fr-mb-0">
          <a className="fr-link" href="/liaisons">
            Revenir à toutes mes démarches
          </a>
        </p>
      )}
    </Form>
  );
}
