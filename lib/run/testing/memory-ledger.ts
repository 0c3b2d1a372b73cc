// A Ledger in memory, with the real one's rules: fencing, and nothing that advances outside commitBatch and finishRun.

import { Failure } from '../../errors/failure';
import { isFileFailure } from '../../errors/file-code';
import { type ChangeBook, EMPTY_BOOK, type RecordedChange } from '../../sync/model/change';
import type { MadePage } from '../../sync/model/ready-page';
import type {
  CopiedByRun,
  DossierFailure,
  KnownDossier,
  Ledger,
  Link,
  LinkIdentity,
  Proof,
  ProofDepth,
  RunEnd,
  RunHandle,
} from '../ports';
import { memoryLinkFiles } from './memory-link-files';

export type MemoryLedger = Ledger & {
  readonly runs: Map<string, RunEnd | null>;
  /** Called before each effect, so that a test can kill the process there. */
  onEffect: (name: string) => void;
  /** As if the holder of every lease had died long ago. */
  expireLeases(): void;
};

export function memoryLedger(): MemoryLedger {
  const links = new Map<string, Link>();
  const known = new Map<string, Map<number, KnownDossier>>();
  const failures = new Map<string, Map<string, DossierFailure>>();
  const notes = new Map<string, unknown>();
  /** Link id → run id → what it proved. */
  const proofs = new Map<string, Map<string, Proof>>();
  const leases = new Map<string, { readonly runId: string; readonly fence: number }>();
  const runs = new Map<string, RunEnd | null>();
  const history = new Map<string, RecordedChange[]>();
  /** Link id → `startedAt` of the reading that last met a dossier without a number. */
  const nameless = new Map<string, string>();
  const readyPages = new Map<string, readonly MadePage[]>();
  const files = memoryLinkFiles();
  /** By run id. */
  const copiedBy = new Map<string, CopiedByRun>();
  let fence = 0;

  const linkOf = (linkId: string): Link => {
    const link = links.get(linkId);
    if (link === undefined) throw new Error(`no link ${linkId}`);
    return link;
  };
  const dossiersOf = (linkId: string) => {
    const map = known.get(linkId) ?? new Map<number, KnownDossier>();
    known.set(linkId, map);
    return map;
  };
  const isLive = (linkId: string, number: number) => dossiersOf(linkId).get(number)?.presence === 'live';
  const failuresOf = (linkId: string) => {
    const map = failures.get(linkId) ?? new Map<string, DossierFailure>();
    failures.set(linkId, map);
    return map;
  };
  const fenced = (handle: RunHandle) => {
    if (leases.get(handle.linkId)?.fence !== handle.fence) throw new Failure('BAIL_PERDU');
  };

  const historyOf = (linkId: string) => {
    const list = history.get(linkId) ?? [];
    history.set(linkId, list);
    return list;
  };
  const write = ({ linkId, runId }: RunHandle, { opened, updated }: ChangeBook) => {
    const list = historyOf(linkId);
    const at = new Date(0).toISOString();
    for (const { number, settled, ...changes } of updated) {
      const index = list.findIndex((entry) => entry.number === number);
      const before = list[index];
      if (before !== undefined) list[index] = { ...before, ...changes, settledAt: settled ? at : null };
    }
    for (const { settled, ...entry } of structuredClone(opened)) {
      const twin = list.find(({ item, settledAt }) => settledAt === null && item === entry.item);
      if (twin !== undefined && !settled) throw new Error(`${entry.item} is open already`);
      const number = list.length + 1;
      list.push({ ...entry, number, runId, firstSeenAt: at, settledAt: settled ? at : null });
    }
  };

  const ledger: MemoryLedger = {
    runs,
    onEffect: () => {},
    expireLeases: () => leases.clear(),
    async openLink(identity: LinkIdentity) {
      const id = `${identity.demarche}@${identity.document}`;
      const cursor = {
        watermark: null,
        checkpoint: null,
        tombstones: null,
        activeRevisionId: null,
        scopeFingerprint: null,
        sharedFingerprint: null,
        census: null,
        full: null,
        pendingRebase: null,
      };
      const link = links.get(id) ?? { ...identity, id, bindings: { tables: [] }, cursor };
      links.set(id, link);
      return link;
    },
    readLink: async (linkId) => linkOf(linkId),
    otherOwners: async (linkId, refs) =>
      [...links.values()]
        .filter(({ id }) => id !== linkId)
        .flatMap(({ id, demarche, bindings }) =>
          bindings.tables
            .filter(({ ref }) => refs.includes(ref))
            .map(({ ref }) => ({ linkId: id, demarche, tableRef: ref })),
        ),
    async beginRun({ linkId }) {
      const holder = leases.get(linkId);
      if (holder !== undefined) return { status: 'busy', runId: holder.runId };
      fence += 1;
      const handle = { runId: `run-${fence}`, linkId, fence };
      leases.set(linkId, handle);
      runs.set(handle.runId, null);
      return { status: 'started', handle };
    },
    renew: async (handle) => fenced(handle),
    async saveBindings(handle, bindings, book = EMPTY_BOOK) {
      ledger.onEffect('saveBindings');
      fenced(handle);
      links.set(handle.linkId, { ...linkOf(handle.linkId), bindings });
      write(handle, book);
    },
    async releaseTables(handle, owned) {
      fenced(handle);
      for (const { linkId, tableRef } of owned) {
        const link = linkOf(linkId);
        const tables = link.bindings.tables.map((table) =>
          table.ref === tableRef ? { ...table, ref: 0 } : table,
        );
        links.set(linkId, { ...link, bindings: { ...link.bindings, tables } });
      }
    },
    changes: async (linkId, which) =>
      historyOf(linkId).filter(({ settledAt }) => which === 'all' || settledAt === null),
    async bookChanges(handle, book) {
      ledger.onEffect('bookChanges');
      fenced(handle);
      write(handle, book);
    },
    async known(linkId, numbers) {
      const map = dossiersOf(linkId);
      return new Map(
        numbers.flatMap((number) => {
          const found = map.get(number);
          return found === undefined ? [] : [[number, found] as const];
        }),
      );
    },
    async *allKnown(linkId) {
      yield [...dossiersOf(linkId).values()].sort((left, right) => left.number - right.number);
    },
    async commitBatch(handle, batch) {
      ledger.onEffect('commitBatch');
      fenced(handle);
      const map = dossiersOf(handle.linkId);
      for (const dossier of batch.dossiers) map.set(dossier.number, dossier);
      files.want(handle.linkId, batch.files ?? new Map());
      for (const number of batch.files?.keys() ?? []) files.place(handle.linkId, number);
      const open = failuresOf(handle.linkId);
      for (const number of batch.healed) {
        const isAwaited = isLive(handle.linkId, number) && files.awaits(handle.linkId, number);
        const code = open.get(String(number))?.code ?? '';
        if (!isAwaited || !isFileFailure(code)) open.delete(String(number));
      }
      for (const failure of batch.failures) open.set(String(failure.number), failure);
      if (batch.checkpoint === null) return;
      const namesNone = batch.failures.every(({ number }) => number !== null);
      if (!namesNone) nameless.set(handle.linkId, batch.checkpoint.startedAt);
      const link = linkOf(handle.linkId);
      links.set(handle.linkId, { ...link, cursor: { ...link.cursor, checkpoint: batch.checkpoint } });
    },
    failures: async (linkId) => [...failuresOf(linkId).values()],
    copies: async (linkId, numbers) => files.copies(linkId, numbers),
    async wantFiles(handle, wanted) {
      fenced(handle);
      files.want(handle.linkId, wanted);
    },
    async keepCopies(handle, copies) {
      ledger.onEffect('keepCopies');
      fenced(handle);
      files.keep(handle.linkId, copies);
      const { copied, copiedBytes } = await ledger.copiedBy(handle);
      copiedBy.set(handle.runId, {
        copied: copied + copies.length,
        copiedBytes: copies.reduce((sum, { bytes }) => sum + bytes, copiedBytes),
      });
    },
    copiedBy: async ({ runId }) => copiedBy.get(runId) ?? { copied: 0, copiedBytes: 0 },
    async forgetCopies(handle, gone) {
      fenced(handle);
      files.forget(handle.linkId, gone);
    },
    fileStanding: async (linkId) => files.standing(linkId, (number) => isLive(linkId, number)),
    awaitingFiles: async (linkId) =>
      files
        .numbers(linkId)
        .filter(
          (number) =>
            isLive(linkId, number) && !failuresOf(linkId).has(String(number)) && files.awaits(linkId, number),
        ),
    async finishRun(handle, end, commit) {
      ledger.onEffect('finishRun');
      fenced(handle);
      leases.delete(handle.linkId);
      runs.set(handle.runId, end);
      if (commit === null) return;
      const link = linkOf(handle.linkId);
      // A whole reading that did not meet a nameless failure again closes it.
      const { checkpoint } = link.cursor;
      if (checkpoint?.full && nameless.get(link.id) !== checkpoint.startedAt)
        failuresOf(link.id).delete('null');
      links.set(handle.linkId, { ...link, cursor: { ...commit, checkpoint: null } });
    },
    async note(handle, name, value) {
      notes.set(`${handle.runId} ${name}`, structuredClone(value));
    },
    recall: async (handle, name) => notes.get(`${handle.runId} ${name}`),
    async recordProof(handle, proof) {
      ledger.onEffect('recordProof');
      fenced(handle);
      const kept = proofs.get(handle.linkId) ?? new Map<string, Proof>();
      proofs.set(handle.linkId, kept.set(handle.runId, structuredClone(proof)));
    },
    pages: async (linkId) => readyPages.get(linkId) ?? [],
    async keepPage(handle, page) {
      fenced(handle);
      const others = (readyPages.get(handle.linkId) ?? []).filter(({ kind }) => kind !== page.kind);
      readyPages.set(handle.linkId, [...others, page]);
    },
    async forgetPage(handle, kind) {
      fenced(handle);
      const kept = (readyPages.get(handle.linkId) ?? []).filter((page) => page.kind !== kind);
      readyPages.set(handle.linkId, kept);
    },
    async lastProofs(linkId) {
      const kept = [...(proofs.get(linkId)?.values() ?? [])]
        .filter(({ complete }) => complete)
        .sort((left, right) => Date.parse(left.provedAt) - Date.parse(right.provedAt));
      const last = (depth: ProofDepth) => kept.findLast((proof) => proof.depth === depth) ?? null;
      return {
        ...{ comptes: last('comptes'), legere: last('legere'), complete: last('complete') },
        ...{ first: kept[0]?.provedAt ?? null, known: dossiersOf(linkId).size },
      };
    },
  };
  return ledger;
}
