// Copying the files of some dossiers into Grist: those that have no copy yet, that the antivirus declared safe, and that
// the ceiling leaves room for. Each copy is remembered as soon as Grist has it, before any cell names it.

import type { FailureCode } from '../../errors/catalogue';
import type { FileFailureCode } from '../../errors/file-code';
import type { Dossier, FileRef } from '../../sync/model/dossier';
import { FILES_CEILING } from '../../sync/model/file-copy';
import { HOUR } from '../instants';
import type { DossierFailure } from '../ports';
import { wantedFiles } from '../sift';
import type { Workshop } from '../workshop';
import { type Sent, sendFiles, type ToCopy } from './send';

/** Of one request to Grist: fifty files of 200 kB are four times faster together (facts/grist.md §7). */
const GROUP_FILES = 40;
const GROUP_BYTES = 32_000_000;

/** A file that the antivirus has not seen by then is told. */
const SCAN_LIFE = 24 * HOUR;

export type FileReport = {
  readonly copied: number;
  readonly copiedBytes: number;
  /** The antivirus has not looked at them yet: the next run does. */
  readonly waiting: number;
  readonly refused: number;
};

export const NO_FILES: FileReport = { copied: 0, copiedBytes: 0, waiting: 0, refused: 0 };

export function addFiles(left: FileReport, right: FileReport): FileReport {
  return {
    copied: left.copied + right.copied,
    copiedBytes: left.copiedBytes + right.copiedBytes,
    waiting: left.waiting + right.waiting,
    refused: left.refused + right.refused,
  };
}

export type Copied = {
  readonly report: FileReport;
  /** One a dossier: its first file that was refused. */
  readonly failures: readonly DossierFailure[];
  /** Dossiers whose links had expired: to be read again. */
  readonly expired: readonly number[];
  /** False: it was asked to stop before the last file. */
  readonly done: boolean;
  /** Nothing more can be copied, and why. */
  readonly stopped: FailureCode | null;
};

export type Copier = {
  /**
   * `isFresh`: the dossiers were read just now, so that a link that does not work is a file that is not there.
   *
   * Grist: a request for 40 files or 32 MB. The site of the files: one for each.
   */
  copy(dossiers: readonly Dossier[], isFresh: boolean): Promise<Copied>;
};

/** `isOver`: asked between two requests to Grist. Reads what is copied already, once. */
export async function openCopier(workshop: Workshop, isOver: () => boolean): Promise<Copier | null> {
  const { ports, handle, settings } = workshop;
  const { files, ledger } = ports;
  const { mirrored, shape } = await workshop.form();
  if (files === undefined || mirrored.size === 0) return null;
  let room =
    (settings.filesCeiling ?? FILES_CEILING) - (await ledger.fileStanding(handle.linkId)).copiedBytes;
  const troubles = { inARow: 0 };
  let hasBegun = false;

  return {
    async copy(dossiers, isFresh) {
      const failures = new Map<number, DossierFailure>();
      const expired = new Set<number>();
      let report = NO_FILES;
      let stopped: FailureCode | null = null;
      const refuse = (dossier: number, code: FileFailureCode) => {
        report = addFiles(report, { ...NO_FILES, refused: 1 });
        if (!failures.has(dossier)) failures.set(dossier, { number: dossier, code, facts: {} });
      };
      const wanted = new Map(dossiers.map((dossier) => [dossier.number, shape.filesOf(dossier)]));
      await ledger.wantFiles(
        handle,
        new Map([...wanted].map(([number, list]) => [number, wantedFiles(list)] as const)),
      );
      const copies = await ledger.copies(handle.linkId, [...wanted.keys()]);
      const due: ToCopy[] = [];
      for (const [dossier, list] of wanted) {
        const known = new Set(copies.get(dossier)?.map(({ key }) => key));
        for (const { key, file } of list) {
          if (known.has(key)) continue;
          switch (scanOf(file, ports.clock.now())) {
            case 'safe':
              if (file.byteSize === null) refuse(dossier, 'PIECE_ALTEREE');
              else due.push({ dossier, key, file, bytes: file.byteSize });
              break;
            case 'waiting':
              report = addFiles(report, { ...NO_FILES, waiting: 1 });
              break;
            case 'unsafe':
              refuse(dossier, 'PIECE_NON_SURE');
          }
        }
      }

      const settle = async (sent: Sent) => {
        await ledger.keepCopies(handle, sent.copied);
        for (const { bytes } of sent.copied) {
          room -= bytes;
          report = addFiles(report, { ...NO_FILES, copied: 1, copiedBytes: bytes });
        }
        for (const { item, code } of sent.refused) {
          if (code === 'PIECE_INTROUVABLE' && !isFresh) expired.add(item.dossier);
          else refuse(item.dossier, code);
        }
        stopped = sent.stopped ?? stopped;
      };

      let done = true;
      for (const group of groupsOf(due)) {
        // A stage copies something, however short its time: otherwise none would ever be over.
        if (hasBegun && isOver()) {
          done = false;
          break;
        }
        hasBegun = true;
        const fitting: ToCopy[] = [];
        let size = 0;
        for (const item of group) {
          if (size + item.bytes > room) stopped = 'PIECES_PLAFOND';
          if (stopped !== null) break;
          fitting.push(item);
          size += item.bytes;
        }
        const reached: FailureCode | null = stopped;
        if (fitting.length > 0) await settle(await sendFiles(files, fitting, troubles));
        stopped = stopped ?? reached;
        if (stopped !== null) break;
      }
      return { report, failures: [...failures.values()], expired: [...expired], done, stopped };
    },
  };
}

/** DN says `safe`, or `pending` until its antivirus has passed; anything else is not safe. */
function scanOf({ virusScan, createdAt }: FileRef, now: number): 'safe' | 'waiting' | 'unsafe' {
  if (virusScan === 'safe') return 'safe';
  const isOld = now - Date.parse(createdAt) > SCAN_LIFE;
  return virusScan === 'pending' && !isOld ? 'waiting' : 'unsafe';
}

/** In their order; a file larger than a group goes alone. */
function* groupsOf(items: readonly ToCopy[]): Iterable<readonly ToCopy[]> {
  let group: ToCopy[] = [];
  let size = 0;
  for (const item of items) {
    if (group.length > 0 && (group.length === GROUP_FILES || size + item.bytes > GROUP_BYTES)) {
      yield group;
      group = [];
      size = 0;
    }
    group.push(item);
    size += item.bytes;
  }
  if (group.length > 0) yield group;
}
