// The database of a command: the one that DATABASE_URL names, otherwise the clone's own Postgres, started if need be.

import { holdPostgres } from './postgres/holder.mjs';

/**
 * @param {string | null} [url] of a database that somebody else keeps; ours is started without one
 * @returns {Promise<{ url: string, place: string | null, close: () => Promise<void> }>} place: folder of our own Postgres
 */
export async function openDatabase(url = process.env.DATABASE_URL ?? null) {
  if (url) return { url, place: null, close: async () => undefined };
  const held = await holdPostgres({ throwaway: false });
  return { url: held.url, place: held.home, close: held.close };
}
