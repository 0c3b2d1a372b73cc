// Which runs are shown: a form that only changes the address, and works without JavaScript.

import { Button } from '@codegouvfr/react-dsfr/Button';
import { Input } from '@codegouvfr/react-dsfr/Input';
import { Select } from '@codegouvfr/react-dsfr/Select';
import Form from 'next/form';
import { TRIGGERS } from '../../../../components/run/words';
import {
  type HistoryWish,
  type KindWish,
  type StatusWish,
  wishParams,
} from '../../../../lib/links/history/filter';

const STATUSES: Readonly<Record<StatusWish, string>> = {
  reussie: 'Réussie',
  'avec-echecs': 'Avec échecs',
  'en-erreur': 'En erreur',
  interrompue: 'Interrompue',
  annulee: 'Annulée',
  'en-cours': 'En cours ou en attente',
};

const KINDS: Readonly<Record<KindWish, string>> = {
  synchronisation: 'Synchronisation',
  verification: 'Vérification',
  decision: 'Décision sur la structure',
};

export function HistoryFilters({ page, wish }: { readonly page: string; readonly wish: HistoryWish }) {
  const params = wishParams(wish);
  return (
    // Written again when the address changes: its fields start from what the address says.
    <Form key={JSON.stringify(params)} action={page} className="fr-mb-4w" aria-label="Filtrer l’historique">
      <div className="fr-grid-row fr-grid-row--gutters fr-grid-row--bottom">
        <Choice label="État" name="etat" value={wish.status} options={STATUSES} every="Tous" />
        <Choice label="Nature" name="nature" value={wish.kind} options={KINDS} every="Toutes" />
        <Choice label="Origine" name="origine" value={wish.trigger} options={TRIGGERS} every="Toutes" />
        <Day label="Du" name="du" value={wish.from} />
        <Day label="Au" name="au" value={wish.to} />
        <div className="fr-col-12 fr-col-sm-6 fr-col-md-4">
          <Button type="submit" priority="secondary">
            Filtrer
          </Button>
        </div>
      </div>
      {Object.keys(params).length > 0 && (
        <p className="fr-mt-2w fr-mb-0">
          <a className="fr-link" href={page}>
            Revenir à tout l’historique
          </a>
        </p>
      )}
    </Form>
  );
}

function Choice({
  label,
  name,
  value,
  options,
  every,
}: {
  readonly label: string;
  readonly name: string;
  readonly value: string | null;
  readonly options: Readonly<Record<string, string>>;
  readonly every: string;
}) {
  return (
    <div className="fr-col-12 fr-col-sm-6 fr-col-md-4">
      <Select className="fr-mb-0" label={label} nativeSelectProps={{ name, defaultValue: value ?? '' }}>
        <option value="">{every}</option>
        {Object.entries(options).map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </Select>
    </div>
  );
}

function Day({
  label,
  name,
  value,
}: {
  readonly label: string;
  readonly name: string;
  readonly value: string | null;
}) {
  return (
    <div className="fr-col-12 fr-col-sm-6 fr-col-md-4">
      <Input
        className="fr-mb-0"
        label={label}
        nativeInputProps={{ name, type: 'date', defaultValue: value ?? '' }}
      />
    </div>
  );
}
