// Two hundred links and ten thousand runs: pages show what they should, and say what they cost the server.

import { gzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { test } from './testing/links';
import { listenerOf, processorTime } from './testing/server-time';

const LINKS = 200;
const RUNS = 50;
const TIMES = 9;

test('two hundred links with ten thousand runs', async ({ page, scene }) => {
  test.slow();
  const { userId } = await scene.arrive(page);
  const { client } = scene.database;
  await client.$executeRaw`
    WITH made AS (
      INSERT INTO link (id, source_url, demarche, destination_url, document, title, document_name, schedule, next_due_at, fresh_at)
      SELECT gen_random_uuid(), 'https://dn.invalid', n, 'https://grist.invalid', gen_random_uuid()::text,
        'Démarche d’essai ' || n, 'Document ' || n, '{"kind":"quotidien","heure":"06:30"}', now() + interval '5 hours',
        now() - n * interval '1 minute'
      FROM generate_series(1, ${LINKS}) AS n RETURNING id
    ), members AS (
      INSERT INTO membership (link_id, user_id, role, created_at)
      SELECT id, ${userId}::uuid, 'proprietaire', now() FROM made
    )
    INSERT INTO run (id, link_id, kind, trigger, status, requested_at, started_at, alive_at, ended_at, added, concluded)
    SELECT gen_random_uuid(), made.id, 'sync', 'planification', 'reussi', at, at, at, at + interval '40 seconds', n, true
    FROM made, generate_series(1, ${RUNS}) AS n, LATERAL (SELECT now() - (${RUNS} - n) * interval '1 day' AS at) AS t`;
  await client.$executeRaw`ANALYZE link, run, membership`;
  const run = await client.run.findFirstOrThrow({
    where: { link: { members: { some: { userId } } } },
    orderBy: { fence: 'desc' },
  });

  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto('/liaisons?tri=titre', { waitUntil: 'load' });
  const loaded = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
  console.log(`Scripts chargés par la page : ${Math.round(loaded / 1_000)} Ko compressés`);
  await expect(page.getByRole('heading', { name: `${LINKS}\u00a0démarches reliées` })).toBeVisible();
  await expect(page.getByRole('heading', { level: 3 })).toHaveCount(25);
  await page.getByRole('link', { name: 'Page suivante' }).click();
  await expect(page.getByRole('heading', { level: 3 }).first()).toHaveText('Démarche d’essai 26');
  await page.goto('/liaisons?tri=titre&page=8');
  await expect(page.getByRole('heading', { level: 3 }).last()).toHaveText(`Démarche d’essai ${LINKS}`);

  const pid = await listenerOf(Number(new URL(page.url()).port));
  for (const [what, path] of [
    ['Mes démarches', '/liaisons'],
    ['Mes démarches, une recherche', '/liaisons?recherche=essai+17&tri=fraicheur'],
    ['Vue d’ensemble', `/liaisons/${run.linkId}`],
    ['Historique', `/liaisons/${run.linkId}/historique`],
    ['Une synchronisation', `/executions/${run.id}`],
  ] as const) {
    const spent: number[] = [];
    const before = pid === null ? 0 : await processorTime(pid);
    for (let time = 0; time < TIMES; time += 1) {
      const begun = performance.now();
      const answer = await page.request.get(path);
      expect(answer.status(), path).toBe(200);
      await answer.body();
      spent.push(performance.now() - begun);
    }
    spent.sort((left, right) => left - right);
    const [best, median] = [spent[0] ?? 0, spent[Math.floor(TIMES / 2)] ?? 0];
    const worked = pid === null ? null : ((await processorTime(pid)) - before) / TIMES;
    const processor = worked === null ? '' : `, ${Math.round(worked)} ms de processeur`;
    console.log(
      `${what} : ${Math.round(median)} ms (médiane de ${TIMES}), ${Math.round(best)} ms au mieux${processor}`,
    );
  }
});
