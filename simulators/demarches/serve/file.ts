// Files as DN shows them: metadata that lasts and a link that does not.

import { checksumOf, type StoredFile } from '../content/files';
import type { Source } from '../graphql/execute';
import type { Micros } from '../time/instant';
import type { Session } from './session';

export const fileSource = (session: Session, file: StoredFile, scanned = false): Source => ({
  filename: file.filename,
  contentType: file.contentType,
  byteSize: file.size,
  byteSizeBigInt: String(file.size),
  checksum: () => checksumOf(file),
  createdAt: file.createdAt,
  virusScanResult: scanned && file.virusScan === 'pending' ? 'safe' : file.virusScan,
  url: () => session.signedUrl(file.filename, file.seed, file.size),
});

/** A document made when it is asked: no size, no checksum, created now (facts §4). */
export const generatedFile = (
  session: Session,
  filename: string,
  contentType: string,
  now: Micros,
): Source => ({
  filename,
  contentType,
  byteSize: 0,
  byteSizeBigInt: '0',
  checksum: '',
  createdAt: now,
  virusScanResult: 'safe',
  url: () => session.signedUrl(filename, 0, 200),
});
