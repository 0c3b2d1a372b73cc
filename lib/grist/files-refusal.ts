// What a Grist means when it does not take files, read from its status and its own sentence.

import { Failure } from '../errors/failure';
import type { Answer } from '../http/answer';
import { failureOfRefusal } from './failure';
import { refusalOf, sentenceOf } from './refusal';
import { type Lost, perhapsDone } from './wire';

/**
 * Null when it is no refusal. Sentences of grist-core 1.7.17 (ActiveDoc.ts `_prepAttachment`, `_assertAttachmentSizeBelowLimit`;
 * Limits.ts), and those of Node and SQLite on a full disk, that Grist repeats [real].
 */
export function judgeUpload(
  answer: Pick<Answer, 'status' | 'text'>,
): { readonly status: 'refused'; readonly failure: Failure } | Lost | null {
  const refusal = refusalOf(answer);
  if (refusal === null) return null;
  const { status } = answer;
  const sentence = sentenceOf(answer.text()) ?? '';
  if (FULL.test(sentence) || status === 507)
    return refused(new Failure('GRIST_PIECES_PLEIN', { facts: { status } }));
  // Node's own limit on the time that a whole request may take to come (facts/grist.md §7).
  if (status === 408)
    return refused(new Failure('GRIST_INDISPONIBLE', { facts: { status, quoi: 'pieces' } }));
  if (refusal.kind === 'too_large') return refused(new Failure('PIECE_TROP_GRANDE', { facts: { status } }));
  const why = perhapsDone(refusal, status);
  if (why !== null) return { status: 'lost', why };
  return refused(failureOfRefusal(refusal, { quoi: 'pieces' }));
}

/** A limit on all the attachments of a document, or no room on the disk. */
const FULL = /^Exceeded (?:\w+ )?attachments limit|ENOSPC|no space left on device|SQLITE_FULL|disk is full/;

function refused(failure: Failure): { readonly status: 'refused'; readonly failure: Failure } {
  return { status: 'refused', failure };
}
