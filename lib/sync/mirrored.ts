// Mirrored files: what is wanted of a dossier, and how the attachments that exist take the place of its files in rows.

import { everyChamp } from './every-champ';
import { shortHash } from './hash';
import type { Dossier, FileRef } from './model/dossier';
import type { DossierFile, FileCopy, FileKey, FilesRef } from './model/file-copy';
import type { ReadyRow, WantedCell, WantedRow } from './model/operation';
import type { Cell, ColumnKey, Layout, TableKey } from './model/table';
import type { Ready, Wanted } from './plan';

/** Another content, name or date is another file (facts/demarches.md §4). */
export function fileKey({ checksum, filename, createdAt }: FileRef): FileKey {
  const identity = [checksum, filename, createdAt].join('\u0000');
  return `${shortHash(identity)}${shortHash(identity, 1)}`;
}

/** Null for no file. The same file twice is one attachment. */
export function filesRef(files: readonly FileRef[]): FilesRef | null {
  return files.length === 0 ? null : { files: [...new Set(files.map(fileKey))] };
}

/** The files of its fields, rows of blocks included, each once. A titre d’identité has none. */
export function dossierFiles(dossier: Dossier, mirrored: ReadonlySet<string>): readonly DossierFile[] {
  const found = new Map<FileKey, DossierFile>();
  everyChamp(dossier, 'files', ({ descriptorId, value }) => {
    for (const file of value.files) {
      const key = fileKey(file);
      const isMirrored = mirrored.has(descriptorId) || found.get(key)?.isMirrored === true;
      found.set(key, { key, file, isMirrored });
    }
  });
  return [...found.values()];
}

/** Columns that hold copies, by table; empty when no field is mirrored. */
export type MirroredColumns = ReadonlyMap<TableKey, readonly ColumnKey[]>;

export function mirroredColumns({ tables }: Layout): MirroredColumns {
  return new Map(
    tables.flatMap(({ key, columns }) => {
      const keys = columns.filter(({ type }) => type === 'Attachments').map((column) => column.key);
      return keys.length === 0 ? [] : [[key, keys] as const];
    }),
  );
}

/** The files that the cells of these columns want. */
export function namedFiles(wanted: readonly Wanted[], columns: MirroredColumns): ReadonlySet<FileKey> {
  const found = new Set<FileKey>();
  for (const { rows } of wanted) {
    for (const { table, cells } of rows) {
      for (const column of columns.get(table) ?? []) {
        const cell = cells[column];
        if (isFilesRef(cell)) for (const key of cell.files) found.add(key);
      }
    }
  }
  return found;
}

/** A file without a copy is left out of its cell: it comes once it is copied. */
export function readyOf(
  wanted: readonly Wanted[],
  columns: MirroredColumns,
  copies: ReadonlyMap<number, readonly FileCopy[]>,
): readonly Ready[] {
  return wanted.map(({ dossier, rows }) => {
    const known = dossier === null ? [] : (copies.get(dossier) ?? []);
    const attachments = new Map(known.map(({ key, attachment }) => [key, attachment]));
    return { dossier, rows: rows.map((row) => readyRow(row, columns.get(row.table) ?? [], attachments)) };
  });
}

function readyRow(
  row: WantedRow,
  columns: readonly ColumnKey[],
  attachments: ReadonlyMap<FileKey, number>,
): ReadyRow {
  if (isReady(row, columns)) return row;
  const cells: Record<ColumnKey, WantedCell> = { ...row.cells };
  for (const column of columns) {
    const cell = cells[column];
    if (isFilesRef(cell)) cells[column] = attachmentsCell(cell, attachments);
  }
  const made = { ...row, cells };
  if (!isReady(made, columns)) throw new Error('files where no column holds any');
  return made;
}

function attachmentsCell({ files }: FilesRef, attachments: ReadonlyMap<FileKey, number>): Cell {
  const ids = files.flatMap((key) => attachments.get(key) ?? []);
  return ids.length === 0 ? null : ['L', ...ids];
}

function isReady(row: WantedRow, columns: readonly ColumnKey[]): row is ReadyRow {
  return columns.every((column) => !isFilesRef(row.cells[column]));
}

export function isFilesRef(cell: WantedCell | undefined): cell is FilesRef {
  return typeof cell === 'object' && cell !== null && 'files' in cell;
}
