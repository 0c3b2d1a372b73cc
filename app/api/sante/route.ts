// How the service is, for whoever watches it: 200 when it carries runs, 503 otherwise. No name, no address, no secret.

import { hub, runs } from '../../../inngest/running';
import { siteDatabase } from '../../../lib/access/service';
import { VERSION } from '../../../lib/env/version';
import { engineWorks } from './works';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const [database, engine] = await Promise.all([databaseHealth(), engineHealth()]);
  const healthy = database.joignable && engine.actif;
  return Response.json(
    {
      etat: healthy ? 'ok' : 'en_panne',
      version: VERSION,
      // Given by whoever started this process, to know that it is the one that answers.
      instance: process.env.INSTANCE_SITE ?? null,
      ...{ base: database, moteur: engine, suivi: await followers() },
    },
    { status: healthy ? 200 : 503, headers: { 'Cache-Control': 'no-store' } },
  );
}

async function databaseHealth() {
  const started = performance.now();
  try {
    await (await siteDatabase()).client.$queryRaw`SELECT 1`;
    return { joignable: true, millisecondes: Math.round(performance.now() - started) };
  } catch {
    return { joignable: false, millisecondes: null };
  }
}

async function engineHealth() {
  try {
    const { works } = await runs();
    if (works.engine === null) return { genre: 'inngest' as const, actif: true };
    const health = await works.engine.health();
    const { processes, queued, oldestWaitMs, running, delayed, waiting, roomless, lastCron } = health;
    return {
      genre: 'embarque' as const,
      actif: engineWorks(health, started, Date.now()),
      // Of what cannot be written: the disk of Postgres is full.
      sansPlace: roomless,
      processus: processes,
      file: queued,
      plusAncienneMs: oldestWaitMs === null ? null : Math.round(oldestWaitMs),
      enCours: running,
      plusTard: delayed,
      enSommeil: waiting,
      dernierePlanification: lastCron,
    };
  } catch {
    return { genre: 'inconnu' as const, actif: false };
  }
}

const started = Date.now();

async function followers() {
  try {
    const { listening, runs: followed, followers: people } = (await hub()).state();
    return { ecoute: listening, executions: followed, personnes: people };
  } catch {
    return { ecoute: false, executions: 0, personnes: 0 };
  }
}
