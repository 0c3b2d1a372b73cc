// Files as DN describes them: no id, and an address that changes at every call.

import type { FileRef } from '../../sync/model/dossier';
import { record, records, text, whole } from './json';

/** Null without a name. */
export function readFile(value: unknown): FileRef | null {
  const file = record(value);
  const filename = text(file?.filename);
  if (file === null || filename === null) return null;
  return {
    filename,
    contentType: text(file.contentType),
    byteSize: whole(file.byteSizeBigInt),
    checksum: text(file.checksum) ?? '',
    createdAt: text(file.createdAt) ?? '',
    virusScan: text(file.virusScanResult),
    url: text(file.url),
  };
}

export function readFiles(value: unknown): readonly FileRef[] {
  return records(value)
    .map(readFile)
    .filter((file) => file !== null);
}
