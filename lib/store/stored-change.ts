// What a change is kept as, checked when it comes back.

import { z } from 'zod';
import type { ChangeKind, Undo } from '../sync/model/change';
import type { SchemaReason } from '../sync/model/operation';

const KINDS = {
  table_creee: true,
  table_manquante: true,
  bloc_renomme: true,
  colonne_ajoutee: true,
  colonne_manquante: true,
  cle_perdue: true,
  libelle_modifie: true,
  aide_modifiee: true,
  options_modifiees: true,
  type_converti: true,
  type_converti_avec_perte: true,
  type_nouvelle_colonne: true,
  colonne_retypee: true,
  champ_retire: true,
  champ_revenu: true,
} as const satisfies Record<ChangeKind, true>;

const REASONS = {
  premiere_synchronisation: true,
  champ_ajoute: true,
  option_activee: true,
  libelle_modifie: true,
  options_modifiees: true,
  type_modifie: true,
  champ_retire: true,
  champ_revenu: true,
  supprimee_dans_grist: true,
  retypee_dans_grist: true,
  table_recreee: true,
  colonne_adoptee: true,
  colonne_protegee: true,
  annulation: true,
} as const satisfies Record<SchemaReason, true>;

/** Throws for what another version wrote and this one does not know: an history is not guessed. */
export function storedChangeKind(text: string): ChangeKind {
  if (Object.hasOwn(KINDS, text)) return text as ChangeKind;
  throw new Error('schema_change: unknown kind');
}

export function storedReason(text: string): SchemaReason {
  if (Object.hasOwn(REASONS, text)) return text as SchemaReason;
  throw new Error('schema_change: unknown reason');
}

const replaced = z.object({ before: z.string(), after: z.string() }).nullable();

export const storedUndo: z.ZodType<Undo | null> = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('words'), label: replaced, description: replaced }),
    z.object({ type: z.literal('choices'), added: z.array(z.string()), removed: z.array(z.string()) }),
    z.object({ type: z.literal('remove_column'), columnRef: z.number() }),
    z.object({
      type: z.literal('retype'),
      columnRef: z.number(),
      from: z.string(),
      to: z.string(),
      widgetOptions: z.record(z.string(), z.unknown()),
    }),
    z.object({
      type: z.literal('retirement'),
      columnRef: z.number(),
      description: replaced,
      places: z.array(
        z.object({
          section: z.number(),
          position: z.number(),
          width: z.number(),
          widgetOptions: z.string(),
        }),
      ),
    }),
    z.object({ type: z.literal('impossible'), why: z.string() }),
  ])
  .nullable();
