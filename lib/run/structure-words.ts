// What a run may not decide alone about the structure: it stops before anything is written. And the notices in French.

import type { FailureCode } from '../errors/catalogue';
import { Failure } from '../errors/failure';
import type { Drift } from '../sync/drift';
import type { SchemaNotice } from '../sync/model/operation';
import type { Policies } from '../sync/model/policies';
import { changeSentence } from './change-words';

/** Null: the run goes on. */
export function refuse({ notices, changes, operations }: Drift, policies: Policies): Failure | null {
  const conversions = notices.filter((notice) => notice.type === 'conversion_needed');
  if (conversions.length > 0) {
    return new Failure('GRIST_COLONNES_A_CONVERTIR', {
      detail: conversions
        .map(
          ({ table, label, found, wanted }) =>
            `${table} · «\u00a0${label}\u00a0»\u00a0: ${found} → ${wanted}`,
        )
        .join('\n'),
      facts: { colonnes: conversions.length },
    });
  }
  if (notices.some((notice) => notice.type === 'table_missing' && notice.table === 'dossiers')) {
    return new Failure('GRIST_TABLE_SUPPRIMEE');
  }
  const key = notices.find((notice) => notice.type === 'key_lost' && notice.table === 'dossiers');
  if (key !== undefined) return keyLost(key);
  const waiting = changes.filter(({ outcome, isForm }) => outcome === 'en_attente' && isForm);
  if (policies.formChanges === 'suspendre' && waiting.length > 0) {
    const detail = waiting.map(changeSentence).join('\n');
    return new Failure('FORMULAIRE_MODIFIE' satisfies FailureCode, {
      detail,
      facts: { changements: waiting.length, operations: operations.length },
    });
  }
  return null;
}

function keyLost(notice: SchemaNotice): Failure {
  return new Failure('GRIST_COLONNE_CLE', { detail: noticeSentence(notice) });
}

/** The notice in French; null for one that only history keeps. */
export function noticeSentence(notice: SchemaNotice): string | null {
  switch (notice.type) {
    case 'table_missing':
      return `La table ${notice.id} n’existe plus dans le document\u00a0: elle n’est pas recréée sans votre accord.`;
    case 'column_missing':
      return `La colonne «\u00a0${notice.label}\u00a0» a été supprimée du document\u00a0: elle n’est pas recréée sans votre accord.`;
    case 'column_retyped':
      return `La colonne «\u00a0${notice.label}\u00a0» a changé de type dans le document (${notice.found} au lieu de ${notice.wanted})\u00a0: son type est respecté\u202f; les valeurs qui n’y tiendraient pas n’y sont plus écrites.`;
    case 'key_lost':
      return notice.found === null
        ? `La colonne «\u00a0${notice.label}\u00a0» servait de clé et a été supprimée\u00a0: plus rien n’est écrit dans sa table. Annulez la suppression dans l’historique du document, ou supprimez la table et acceptez qu’elle soit recréée.`
        : `La colonne «\u00a0${notice.label}\u00a0» sert de clé et son type ne convient plus (${notice.found} au lieu de ${notice.wanted})\u00a0: plus rien n’est écrit dans sa table tant qu’il n’est pas rétabli.`;
    case 'conversion_needed':
      return `La colonne «\u00a0${notice.label}\u00a0» devrait passer de ${notice.found} à ${notice.wanted}.`;
    case 'column_frozen':
      return null;
  }
}
