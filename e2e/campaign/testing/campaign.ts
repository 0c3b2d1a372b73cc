// A campaign: the whole service while everything around it breaks; then quiet, and the accounts.

import { type Host, hosts } from '../../../inngest/testing/hosts';
import { differencesOf, ended, quiet } from '../../../inngest/testing/service';
import { type Database, openDatabase } from '../../../lib/store/database';
import { unlikeFiles } from '../../files/testing/cells';
import { ALONE, KILLS, killProcesses, USUAL_BLOWS, withdrawRights, workAndAsk } from './blows';
import { type Blows, type CampaignPlan, drawing, wait } from './plan';
import { strikePostgres, strikesOn, type Victim } from './postgres-blows';
import type { Report, Verified } from './report';
import { type Stage, type StagedLink, setStage } from './stage';
import { letLoose } from './weather';
import { openWitness } from './witness';

/** Synchronisations asked of a link once it is quiet: one more where the first ends as something was being taken up. */
const LAST_RUNS = 3;

/** A link that is not quiet after so long never will be: that is a fault of the report, not a wait without end. */
const PATIENCE_MS = 10 * 60_000;

/** `victim`: a Postgres that may be broken; null: it is left alone, at `databaseUrl`. */
export async function runCampaign(
  plan: CampaignPlan,
  where: { readonly databaseUrl: string; readonly victim: Victim | null },
  say: (text: string) => void,
): Promise<Report> {
  const { databaseUrl, victim } = where;
  const database = await openDatabase(databaseUrl);
  const crew = hosts(databaseUrl);
  let stage: Stage | null = null;
  try {
    stage = await setStage(database, plan);
    const working: Host[] = [];
    for (let rank = 0; rank < plan.processes; rank += 1) working.push(await crew.start());
    say(`${plan.links} liaisons, ${plan.processes} processus : l’orage commence.`);
    const blows = new Map<string, number>();
    const end = performance.now() + plan.stormMs;
    const hand: Blows = {
      random: drawing(plan.seed),
      count: (name) => blows.set(name, (blows.get(name) ?? 0) + 1),
      isOver: () => performance.now() > end,
    };
    const witness = openWitness(database, stage.links);
    const calm = letLoose(stage);
    await Promise.all([
      workAndAsk(hand, stage, () => working),
      withdrawRights(hand, stage, database),
      ...(plan.kills ? [killProcesses(hand, { hosts: working, start: () => crew.start() })] : []),
      ...(victim === null ? [] : [strikePostgres(hand, victim)]),
      witness.watch(hand.isOver),
      ...(plan.stormMs > 60_000 ? [tellTime(end, say)] : []),
    ]);
    const met = calm();
    const fallen = (blows.get(ALONE) ?? 0) + working.filter((host) => !host.isAlive()).length;
    say('Le calme revient : chaque liaison est synchronisée, puis vérifiée.');
    for (const host of working) if (host.isAlive()) await host.kill('SIGTERM');
    const host = await crew.start();
    const links: Verified[] = [];
    for (const [rank, link] of stage.links.entries()) {
      const settled = (await atMost(PATIENCE_MS, settle(database, host, link))) ?? { status: 'sans fin' };
      links.push({ rank: rank + 1, ...settled, ...(await verify(databaseUrl, stage, link)) });
      if (links.length % 10 === 0) say(`${links.length} liaisons vérifiées.`);
    }
    await witness.look();
    const expected = plan.everyFault
      ? [
          ...USUAL_BLOWS,
          ...met.keys(),
          ...(plan.kills ? [KILLS] : []),
          ...(victim === null ? [] : strikesOn(victim).map(({ name }) => name)),
        ]
      : [];
    return { met, blows, testimony: witness.says(), links, fallen, expected };
  } finally {
    await crew.end();
    await database.close();
    await stage?.close();
  }
}

/** Until nothing goes on, and a synchronisation that was then asked for has ended. */
async function settle(
  database: Database,
  host: Host,
  link: StagedLink,
): Promise<{ readonly status: string }> {
  let status = '';
  for (let run = 0; run < LAST_RUNS && status !== 'reussi'; run += 1) {
    await quiet(database, link.id);
    host.tell(`ask ${link.id}`);
    ({ status } = await ended(database, await host.hears('asked')));
  }
  await quiet(database, link.id);
  return { status };
}

/** By the command line, which shares nothing of what carried the runs; the files by their content besides. */
async function verify(
  databaseUrl: string,
  { grist }: Stage,
  { demarche, document, copied, token }: StagedLink,
): Promise<Pick<Verified, 'differences' | 'dossiers' | 'files'>> {
  const { origin, number } = demarche;
  const truth = [...demarche.truth()];
  const files = document.attachments().length;
  try {
    const { differences, dossiers } = await differencesOf(
      databaseUrl,
      { origin, number, token },
      { url: grist.url, key: grist.key, docId: document.id },
      copied.length === 0 ? {} : { COPIER_FICHIERS: copied.join() },
    );
    const unlike = unlikeFiles(document, truth, new Set(copied)).length;
    return { differences: differences + unlike, dossiers, files };
  } catch {
    // It says so itself: a verification without an end is one of the report's faults.
    return { differences: null, dossiers: truth.length, files };
  }
}

async function tellTime(end: number, say: (text: string) => void): Promise<void> {
  for (;;) {
    await wait(Math.min(60_000, Math.max(end - performance.now(), 0)));
    const left = Math.round((end - performance.now()) / 60_000);
    if (left <= 0) return;
    say(`Encore ${left} min.`);
  }
}

/** Null when it is not over by then. */
function atMost<T>(ms: number, work: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
