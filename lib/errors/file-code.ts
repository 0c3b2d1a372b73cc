// Which failures are about files that are copied: the dossiers' other values are written.

import type { FailureCode } from './catalogue';
import { FILE_ERRORS } from './files';

export type FileCode = keyof typeof FILE_ERRORS;

export function isFileCode(code: FailureCode): code is FileCode {
  return Object.hasOwn(FILE_ERRORS, code);
}

/** Said of a whole run: it stopped copying, and everything else was done. */
export type CopyingStopped = Extract<FileCode, 'PIECES_PLAFOND' | 'GRIST_PIECES_PLEIN'>;

export function isCopyingStopped(code: FailureCode): code is CopyingStopped {
  return code === 'PIECES_PLAFOND' || code === 'GRIST_PIECES_PLEIN';
}
