// One simulated document: its store, its metadata, and lists of user actions applied whole or not at all.

import { randomBytes } from 'node:crypto';
import type { SqlJsStatic } from 'sql.js';
import { type Action, checkActions, perform } from './actions';
import { Attachments, type Upload } from './attachments';
import { quote, Store } from './database';
import { createMetadataTables, writeMetadataTables } from './metadata-tables';
import { Model } from './model';
import { EngineError, Refusal } from './refusal';
import { dropIdleSummaries } from './summaries';
import type { Tail, Work } from './work';

export type Applied = {
  readonly actionNum: number;
  readonly actionHash: string | null;
  readonly retValues: readonly unknown[];
  readonly isModification: boolean;
};

export class GristDocument {
  readonly store: Store;
  readonly model = new Model();
  readonly attachments: Attachments;
  private readonly tails = new Map<number, Tail>();
  private actionNum = 1;

  /** A new document holds `Table1` with three empty columns, as Grist's do. */
  constructor(sqlite: SqlJsStatic) {
    this.store = new Store(sqlite);
    createMetadataTables(this.store);
    this.attachments = new Attachments(this.store);
    this.apply([['AddEmptyTable', null]]);
    this.actionNum = 1;
  }

  /** Number of lists of actions that were accepted and were not empty. */
  get history(): number {
    return this.actionNum;
  }

  /** Applies user actions in one transaction. Throws a `Refusal` or an `EngineError`, nothing being changed then. */
  apply(body: unknown): Applied {
    const actions = checkActions(body);
    if (actions.every(([name]) => name === 'Calculate')) {
      return { actionNum: 0, actionHash: null, retValues: actions.map(() => null), isModification: false };
    }
    return this.transaction(actions);
  }

  /** Keeps files, none of which any cell names yet. Ids in their order. */
  attach(uploads: readonly Upload[]): readonly number[] {
    this.actionNum += 1;
    return this.attachments.add(uploads);
  }

  /** Does some cell name this attachment? */
  isNamed(id: number): boolean {
    return this.model.columns.some((column) => {
      if (column.type !== 'Attachments') return false;
      const name = quote(column.colId);
      const sql = `SELECT 1 FROM ${quote(this.model.tableOf(column).tableId)} WHERE json_valid(${name}) AND EXISTS (SELECT 1 FROM json_each(${name}) WHERE value = ?)`;
      return this.store.one(sql, [id]) !== null;
    });
  }

  private transaction(actions: readonly Action[]): Applied {
    const { store, model, tails } = this;
    let saved: ReturnType<Model['snapshot']> | null = null;
    const work: Work = {
      store,
      model,
      tails,
      temporary: new Map(),
      modified: false,
      touchStructure: () => {
        saved ??= model.snapshot();
      },
    };
    store.run('BEGIN');
    try {
      const retValues = actions.map((action) => perform(work, action) ?? null);
      if (saved !== null) {
        dropIdleSummaries(work);
        writeMetadataTables(store, model);
      }
      store.run('COMMIT');
      this.actionNum += 1;
      const actionHash = randomBytes(32).toString('hex');
      return { actionNum: this.actionNum, actionHash, retValues, isModification: work.modified };
    } catch (error) {
      store.forget();
      store.run('ROLLBACK');
      if (saved !== null) model.restore(saved);
      tails.clear();
      throw error instanceof EngineError || error instanceof Refusal ? error : broken(error);
    }
  }

  close(): void {
    this.store.close();
  }
}

/** A bug of the simulator or a malformed action: told apart from what Grist would say. */
function broken(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  return new EngineError('NotImplementedError', `simulator of Grist: ${message}`);
}
