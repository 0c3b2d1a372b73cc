// What an answer becomes when its field changes type: DN keeps the raw string and reads it again (facts §5).

import type { Field } from '../form/field';
import { micros, printDay, printInstant } from '../time/instant';
import { COMMUNES, DEPARTEMENTS, PAYS, REGIONS } from './places';
import { type Stored, storedKind } from './stored';

/** The string that DN keeps for an answer; `""` when there is none. */
export const rawText = (stored: Stored): string => {
  switch (stored.kind) {
    case 'text':
    case 'integer':
      return stored.value;
    case 'decimal':
    case 'dossier_link':
      return stored.value === null ? '' : String(stored.value);
    case 'checkbox':
    case 'titre_identite':
      return stored.value ? 'true' : '';
    case 'yes_no':
      return stored.value === null ? '' : String(stored.value);
    case 'date':
    case 'civilite':
    case 'choice':
      return stored.value ?? '';
    case 'datetime':
      return stored.value === null ? '' : printInstant(stored.value);
    case 'choices':
      return stored.value.length === 0 ? '' : JSON.stringify(stored.value);
    case 'linked':
      return stored.value === null ? '' : JSON.stringify([stored.value.primary, stored.value.secondary]);
    case 'pays':
    case 'region':
    case 'epci':
    case 'commune':
      return stored.value?.name ?? '';
    case 'departement':
      return stored.value?.code ?? '';
    case 'address':
      return stored.value?.address.label ?? '';
    case 'siret':
      return stored.value?.siret ?? '';
    case 'rna':
    case 'rnf':
      return stored.value?.id ?? '';
    case 'referentiel':
      return stored.value?.text ?? '';
    case 'carte':
    case 'files':
    case 'none':
      return '';
  }
};

const list = (raw: string): string[] => {
  if (raw === '') return [];
  try {
    const parsed: unknown = JSON.parse(raw);
    return Array.isArray(parsed) ? parsed.map(String) : [raw];
  } catch {
    return [raw];
  }
};

/** Reads an answer as a field's present type. */
export const readAs = (stored: Stored, field: Field): Stored => {
  const kind = storedKind(field.type);
  if (kind === null || kind === stored.kind) return stored;
  const raw = rawText(stored);
  switch (kind) {
    case 'text':
      // A date is kept as its day, whatever was around it.
      return {
        kind,
        value: stored.kind === 'datetime' && stored.value !== null ? printDay(stored.value) : raw,
      };
    case 'integer':
      return { kind, value: raw === '' ? '' : (/^\s*[-+]?\d+/.exec(raw)?.[0].trim() ?? '0') };
    case 'decimal': {
      const number = Number.parseFloat(raw);
      return { kind, value: raw === '' ? null : Number.isNaN(number) ? 0 : number };
    }
    case 'checkbox':
      return { kind, value: raw === 'true' };
    case 'yes_no':
      return { kind, value: raw === '' ? null : raw === 'true' };
    case 'date':
      return { kind, value: /^\d{4}-\d{2}-\d{2}/.exec(raw)?.[0] ?? null };
    case 'datetime':
      return { kind, value: /^\d{4}-\d{2}-\d{2}/.test(raw) ? micros(raw) : null };
    case 'civilite':
      return { kind, value: raw === 'M' || raw === 'Mme' ? raw : null };
    case 'choice':
      return { kind, value: raw === '' ? null : raw };
    case 'choices':
      return { kind, value: list(raw) };
    case 'linked': {
      const [primary, secondary] = list(raw);
      return { kind, value: primary === undefined ? null : { primary, secondary: secondary ?? '' } };
    }
    case 'pays':
      return { kind, value: PAYS.find(({ name }) => name === raw) ?? null };
    case 'region':
      return { kind, value: REGIONS.find(({ name }) => name === raw) ?? null };
    case 'departement':
      return { kind, value: DEPARTEMENTS.find(({ code }) => code === raw) ?? null };
    case 'commune':
      return { kind, value: COMMUNES.find(({ name }) => name === raw) ?? null };
    case 'dossier_link':
      return { kind, value: /^\d+$/.test(raw) ? Number(raw) : null };
    case 'siret':
      return { kind, value: raw === '' ? null : { siret: raw, etablissement: null } };
    case 'rna':
    case 'rnf':
      return { kind, value: raw === '' ? null : { id: raw, title: null, address: null } };
    case 'referentiel':
      return { kind, value: raw === '' ? null : { text: raw, exposed: field.exposed.map(() => '') } };
    case 'titre_identite':
      return { kind, value: raw !== '' };
    case 'carte':
      return { kind, value: [] };
    case 'files':
      return { kind, value: [] };
    case 'epci':
    case 'address':
      return { kind, value: null };
    case 'none':
      return { kind, value: null };
  }
};
