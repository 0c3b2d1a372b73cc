// A document as the original One Trick Pony leaves it: every table of facts/original.md §2 with its true types, written
// through Grist's API in the very way of the original, defects included. Longer than the house's
// files: a table is declared and filled in one place, so that it can be read beside the facts.

import type { Demarche, Descriptor } from '../../../lib/sync/model/demarche';
import type { Champ, Dossier, Etablissement } from '../../../lib/sync/model/dossier';
import { type Address, type Door, openDoor } from './door';
import { declared, distinct, inBlock } from './their-names';
import { type Sent, theirExtras, theirSuffixes, theirType, theirValue } from './their-values';

export type Left = {
  readonly demarche: Demarche;
  /** What the original had read. */
  readonly dossiers: readonly Dossier[];
  /** Numbers of those that DN had told it were gone. */
  readonly departed?: readonly number[];
  /** Number of a dossier that two concurrent runs had written twice (D7, D15). */
  readonly doubled?: number;
};

type Row = Readonly<Record<string, Sent>>;

export async function leaveTheirDocument(address: Address, left: Left): Promise<void> {
  const door = openDoor(address);
  const { demarche, dossiers } = left;
  const table = (name: string) => `Demarche_${demarche.number}_${name}`;
  /** Top-level types, as the original sent them: Grist makes texts of all. */
  const texts = (names: string) => names.split(' ').map((id) => ({ id, type: 'DateTime' }));

  await door.addTable(table('dossiers'), texts(DOSSIER_COLUMNS));
  await door.addColumns(table('dossiers'), [
    { id: 'dossiers_supprimes_DN', fields: { type: 'Bool', label: 'dossiers_supprimes_DN' } },
    { id: 'raison_suppression', fields: { type: 'Text', label: 'raison_suppression' } },
  ]);
  await door.addRecords(
    table('dossiers'),
    twice(
      dossiers.map((dossier) => dossierRow(dossier, left)),
      left,
      dossiers,
    ),
  );

  await fieldTable(door, table('champs'), 'champs', demarche.form.champs, left);
  if (demarche.form.annotations.length > 0)
    await fieldTable(door, table('annotations'), 'annotations', demarche.form.annotations, left);
  for (const [prefix, fields] of [
    ['repetable_', demarche.form.champs],
    ['repetable_annotation_', demarche.form.annotations],
  ] as const) {
    for (const block of present(fields).filter(isBlock)) await blockTable(door, table, prefix, block, left);
  }

  const isMoral = dossiers[0]?.demandeur.type.startsWith('morale') ?? false;
  await door.addTable(table('demandeurs'), texts(isMoral ? MORAL_COLUMNS : PERSON_COLUMNS));
  await door.addRecords(
    table('demandeurs'),
    dossiers.map((dossier) => (isMoral ? moralRow(dossier) : personRow(dossier))),
  );
  await door.addTable(
    table('instructeurs'),
    texts(
      'groupe_instructeur_id groupe_instructeur_number groupe_instructeur_label instructeur_id instructeur_email',
    ),
  );
  await door.addRecords(
    table('instructeurs'),
    demarche.groupes.flatMap((groupe) =>
      groupe.instructeurs.map((one) => ({
        groupe_instructeur_id: groupe.id,
        groupe_instructeur_number: groupe.number,
        groupe_instructeur_label: groupe.label,
        instructeur_id: one.id,
        instructeur_email: one.email,
      })),
    ),
  );
  const avis = dossiers.flatMap((dossier) => dossier.avis.map((one) => ({ number: dossier.number, one })));
  if (avis.length > 0) {
    await door.addTable(
      table('avis'),
      texts(
        'dossier_number avis_id instructeur_email expert_email date_question date_reponse question reponse',
      ),
    );
    await door.addRecords(
      table('avis'),
      avis.map(({ number, one }) => ({
        ...{ dossier_number: number, avis_id: one.id, instructeur_email: one.claimantEmail },
        ...{ expert_email: one.expertEmail ?? '', date_question: one.dateQuestion },
        ...{ date_reponse: one.reponse === null ? '' : one.dateReponse, question: one.question ?? '' },
        reponse: one.reponse ?? '',
      })),
    );
  }
  await door.addTable('Sync_metadata', [
    ...texts(
      'demarche_number last_sync_at updated_since_cursor deleted_since_cursor deleted_after_cursor last_sync_status last_sync_duration',
    ),
    { id: 'force_full_sync', fields: { type: 'Bool' } },
  ]);
  await door.addRecords('Sync_metadata', [
    {
      ...{ demarche_number: demarche.number, last_sync_at: '2026-08-20T22:00:00Z' },
      ...{ updated_since_cursor: '2026-08-20T22:00:00Z', deleted_since_cursor: '2026-08-20T22:00:00Z' },
      ...{ last_sync_status: 'success', last_sync_duration: 12.5, force_full_sync: false },
    },
  ]);
}

const DOSSIER_COLUMNS =
  'dossier_id dossier_number state date_depot date_derniere_modification date_expiration date_traitement ' +
  'date_derniere_correction_en_attente date_derniere_modification_champs date_derniere_modification_annotations ' +
  'date_suppression motivation label_names labels_json suivi_par date_accuse_lecture correction_instructeur';

function dossierRow(dossier: Dossier, { departed = [] }: Left): Row {
  const { dates } = dossier;
  const isGone = departed.includes(dossier.number);
  return {
    ...{
      dossier_id: dossier.id,
      dossier_number: dossier.number,
      state: dossier.state,
      date_depot: dates.depot,
    },
    ...{ date_derniere_modification: dates.derniereModification, date_expiration: dates.expiration },
    ...{ date_traitement: dates.traitement },
    date_derniere_correction_en_attente: dates.derniereCorrectionEnAttente,
    date_derniere_modification_champs: dates.derniereModificationChamps,
    date_derniere_modification_annotations: dates.derniereModificationAnnotations,
    ...{ label_names: dossier.labels.map(({ name }) => name).join(', ') },
    labels_json: dossier.labels.length === 0 ? '' : JSON.stringify(dossier.labels),
    ...{ suivi_par: dossier.suiviPar.join(', '), date_accuse_lecture: dates.accuseLecture },
    correction_instructeur: '',
    dossiers_supprimes_DN: isGone,
    ...(isGone ? { date_suppression: '2026-08-19T09:00:00+02:00', raison_suppression: 'user_request' } : {}),
  };
}

/** The last row again, as two runs at once left it. */
function twice(rows: readonly Row[], { doubled }: Left, dossiers: readonly Dossier[]): readonly Row[] {
  const rank = dossiers.findIndex(({ number }) => number === doubled);
  const row = rows[rank];
  return row === undefined ? rows : [...rows, row];
}

/** The fields of the active revision: the original knew no other. */
function present(fields: readonly Descriptor[]): readonly Descriptor[] {
  return fields.filter(
    ({ retired, typename }) =>
      retired === undefined &&
      !['HeaderSectionChampDescriptor', 'ExplicationChampDescriptor'].includes(typename),
  );
}

function isBlock({ typename }: Descriptor): boolean {
  return typename === 'RepetitionChampDescriptor';
}

async function fieldTable(
  door: Door,
  id: string,
  side: 'champs' | 'annotations',
  form: readonly Descriptor[],
  left: Left,
): Promise<void> {
  const fields = present(form);
  // A block also yields a column that stays empty.
  const names = distinct(fields.map(({ label }) => declared(label)));
  await door.addTable(
    id,
    side === 'champs'
      ? [
          { id: 'dossier_number', type: 'Int' },
          { id: 'champ_id', type: 'Text' },
        ]
      : [{ id: 'dossier_number', type: 'Int' }],
  );
  const columns = fields.flatMap((field, rank) => {
    const name = names[rank] ?? '';
    const own = { id: name, fields: { type: theirType(field), label: field.label } };
    const bank = side === 'champs' && isFile(field) && /rib|iban/i.test(field.label);
    const beside =
      side === 'annotations'
        ? [{ id: `${name}_id` }]
        : [
            ...theirSuffixes(field),
            ...(bank ? ['_titulaire', '_iban', '_bic', '_nom_de_la_banque'] : []),
          ].map((suffix) => ({
            id: `${name}${suffix}`,
            fields: { type: 'Text', label: `${field.label}${suffix}` },
          }));
    return [own, ...beside];
  });
  await door.addColumns(id, columns);
  const has = await door.columnIds(id);
  // What Grist named otherwise was looked for under its first name at the next run, and made again, empty (D9).
  await door.addColumns(
    id,
    columns.filter((column) => !has.has(column.id)),
  );
  await door.addRecords(
    id,
    left.dossiers.map((dossier) => {
      const champs = dossier[side].filter(({ value }) => value.kind !== 'none');
      const own = champs.filter(({ value }) => value.kind !== 'repetition');
      // Named in the order of what was received: hidden ones shift their namesakes (D12).
      const received = distinct(own.map(({ label }) => declared(label)));
      const cells = own.flatMap((champ, rank) => {
        const name = received[rank] ?? '';
        const id: [string, Sent][] = side === 'annotations' ? [[`${name}_id`, champ.descriptorId]] : [];
        const extras = Object.entries(theirExtras(champ)).map(([end, cell]): [string, Sent] => [
          `${name}${end}`,
          cell,
        ]);
        return [[name, theirValue(champ, side)] as [string, Sent], ...id, ...extras];
      });
      return {
        dossier_number: dossier.number,
        ...(side === 'champs' ? { champ_id: champs.map(({ descriptorId }) => descriptorId).join('_') } : {}),
        // What has no column was dropped without a word (D8).
        ...Object.fromEntries(cells.filter(([name]) => has.has(name))),
      };
    }),
  );
}

function isFile({ typename }: Descriptor): boolean {
  return typename === 'PieceJustificativeChampDescriptor';
}

const GEO_COLUMNS =
  'geo_id geo_source geo_description geo_type geo_coordinates geo_wkt geo_commune geo_numero geo_section geo_prefixe geo_surface';

async function blockTable(
  door: Door,
  table: (name: string) => string,
  prefix: string,
  block: Descriptor,
  { dossiers }: Left,
): Promise<void> {
  const id = table(`${prefix}${declared(block.label)}`);
  const fields = present(block.children);
  const schema = distinct(fields.map(({ label }) => declared(label)));
  const hasMap = fields.some(({ typename }) => typename === 'CarteChampDescriptor');
  await door.addTable(id, [
    ...['dossier_number', 'block_id', 'block_row_index', 'block_row_id', ...schema].map((name) => ({
      id: name,
      type: 'Int',
    })),
    ...(hasMap ? GEO_COLUMNS.split(' ').map((name) => ({ id: name, type: 'Text' })) : []),
  ]);
  // Two ways to name a block: one whose title begins with a number was never filled (D5).
  if (declared(block.label) !== inBlock(block.label)) return;
  const rows = dossiers.flatMap((dossier) => {
    const champ = [...dossier.champs, ...dossier.annotations].find(
      ({ descriptorId }) => descriptorId === block.id,
    );
    if (champ?.value.kind !== 'repetition') return [];
    return champ.value.rows.flatMap((row, rank) => blockRows(dossier.number, block.id, row, rank));
  });
  const known = new Set(schema);
  const extra = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (name) => !known.has(name) && !FIXED.has(name) && !GEO_COLUMNS.split(' ').includes(name),
  );
  // « Invalid column » was mended by adding it, without a type.
  await door.addColumns(
    id,
    extra.map((name) => ({ id: name })),
  );
  await door.addRecords(id, rows);
}

const FIXED: ReadonlySet<string> = new Set(['dossier_number', 'block_id', 'block_row_index', 'block_row_id']);

function blockRows(
  number: number,
  block: string,
  { id, champs }: { readonly id: string; readonly champs: readonly Champ[] },
  rank: number,
): readonly Row[] {
  // Namesakes overwrite each other.
  const cells = Object.fromEntries(
    champs
      .filter(({ value }) => value.kind !== 'none')
      .map((champ) => [inBlock(champ.label), theirValue(champ, 'bloc')]),
  );
  const own = { dossier_number: number, block_id: block, block_row_index: rank + 1, ...cells };
  const areas = champs.flatMap(({ value }) => (value.kind === 'carte' ? value.areas : []));
  if (areas.length === 0) return [{ ...own, block_row_id: id }];
  return areas.map((area, turn) => ({
    ...{ ...own, block_row_id: `${id}_geo${turn + 1}`, geo_id: area.id, geo_source: area.source },
    ...{ geo_description: area.description, geo_type: area.geometry?.type ?? '', field_name: 'carte' },
    geo_coordinates: JSON.stringify(area.geometry?.coordinates ?? null),
  }));
}

const PERSON_COLUMNS =
  'dossier_number type civilite nom prenom email usager_email prenom_mandataire nom_mandataire depose_par_un_tiers connection_usager';

function personRow(dossier: Dossier): Row {
  const { demandeur } = dossier;
  const who = demandeur.type === 'physique' ? demandeur : null;
  return {
    ...{
      dossier_number: dossier.number,
      type: 'PersonnePhysique',
      civilite: who?.civilite ?? '',
      nom: who?.nom ?? '',
    },
    ...{ prenom: who?.prenom ?? '', email: who?.email ?? '', usager_email: dossier.usagerEmail },
    ...{ prenom_mandataire: dossier.mandataire.prenom ?? '', nom_mandataire: dossier.mandataire.nom ?? '' },
    ...{ depose_par_un_tiers: said(dossier.deposeParUnTiers), connection_usager: dossier.connectionUsager },
  };
}

/** A boolean of Python in a column of texts. */
function said(answer: boolean | null): string | null {
  return answer === null ? null : answer ? 'True' : 'False';
}

const MORAL_COLUMNS =
  'dossier_number type usager_email siret siren siege_social naf libelle_naf raison_sociale nom_commercial ' +
  'forme_juridique forme_juridique_code capital_social code_effectif_entreprise numero_tva_intracommunautaire ' +
  'date_creation etat_administratif rna titre_association objet_association date_creation_association ' +
  'date_declaration_association date_publication_association adresse_label adresse_type street_address street_number ' +
  'street_name code_postal ville code_insee_ville departement code_departement region code_region connection_usager';

function moralRow(dossier: Dossier): Row {
  const { demandeur } = dossier;
  const own = { dossier_number: dossier.number, usager_email: dossier.usagerEmail };
  return {
    ...{ ...own, connection_usager: dossier.connectionUsager },
    ...(demandeur.type === 'morale'
      ? { type: 'PersonneMorale', ...establishmentCells(demandeur.etablissement) }
      : { type: 'PersonneMoraleIncomplete' }),
    ...(demandeur.type === 'morale_incomplete' ? { siret: demandeur.siret } : {}),
  };
}

function establishmentCells({
  siret,
  siegeSocial,
  naf,
  libelleNaf,
  entreprise,
  association,
  address,
}: Etablissement): Row {
  return {
    ...{
      siret,
      siege_social: said(siegeSocial),
      naf,
      libelle_naf: libelleNaf,
      siren: entreprise?.siren ?? '',
    },
    ...{ raison_sociale: entreprise?.raisonSociale ?? '', nom_commercial: entreprise?.nomCommercial ?? '' },
    ...{
      forme_juridique: entreprise?.formeJuridique ?? '',
      forme_juridique_code: entreprise?.formeJuridiqueCode ?? '',
    },
    ...{
      capital_social: entreprise?.capitalSocial ?? '',
      code_effectif_entreprise: entreprise?.codeEffectif ?? '',
    },
    ...{
      numero_tva_intracommunautaire: entreprise?.numeroTva ?? '',
      date_creation: entreprise?.dateCreation ?? '',
    },
    ...{ etat_administratif: entreprise?.etatAdministratif ?? '', rna: association?.rna ?? '' },
    ...{ titre_association: association?.titre ?? '', objet_association: association?.objet ?? '' },
    date_creation_association: association?.dateCreation ?? '',
    date_declaration_association: association?.dateDeclaration ?? '',
    date_publication_association: association?.datePublication ?? '',
    ...{ adresse_label: address?.label ?? '', adresse_type: address?.type ?? '' },
    ...{ street_address: address?.streetAddress ?? '', street_number: address?.streetNumber ?? '' },
    ...{
      street_name: address?.streetName ?? '',
      code_postal: address?.postalCode ?? '',
      ville: address?.cityName ?? '',
    },
    ...{ code_insee_ville: address?.cityCode ?? '', departement: address?.departmentName ?? '' },
    ...{ code_departement: address?.departmentCode ?? '', region: address?.regionName ?? '' },
    code_region: address?.regionCode ?? '',
  };
}
