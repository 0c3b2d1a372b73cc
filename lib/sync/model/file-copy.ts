// Files mirrored into Grist: what stands for them in a wanted row, and what is known of their copies.

import type { FileRef } from './dossier';

/**
 * Tells a file of a dossier from its others and from its next version: DN gives files no id, so it is made of checksum,
 * name and date of creation (facts/demarches.md §4). A short hash: it tells nothing of the name.
 */
export type FileKey = string;

/** Stands in a wanted row for the attachments of these files, in the order of DN. */
export type FilesRef = { readonly files: readonly FileKey[] };

/** A file that a dossier has. Its copy is wanted when one of its fields is mirrored. */
export type DossierFile = { readonly key: FileKey; readonly file: FileRef; readonly isMirrored: boolean };

/** A copy that Grist confirmed. */
export type FileCopy = {
  readonly key: FileKey;
  /** Id of the attachment in the document. */
  readonly attachment: number;
  readonly bytes: number;
  /** SHA-1 of the bytes, in hexadecimal: the name that Grist gives them. */
  readonly sha1: string;
};

/** Bytes of files copied for a link, at most, unless its settings say otherwise. */
export const FILES_CEILING = 1_000_000_000;

/** In bytes, of the files of a link that has these settings. */
export function ceilingOf({ filesCeiling }: { readonly filesCeiling?: number | undefined }): number {
  return filesCeiling ?? FILES_CEILING;
}
