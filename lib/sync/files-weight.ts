// What the files of a démarche weigh, by field, told from some of its dossiers. Pure: figures come out, nothing of a dossier.

import type { CopyableField } from './copyable';
import { everyChamp } from './every-champ';
import type { Dossier, FileRef } from './model/dossier';
import type { Scope } from './model/options';
import { inScope } from './scope';

export type Weight = {
  readonly files: number;
  readonly bytes: number;
  /** Files among them whose size Démarche numérique does not give: `bytes` leaves them out. */
  readonly unsized: number;
};

export type FieldWeight = CopyableField &
  Weight & {
    /** A dossier tells that it is a titre d’identité: its files are never copied. */
    readonly isIdentity: boolean;
  };

export type FilesEstimate = {
  /**
   * `exacte`: every dossier was read. `estimee`: scaled from some of them to all. `partielle`: of the dossiers read alone,
   * where the instance does not say how many there are. `inconnue`: none of those read is among the wanted ones.
   */
  readonly basis: 'exacte' | 'estimee' | 'partielle' | 'inconnue';
  /** Dossiers read. */
  readonly read: number;
  readonly fields: readonly FieldWeight[];
};

export type Looked = {
  readonly dossiers: readonly Dossier[];
  /** There are no others. */
  readonly isWhole: boolean;
  /** How many dossiers the démarche has; null when the instance does not say. */
  readonly announced: number | null;
};

/**
 * Dossiers that the link does not want count for nothing, and those not read are taken to be like those that were. Every
 * file counts, whatever its antivirus says: one that waits for it will be safe, most of the time.
 */
export function estimateFiles(
  fields: readonly CopyableField[],
  { dossiers, isWhole, announced }: Looked,
  scope: Scope,
): FilesEstimate {
  const wanted = dossiers.filter((dossier) => inScope(dossier, scope));
  const read = dossiers.length;
  const basis = basisOf({ isWhole, announced, read, wanted: wanted.length });
  const scale = basis === 'estimee' && announced !== null ? Math.max(1, announced / read) : 1;
  const { files, identities } = filesByField(wanted);
  return {
    basis,
    read,
    fields: fields.map((field) => ({
      ...field,
      ...scaled(weigh(files.get(field.id) ?? []), scale),
      isIdentity: identities.has(field.id),
    })),
  };
}

/** Of these fields together. */
export function sumOf(fields: readonly Weight[]): Weight {
  return fields.reduce<Weight>(
    (sum, field) => ({
      files: sum.files + field.files,
      bytes: sum.bytes + field.bytes,
      unsized: sum.unsized + field.unsized,
    }),
    { files: 0, bytes: 0, unsized: 0 },
  );
}

function basisOf(
  seen: Pick<Looked, 'isWhole' | 'announced'> & { readonly read: number; readonly wanted: number },
): FilesEstimate['basis'] {
  if (seen.isWhole) return 'exacte';
  if (seen.wanted === 0) return 'inconnue';
  return seen.announced === null ? 'partielle' : 'estimee';
}

function filesByField(dossiers: readonly Dossier[]): {
  readonly files: ReadonlyMap<string, readonly FileRef[]>;
  readonly identities: ReadonlySet<string>;
} {
  const identities = new Set<string>();
  const found = new Map<string, FileRef[]>();
  for (const dossier of dossiers) {
    everyChamp(dossier, 'titre_identite', ({ descriptorId }) => identities.add(descriptorId));
    everyChamp(dossier, 'files', ({ descriptorId, value }) => {
      const files = found.get(descriptorId) ?? [];
      files.push(...value.files);
      found.set(descriptorId, files);
    });
  }
  return { files: found, identities };
}

function weigh(files: readonly FileRef[]): Weight {
  return {
    files: files.length,
    bytes: files.reduce((sum, { byteSize }) => sum + (byteSize ?? 0), 0),
    unsized: files.filter(({ byteSize }) => byteSize === null).length,
  };
}

function scaled({ files, bytes, unsized }: Weight, scale: number): Weight {
  return {
    files: Math.round(files * scale),
    bytes: Math.round(bytes * scale),
    unsized: Math.round(unsized * scale),
  };
}
