// The settings of a link as they are kept: what an older version wrote is completed, what cannot be is refused.

import { z } from 'zod';
import type { LinkSettings } from '../run/ports';
import { DEFAULT_OPTIONS, EVERYTHING, type LayoutOptions, type Scope } from '../sync/model/options';
import { DEFAULT_POLICIES, type Policies } from '../sync/model/policies';
import type { TableKey } from '../sync/model/table';
import type { TakeOver } from '../sync/model/takeover';

const day = z.iso.date().nullable();
const departure = z.enum(['marquer', 'archiver', 'supprimer']);

const scope = z.object({
  depotDebut: day.default(EVERYTHING.depotDebut),
  depotFin: day.default(EVERYTHING.depotFin),
  statuts: z.array(z.string()).readonly().default(EVERYTHING.statuts),
  groupes: z.array(z.int()).readonly().default(EVERYTHING.groupes),
  archives: z.enum(['tous', 'exclus', 'seulement']).default(EVERYTHING.archives),
}) satisfies z.ZodType<Scope>;

const options = z.object({
  uneSeuleTable: z.boolean().default(DEFAULT_OPTIONS.uneSeuleTable),
  demandeurs: z.boolean().default(DEFAULT_OPTIONS.demandeurs),
  instructeurs: z.boolean().default(DEFAULT_OPTIONS.instructeurs),
  avis: z.boolean().default(DEFAULT_OPTIONS.avis),
  traitements: z.boolean().default(DEFAULT_OPTIONS.traitements),
  messages: z.boolean().default(DEFAULT_OPTIONS.messages),
  pieces: z.boolean().default(DEFAULT_OPTIONS.pieces),
  zones: z.boolean().default(DEFAULT_OPTIONS.zones),
  etablissementDetaille: z.boolean().default(DEFAULT_OPTIONS.etablissementDetaille),
  liensExpirants: z.boolean().default(DEFAULT_OPTIONS.liensExpirants),
  exclus: z.array(z.string()).readonly().default(DEFAULT_OPTIONS.exclus),
  fichiersCopies: z.array(z.string()).readonly().default(DEFAULT_OPTIONS.fichiersCopies),
}) satisfies z.ZodType<LayoutOptions>;

const policies = z.object({
  departures: departure.default(DEFAULT_POLICIES.departures),
  outOfScope: departure.default(DEFAULT_POLICIES.outOfScope),
  formChanges: z.enum(['suivre', 'demander', 'suspendre']).default(DEFAULT_POLICIES.formChanges),
  labels: z.enum(['suivre', 'garder']).default(DEFAULT_POLICIES.labels),
  choices: z.enum(['etendre', 'identiques']).default(DEFAULT_POLICIES.choices),
  losslessRetype: z.enum(['convertir', 'nouvelle_colonne']).default(DEFAULT_POLICIES.losslessRetype),
  lossyRetype: z.enum(['nouvelle_colonne', 'convertir']).default(DEFAULT_POLICIES.lossyRetype),
  removedFields: z.enum(['garder', 'masquer']).default(DEFAULT_POLICIES.removedFields),
  missing: z.enum(['signaler', 'recreer']).default(DEFAULT_POLICIES.missing),
  retyped: z.enum(['signaler', 'retablir']).default(DEFAULT_POLICIES.retyped),
  editedCells: z.enum(['au_changement', 'a_la_verification']).default(DEFAULT_POLICIES.editedCells),
}) satisfies z.ZodType<Policies>;

const takeOver = z.object({
  tables: z.array(z.object({ table: z.custom<TableKey>(isTableKey), id: z.string() })).readonly(),
  columns: z
    .array(
      z.object({
        table: z.custom<TableKey>(isTableKey),
        column: z.string(),
        id: z.string(),
        how: z.enum(['reprise', 'convertie', 'gardee', 'a_cote']),
        type: z.string(),
      }),
    )
    .readonly(),
}) satisfies z.ZodType<TakeOver>;

function isTableKey(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

const settings = z.object({
  scope: scope.prefault({}),
  options: options.prefault({}),
  policies: policies.prefault({}),
  filesCeiling: z.int().nonnegative().optional(),
  takeOver: takeOver.optional(),
}) satisfies z.ZodType<LinkSettings>;

/**
 * What is missing gets its default: a setting that did not exist when the link was saved. A value that no longer means
 * anything throws (ZodError): filters that nobody understands must not become « everything ».
 */
export function readSettings(stored: unknown): LinkSettings {
  return settings.parse(stored ?? {});
}
