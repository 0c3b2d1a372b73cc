// What each column of the original One Trick Pony is among ours: its table, its names, and in which form it held the
// same thing. From the form alone; no document is looked at.

import { familyOf } from '../families';
import { fieldKey } from '../fields';
import type { Demarche, Descriptor } from '../model/demarche';
import type { ColumnKey, Layout, TableKey, TableSpec } from '../model/table';
import { metaKey, tableId } from '../tables/meta';
import type { OriginalForm } from './forms';
import { originalBlockName, originalIds, originalName } from './names';

export type Counterpart = {
  readonly table: TableKey;
  /** Ours; or, for what none of ours holds, `<field>#origine`: a column that only a kept document has. */
  readonly column: ColumnKey;
  /** Ids that the original gave it, the likeliest first. */
  readonly ids: readonly string[];
  readonly form: OriginalForm;
  /** The field whose parts make the original's form; null for the columns of every démarche. */
  readonly field: { readonly id: string; readonly label: string } | null;
};

/** The part under which the original's own rendering of a field is kept up. */
export const ORIGINAL_PART = 'origine';

/** Ids of the original's tables, by ours. Its ids are compared without case. */
export function originalTables(demarche: Demarche): ReadonlyMap<TableKey, readonly string[]> {
  const { champs, annotations } = demarche.form;
  const of = (fields: readonly Descriptor[], prefix: string) =>
    fields.filter(isBlock).map(({ id, label }): [TableKey, readonly string[]] => {
      const names = new Set([originalName(label), originalBlockName(label)]);
      return [`bloc:${id}`, [...names].map((name) => tableId(demarche, `${prefix}_${name}`))];
    });
  return new Map([...of(champs, 'repetable'), ...of(annotations, 'repetable_annotation')]);
}

export function counterparts(demarche: Demarche, layout: Layout): readonly Counterpart[] {
  const { champs, annotations } = demarche.form;
  const blocks = new Map(
    [...champs, ...annotations].filter(isBlock).map((block) => [`bloc:${block.id}`, block]),
  );
  return layout.tables.flatMap((spec): readonly Counterpart[] => {
    const metas = metaCounterparts(spec);
    if (spec.key === 'champs') return [...metas, ...ofFields('champs', champs, 'champs')];
    if (spec.key === 'annotations') return [...metas, ...ofFields('annotations', annotations, 'annotations')];
    const block = blocks.get(spec.key);
    return block === undefined ? metas : [...metas, ...ofFields(spec.key, block.children, 'bloc')];
  });
}

/** Content that is not ours under one of our ids, or ours under another id. */
const SPECIAL: Readonly<Record<string, { readonly ids: readonly string[]; readonly form: OriginalForm }>> = {
  // The original's `state` is DN's code; our column of that id holds its French word.
  'dossiers meta:state': { ids: [], form: 'meme' },
  'dossiers meta:state_code': { ids: ['state'], form: 'meme' },
  'dossiers meta:labels': { ids: ['label_names'], form: 'meme' },
  'dossiers meta:raison_suppression': { ids: ['raison_suppression'], form: 'inconnue' },
  'demandeurs meta:type': { ids: ['type'], form: 'type_de_demandeur' },
  // DN's own code there, its word here.
  'demandeurs meta:civilite': { ids: ['civilite'], form: 'civilite_de_demandeur' },
  'demandeurs meta:siege_social': { ids: ['siege_social'], form: 'oui_non' },
};

/** The columns of every démarche that the original made: any other of the same id is the user's. */
const THEIRS: Readonly<Record<string, string>> = {
  dossiers:
    'dossier_id dossier_number state date_depot date_derniere_modification date_expiration date_traitement ' +
    'date_derniere_correction_en_attente date_derniere_modification_champs ' +
    'date_derniere_modification_annotations date_suppression motivation label_names labels_json suivi_par ' +
    'date_accuse_lecture raison_suppression',
  champs: 'dossier_number',
  annotations: 'dossier_number',
  bloc: 'dossier_number block_row_index block_row_id',
  demandeurs:
    'dossier_number type civilite nom prenom email usager_email prenom_mandataire nom_mandataire ' +
    'depose_par_un_tiers connection_usager siret siren siege_social naf libelle_naf raison_sociale nom_commercial ' +
    'forme_juridique forme_juridique_code capital_social code_effectif_entreprise numero_tva_intracommunautaire ' +
    'date_creation etat_administratif rna titre_association objet_association date_creation_association ' +
    'date_declaration_association date_publication_association adresse_label adresse_type street_address ' +
    'street_number street_name code_postal ville code_insee_ville departement code_departement region code_region',
  instructeurs:
    'groupe_instructeur_id groupe_instructeur_number groupe_instructeur_label instructeur_id instructeur_email',
  avis: 'dossier_number avis_id instructeur_email expert_email date_question date_reponse question reponse',
};

function metaCounterparts({ key: table, columns }: TableSpec): readonly Counterpart[] {
  const theirs = new Set(THEIRS[table.split(':', 1)[0] ?? '']?.split(' '));
  return columns
    .filter(({ key }) => key.startsWith(metaKey('')))
    .flatMap(({ key: column, id, aliases }): readonly Counterpart[] => {
      const { ids, form } = SPECIAL[`${table} ${column}`] ?? { ids: [...aliases, id], form: 'meme' };
      const known = ids.filter((one) => theirs.has(one));
      return known.length === 0 ? [] : [{ table, column, ids: known, form, field: null }];
    });
}

/** `champs`: the table where the original also had columns beside a place's own. */
function ofFields(
  table: TableKey,
  fields: readonly Descriptor[],
  place: 'champs' | 'annotations' | 'bloc',
): readonly Counterpart[] {
  const shown = fields.filter(({ typename }) => !['repetition', 'none'].includes(familyOf(typename)));
  // Fields of older revisions come after those of the form: the original only knew the latter.
  const first = originalIds(shown, originalName);
  const second = place === 'bloc' ? originalIds(shown, originalBlockName) : first;
  return shown.flatMap((field) => {
    const ids = [...new Set([second.get(field.id) ?? '', first.get(field.id) ?? ''])];
    return ofField(field, place).map(({ part, suffix = '', form }): Counterpart => {
      return {
        ...{ table, form, field: { id: field.id, label: field.label } },
        column: fieldKey(field.id, part),
        ids: suffix === NONE ? [] : ids.map((id) => `${id}${suffix}`),
      };
    });
  });
}

function isBlock({ typename }: Descriptor): boolean {
  return familyOf(typename) === 'repetition';
}

type PartOfOriginal = {
  readonly part: string;
  readonly suffix?: string;
  readonly form: OriginalForm;
};

const NONE = ' ';

function ofField(
  { typename }: Descriptor,
  place: 'champs' | 'annotations' | 'bloc',
): readonly PartOfOriginal[] {
  if (typename === 'EngagementJuridiqueChampDescriptor') return [{ part: '', form: 'inconnue' }];
  if (typename === 'PhoneChampDescriptor') return [{ part: '', form: 'telephone' }];
  const isWide = place === 'champs';
  const family = familyOf(typename);
  switch (family) {
    case 'yes_no':
      return [{ part: '', form: 'oui_non' }];
    case 'linked_choice':
      return [{ part: '', form: 'choix_lies' }];
    case 'rnf':
      return [{ part: '', form: 'fondation' }];
    case 'files':
      return [{ part: '', form: 'fichiers' }];
    case 'pays':
    case 'region':
    case 'departement':
      return [
        { part: '', suffix: isWide ? '_nom' : NONE, form: 'meme' },
        { part: 'code', suffix: isWide ? '_code' : NONE, form: 'meme' },
        { part: ORIGINAL_PART, form: 'lieu' },
      ];
    case 'commune':
      return [
        { part: '', suffix: isWide ? '_nom' : NONE, form: 'meme' },
        { part: 'code_insee', suffix: isWide ? '_code_insee' : NONE, form: 'meme' },
        { part: 'code_postal', suffix: isWide ? '_code_postal' : NONE, form: 'meme' },
        { part: 'departement', suffix: isWide ? '_departement' : NONE, form: 'meme' },
        { part: 'departement_code', suffix: isWide ? '_code_departement' : NONE, form: 'meme' },
        { part: ORIGINAL_PART, form: place === 'bloc' ? 'commune_de_bloc' : 'commune' },
      ];
    case 'epci':
    case 'address':
    case 'siret':
    case 'carte':
    case 'dossier_link':
    case 'titre_identite':
      return [{ part: '', form: 'inconnue' }];
    case 'text':
    case 'iban':
    case 'referentiel':
    case 'integer':
    case 'decimal':
    case 'checkbox':
    case 'civilite':
    case 'date':
    case 'datetime':
    case 'choice':
    case 'choices':
    case 'rna':
    case 'unknown':
      return [{ part: '', form: 'meme' }];
    case 'repetition':
    case 'none':
      return [];
  }
}
