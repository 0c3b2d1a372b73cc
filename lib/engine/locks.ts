// Advisory locks of Postgres. Ours are (class, number) in the database of the engine: nobody else's may have this class.

export const LOCK_CLASS = 7_302;

/** Numbers under this one are for transactions; a living worker holds its own number for as long as its session lives. */
export const FIRST_WORKER = 100;

export const CLAIM_LOCK = 1;
export const DISPATCH_LOCK = 2;

/**
 * Numbers of the workers whose session is alive. Locks of other databases of the same server are not ours.
 * A fragment of SQL: `worker NOT IN (…)`.
 */
export const LIVING_WORKERS = `
  SELECT objid::int FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND classid = ${LOCK_CLASS} AND objid >= ${FIRST_WORKER}
    AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
