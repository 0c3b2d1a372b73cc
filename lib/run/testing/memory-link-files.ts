// The files of links in memory, as `memoryLedger` keeps them: wanted, copied, named by a cell, forgotten.

import type { FileCopy } from '../../sync/model/file-copy';
import type { FileOf, FileStanding, ToldFile } from '../ports';

type KnownFile = { readonly bytes: number | null; readonly copy: FileCopy | null; placed: boolean };

export type MemoryLinkFiles = ReturnType<typeof memoryLinkFiles>;

export function memoryLinkFiles() {
  /** Link id → dossier → key of a file. */
  const files = new Map<string, Map<number, Map<string, KnownFile>>>();
  const ofLink = (linkId: string) => {
    const map = files.get(linkId) ?? new Map<number, Map<string, KnownFile>>();
    files.set(linkId, map);
    return map;
  };
  const ofDossier = (linkId: string, number: number): readonly KnownFile[] => [
    ...(ofLink(linkId).get(number)?.values() ?? []),
  ];
  return {
    /** The files of these dossiers become exactly these; of fields that are not mirrored, those that were copied. */
    want(linkId: string, told: ReadonlyMap<number, readonly ToldFile[]>): void {
      for (const [number, list] of told) {
        const before = ofLink(linkId).get(number);
        const now = new Map<string, KnownFile>();
        for (const { key, bytes, isMirrored } of list) {
          const known = before?.get(key) ?? { bytes, copy: null, placed: false };
          if (isMirrored || known.copy !== null) now.set(key, known);
        }
        ofLink(linkId).set(number, now);
      }
    },
    place(linkId: string, number: number): void {
      for (const file of ofDossier(linkId, number)) file.placed = file.copy !== null;
    },
    awaits: (linkId: string, number: number): boolean =>
      ofDossier(linkId, number).some(({ placed }) => !placed),
    copies(linkId: string, numbers: readonly number[]): ReadonlyMap<number, readonly FileCopy[]> {
      const found = numbers.map(
        (number) => [number, ofDossier(linkId, number).flatMap(({ copy }) => copy ?? [])] as const,
      );
      return new Map(found.filter(([, copies]) => copies.length > 0));
    },
    keep(linkId: string, copies: readonly (FileCopy & FileOf)[]): void {
      for (const { dossier, ...copy } of copies) {
        const kept = ofLink(linkId).get(dossier);
        if (kept?.has(copy.key)) kept.set(copy.key, { bytes: copy.bytes, copy, placed: false });
      }
    },
    forget(linkId: string, gone: readonly FileOf[]): void {
      for (const { dossier, key } of gone) {
        const kept = ofLink(linkId).get(dossier);
        const before = kept?.get(key);
        if (before !== undefined) kept?.set(key, { bytes: before.bytes, copy: null, placed: false });
      }
    },
    standing(linkId: string, isLive: (number: number) => boolean): FileStanding {
      const all = [...ofLink(linkId)].flatMap(([number, kept]) =>
        [...kept.values()].map((file) => ({ number, ...file })),
      );
      const copies = all.flatMap(({ copy }) => copy ?? []);
      return {
        copied: copies.length,
        copiedBytes: copies.reduce((sum, { bytes }) => sum + bytes, 0),
        awaited: all.filter(({ number, placed }) => !placed && isLive(number)).length,
      };
    },
    /** Numbers of dossiers with a file, in order. */
    numbers: (linkId: string): readonly number[] =>
      [...ofLink(linkId).keys()].sort((left, right) => left - right),
  };
}
