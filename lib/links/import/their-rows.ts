// The rows of the original's `otp_configurations`, whatever they come from, read into what a link of ours needs. Source:
// facts/original.md §1a.

import { EVERYTHING, type Scope } from '../../sync/model/options';
import { type FernetKey, openFernet } from './fernet';

/** A row as it was found: texts by column, absent ones left out. */
export type TheirRow = Readonly<Record<string, string>>;

export type TheirLink = {
  readonly demarche: number;
  readonly gristUrl: string;
  readonly document: string;
  readonly token: string;
  readonly key: string;
  /** E-mail of the person in Grist, when the original had learnt it. */
  readonly email: string | null;
  readonly scope: Scope;
  /** It synchronised every night. */
  readonly isScheduled: boolean;
};

export type ReadRow =
  | { readonly status: 'read'; readonly link: TheirLink }
  | {
      readonly status: 'refused';
      readonly demarche: string;
      readonly document: string;
      readonly why: string;
    };

export function readTheirRow(row: TheirRow, fernet: FernetKey): ReadRow {
  const demarche = Number(row.demarche_number?.trim() ?? '');
  const document = row.grist_doc_id?.trim() ?? '';
  const refused = (why: string): ReadRow => ({
    ...{ status: 'refused', document: document === '' ? '?' : document, why },
    demarche: row.demarche_number?.trim() || '?',
  });
  if (!Number.isSafeInteger(demarche) || demarche <= 0) return refused('pas de numéro de démarche');
  if (document === '') return refused('pas de document');
  const gristUrl = row.grist_base_url?.trim().replace(/\/api\/?$/, '') ?? '';
  if (URL.parse(gristUrl) === null) return refused('adresse de Grist illisible');
  const token = secretIn(row.ds_api_token, fernet);
  const key = secretIn(row.grist_api_key, fernet);
  if (token === 'absent') return refused('pas de jeton de Démarche numérique');
  if (key === 'absent') return refused('pas de clé Grist');
  if (token === 'illisible' || key === 'illisible')
    return refused('secret illisible avec cette clé de chiffrement');
  const scope = scopeOf(row);
  if (scope === null) return refused('filtre illisible');
  return {
    status: 'read',
    link: {
      ...{ demarche, gristUrl, document, token: token.text, key: key.text, scope },
      email: row.grist_user_email?.trim() || null,
      isScheduled: /^(t|true|1|oui)$/i.test(row.enabled?.trim() ?? ''),
    },
  };
}

/** Has the row any secret that this key opens? What tells a wrong key from a damaged row. */
export function opensAny(rows: readonly TheirRow[], fernet: FernetKey): boolean {
  const secrets = rows.flatMap((row) => [row.ds_api_token, row.grist_api_key]);
  const given = secrets.filter((text) => text !== undefined && text.trim() !== '');
  return given.length === 0 || given.some((text) => openFernet(fernet, text ?? '') !== null);
}

function secretIn(
  text: string | undefined,
  fernet: FernetKey,
): 'absent' | 'illisible' | { readonly text: string } {
  if (text === undefined || text.trim() === '') return 'absent';
  const opened = openFernet(fernet, text)?.trim();
  if (opened === undefined) return 'illisible';
  return opened === '' ? 'absent' : { text: opened };
}

/** Null for a filter that nobody can read: it must not become « everything ». Bounds are inclusive days there as here. */
function scopeOf(row: TheirRow): Scope | null {
  const list = (text: string | undefined) => (text ?? '').split(',').flatMap((one) => one.trim() || []);
  const days = [row.filter_date_start, row.filter_date_end].map((text) => text?.trim().slice(0, 10) || null);
  const groupes = list(row.filter_groups).map(Number);
  if (days.some((day) => day !== null && !/^\d{4}-\d{2}-\d{2}$/.test(day))) return null;
  if (groupes.some((number) => !Number.isSafeInteger(number) || number <= 0)) return null;
  const [depotDebut = null, depotFin = null] = days;
  return { ...EVERYTHING, depotDebut, depotFin, statuts: list(row.filter_statuses), groupes };
}
