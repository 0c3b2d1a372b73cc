// Which failures are about files that are copied: the dossiers' other values are written.

import type { FailureCode } from './catalogue';
import { FILE_ERRORS } from './files';

/** Of a dossier: a file of it is not copied. Of a run: it stopped copying, and everything else was done. */
export type FileCode = keyof typeof FILE_ERRORS;

export function isFileCode(code: FailureCode): code is FileCode {
  return Object.hasOwn(FILE_ERRORS, code);
}
