// The audit log: who did what. Append-only, by a trigger of the database.

import type { Database } from './database';
import { guarded } from './store-failure';

export type AuditRow = {
  readonly at: Date;
  readonly actorId: string | null;
  /** Who it was where they have no account here; absent for everybody else. */
  readonly actor?: string | null;
  readonly act: string;
  readonly object: string;
  readonly target: string | null;
  readonly network: string | null;
};

export type AuditLog = {
  append(row: AuditRow): Promise<void>;
  /** What was done to an object, the last first. */
  of(object: string, limit: number): Promise<readonly (AuditRow & { readonly id: string })[]>;
};

export function openAuditLog({ client }: Database): AuditLog {
  return {
    async append(row) {
      await guarded(() => client.auditEntry.create({ data: row }));
    },

    async of(object, limit) {
      const rows = await guarded(() =>
        client.auditEntry.findMany({ where: { object }, orderBy: { id: 'desc' }, take: limit }),
      );
      return rows.map(({ id, ...row }) => ({ id: String(id), ...row }));
    },
  };
}
