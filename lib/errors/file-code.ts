// Which failures are about files that are copied: the dossiers' other values are written.

import type { FailureCode } from './catalogue';
import { FILE_ERRORS } from './files';

/** Of a dossier: a file of it is not copied. Of a run: it stopped copying, and everything else was done. */
export type FileCode = keyof typeof FILE_ERRORS;

export function isFileCode(code: FailureCode): code is FileCode {
  return Object.hasOwn(FILE_ERRORS, code);
}

/** Failures of one file, that its dossier is listed with: its rows are written, and copying the file ends them. */
export type FileFailureCode = Extract<FileCode, `PIECE_${string}`>;

export function isFileFailure(code: string): code is FileFailureCode {
  return Object.hasOwn(FILE_ERRORS, code) && code.startsWith('PIECE_');
}

export const FILE_FAILURES: readonly FileFailureCode[] = Object.keys(FILE_ERRORS).filter(isFileFailure);
