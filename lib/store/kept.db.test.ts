// The drawer of JSON values, and the schemas of instances that are kept in it.

import { describe, expect, it } from 'vitest';
import { keptSchemaCache } from '../demarches/schema/kept-schema-cache';
import { openKept } from './kept';
import { testDatabase } from './testing/database';

const db = testDatabase();
const clock = { now: () => 1_780_000_000_000 };

describe('kept', () => {
  it('gives back what was kept last, and nothing for an unknown name', async () => {
    const kept = openKept(db.database(), clock);
    expect(await kept.read('a')).toBeUndefined();
    await kept.write('a', { une: ['valeur'] });
    await kept.write('a', { une: ['autre'] });
    expect(await openKept(db.database(), clock).read('a')).toEqual({ une: ['autre'] });
  });

  it('keeps the schema of an instance, and reads again one of another shape', async () => {
    const kept = openKept(db.database(), clock);
    const entry = {
      readAt: 12,
      schema: { types: { Query: { fields: { demarche: 'Demarche' }, possible: [] } } },
    };
    await keptSchemaCache(kept).write('https://dn.exemple.fr', entry);
    expect(await keptSchemaCache(kept).read('https://dn.exemple.fr')).toEqual(entry);
    await kept.write('schema https://dn.exemple.fr', { version: 0 });
    expect(await keptSchemaCache(kept).read('https://dn.exemple.fr')).toBeNull();
  });
});
