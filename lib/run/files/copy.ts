// Copying the files of some dossiers into Grist: those that have no copy yet, that the antivirus declared safe, and that
// the ceiling leaves room for. Each copy is remembered as soon as Grist has it, before any cell names it.

import { CATALOGUE, type FailureCode } from '../../errors/catalogue';
import { Failure } from '../../errors/failure';
import type { FileFailureCode } from '../../errors/file-code';
import { groupsOf, scanOf, withinRoom } from '../../sync/file-choice';
import type { Dossier } from '../../sync/model/dossier';
import { ceilingOf, type DossierFile, type FileCopy } from '../../sync/model/file-copy';
import type { DossierFailure } from '../ports';
import { filesForLedger } from '../sift';
import type { Workshop } from '../workshop';
import { openSender, type Sent, type ToCopy } from './send';

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
  /** Files still to be copied when it was opened. */
  readonly awaited: number;
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
  const { copiedBytes, awaited } = await ledger.fileStanding(handle.linkId);
  let room = ceilingOf(settings) - copiedBytes;
  const send = openSender(files);
  let hasBegun = false;
  let isTold = false;

  return {
    awaited,
    async copy(dossiers, isFresh) {
      const found = new Map(dossiers.map((dossier) => [dossier.number, shape.filesOf(dossier)]));
      await ledger.wantFiles(
        handle,
        new Map([...found].map(([number, list]) => [number, filesForLedger(list)] as const)),
      );
      const copies = await ledger.copies(handle.linkId, [...found.keys()]);
      const tally = openTally(isFresh);
      const due = dueOf(found, copies, ports.clock.now(), tally);
      for (const group of groupsOf(due)) {
        // A stage copies something, however short its time: otherwise none would ever be over.
        if (hasBegun && isOver()) return tally.copied(false, null);
        hasBegun = true;
        const fitting = withinRoom(group, room);
        const sent = await send(fitting);
        await ledger.keepCopies(handle, sent.copied);
        room -= sent.copied.reduce((sum, { bytes }) => sum + bytes, 0);
        tally.add(sent);
        const stopped =
          sent.stopped ?? (fitting.length < group.length ? new Failure('PIECES_PLAFOND') : null);
        if (stopped !== null) {
          if (!isTold) ports.journal.write({ type: 'notice', sentence: stoppedWords(stopped) });
          isTold = true;
          return tally.copied(true, stopped.code);
        }
      }
      return tally.copied(true, null);
    },
  };
}

/** Files of these dossiers that can be copied now; `tally` is told of those that cannot. */
function dueOf(
  found: ReadonlyMap<number, readonly DossierFile[]>,
  copies: ReadonlyMap<number, readonly FileCopy[]>,
  now: number,
  tally: Tally,
): readonly ToCopy[] {
  const due: ToCopy[] = [];
  for (const [dossier, list] of found) {
    const known = new Set(copies.get(dossier)?.map(({ key }) => key));
    for (const { key, file, isMirrored } of list) {
      if (!isMirrored || known.has(key)) continue;
      switch (scanOf(file, now)) {
        case 'safe':
          if (file.byteSize === null) tally.refuse(dossier, 'PIECE_ALTEREE');
          else due.push({ dossier, key, file, bytes: file.byteSize });
          break;
        case 'waiting':
          tally.wait();
          break;
        case 'unsafe':
          tally.refuse(dossier, 'PIECE_NON_SURE');
      }
    }
  }
  return due;
}

type Tally = ReturnType<typeof openTally>;

/** What becomes of the files of some dossiers. */
function openTally(isFresh: boolean) {
  const failures = new Map<number, DossierFailure>();
  const expired = new Set<number>();
  let report = NO_FILES;
  const count = (more: Partial<FileReport>) => {
    report = addFiles(report, { ...NO_FILES, ...more });
  };
  const refuse = (dossier: number, code: FileFailureCode) => {
    count({ refused: 1 });
    if (!failures.has(dossier)) failures.set(dossier, { number: dossier, code, facts: {} });
  };
  return {
    refuse,
    wait: () => count({ waiting: 1 }),
    add({ copied, refused }: Sent) {
      for (const { bytes } of copied) count({ copied: 1, copiedBytes: bytes });
      for (const { item, code } of refused) {
        if (code === 'PIECE_INTROUVABLE' && !isFresh) expired.add(item.dossier);
        else refuse(item.dossier, code);
      }
    },
    copied: (done: boolean, stopped: FailureCode | null): Copied => ({
      ...{ report, failures: [...failures.values()], expired: [...expired], done, stopped },
    }),
  };
}

/** What stopped the copy, with what only the failure itself knows: Grist's own reason, the site that is not allowed. */
function stoppedWords({ code, facts, cause }: Failure): string {
  const why = cause instanceof Failure ? CATALOGUE[cause.code].quoi : CATALOGUE[code].quoi;
  const where = typeof facts.site === 'string' ? ` (${facts.site})` : '';
  return `La copie des fichiers s’arrête${where}. ${why}`;
}
