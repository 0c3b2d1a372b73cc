// `stringValue`: DN's own text of an answer, which depends on the language asked (facts §1, §5).

import type { Stored } from '../content/stored';
import type { Field } from '../form/field';
import { optionLabel } from '../form/options';
import { printDay, printHour } from '../time/instant';

const MONTHS: Readonly<Record<'fr' | 'en', readonly string[]>> = {
  fr: [
    'janvier',
    'février',
    'mars',
    'avril',
    'mai',
    'juin',
    'juillet',
    'août',
    'septembre',
    'octobre',
    'novembre',
    'décembre',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
};

const longDay = (day: string, language: 'fr' | 'en'): string =>
  `${day.slice(8, 10)} ${MONTHS[language][Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

const telephone = (raw: string): string => raw.replace(/^(0\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1 $2 $3 $4 $5');

/** Blank is `""`, except where DN says null. */
export const stringValue = (field: Field, stored: Stored, language: 'fr' | 'en'): string | null => {
  switch (stored.kind) {
    case 'text':
      if (field.type === 'phone') return telephone(stored.value);
      return field.type === 'iban' ? stored.value.replaceAll(' ', '') : stored.value;
    case 'integer':
      return stored.value;
    case 'decimal':
    case 'dossier_link':
      return stored.value === null ? '' : String(stored.value);
    case 'checkbox':
      return String(stored.value);
    case 'yes_no':
      return stored.value === null ? '' : String(stored.value);
    case 'date':
      return stored.value === null ? '' : longDay(stored.value, language);
    case 'datetime':
      return stored.value === null
        ? ''
        : `${longDay(printDay(stored.value), language)} ${printHour(stored.value)}`;
    case 'civilite':
      return stored.value === 'M' ? 'M.' : (stored.value ?? '');
    case 'choice':
      return stored.value === null ? '' : field.advanced ? optionLabel(field, stored.value) : stored.value;
    case 'choices':
      return (field.advanced ? stored.value.map((one) => optionLabel(field, one)) : stored.value).join(', ');
    case 'linked':
      return stored.value === null
        ? ''
        : [stored.value.primary, stored.value.secondary].filter(Boolean).join(' / ');
    case 'pays':
      return (language === 'fr' ? stored.value?.name : stored.value?.english) ?? '';
    case 'region':
    case 'epci':
      return stored.value?.name ?? '';
    case 'departement':
      return stored.value === null ? '' : `${stored.value.code} - ${stored.value.name}`;
    case 'commune':
      return stored.value === null ? '' : `${stored.value.name} (${stored.value.postalCode})`;
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
      return stored.value.length === 0 ? '' : null;
    case 'titre_identite':
      return stored.value ? null : '';
    case 'none':
      return '';
  }
};
