// What strikes during a campaign, beside the weather: people who change dossiers and ask for runs, tokens that expire, rights
// that are withdrawn, processes that are killed, a Postgres that restarts. Everything that is broken here is mended here.

import { randomUUID } from 'node:crypto';
import type { Host } from '../../../inngest/testing/hosts';
import { KEYS } from '../../../inngest/testing/service';
import { replaceSecret } from '../../../lib/links/tokens/replace';
import type { Database } from '../../../lib/store/database';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import type { RestartablePostgres } from '../../inngest/testing/restartable';
import { drawn, patiently, wait } from './plan';
import type { Stage, StagedLink } from './stage';

export type Blows = {
  readonly random: () => number;
  readonly count: (name: string) => void;
  readonly isOver: () => boolean;
};

/** Never more dossiers than these, so that a campaign stays small. */
const MOST_DOSSIERS = 40;

/** People work, and click. */
export async function workAndAsk(
  { random, count, isOver }: Blows,
  stage: Stage,
  hosts: () => readonly Host[],
): Promise<void> {
  while (!isOver()) {
    changeSomething(drawn(random, stage.demarches), random);
    count('Changements dans Démarche numérique');
    const alive = hosts().filter((host) => host.isAlive());
    if (alive.length > 0) drawn(random, alive).tell(`wish ${drawn(random, stage.links).id}`);
    await wait(250);
  }
}

function changeSomething(demarche: Stage['demarches'][number], random: () => number): void {
  const numbers = demarche.control({ type: 'numbers' });
  const number = drawn(random, numbers);
  const what = random();
  if (what < 0.15 && numbers.length < MOST_DOSSIERS) demarche.control({ type: 'add_dossiers', count: 1 });
  else if (what < 0.25 && numbers.length > 5)
    demarche.control({ type: 'hide', number, by: 'administration' });
  else if (what < 0.55) {
    const archived = random() < 0.5;
    demarche.control({ type: 'archive', number, archived });
  } else demarche.control({ type: 'touch', number });
}

/** A token expires, is revoked or sees nothing any more; a key may only read, or nothing. A while later somebody mends it. */
export async function withdrawRights(
  { random, count, isOver }: Blows,
  stage: Stage,
  database: Database,
): Promise<void> {
  while (!isOver()) {
    const link = drawn(random, stage.links);
    const { owner } = stage.grist.people;
    const { token, demarche, document } = link;
    const renew = () => renewToken(database, link);
    const kinds: readonly (readonly [string, () => unknown, () => unknown])[] = [
      ['Jetons expirés', () => demarche.control({ type: 'expire_token', token }), renew],
      ['Jetons révoqués', () => demarche.control({ type: 'revoke_token', token }), renew],
      [
        'Droits DN retirés puis rendus',
        () => demarche.control({ type: 'scope_token', token, scope: 'autre' }),
        () => demarche.control({ type: 'scope_token', token, scope: 'demarche' }),
      ],
      [
        'Droits Grist réduits à la lecture puis rendus',
        () => document.share(owner.email, 'viewers'),
        () => document.share(owner.email, 'owners'),
      ],
      [
        'Droits Grist retirés puis rendus',
        () => document.share(owner.email, null),
        () => document.share(owner.email, 'owners'),
      ],
    ];
    const [name, harm, mend] = drawn(random, kinds);
    harm();
    count(name);
    await wait(1_500 + random() * 2_500);
    await mend();
  }
}

async function renewToken(database: Database, link: StagedLink): Promise<void> {
  link.token = link.demarche.control({ type: 'issue_token' });
  await patiently(() =>
    replaceSecret(
      { database, clock: SYSTEM_CLOCK, keys: KEYS },
      {
        ...{ linkId: link.id, side: 'source', secret: link.token },
        ...{ by: randomUUID(), expiresAt: null, others: [] },
      },
    ),
  );
}

/** Of processes, the kill -9 loop; of Postgres, a restart in the middle of whatever goes on. */
export async function killAndRestart(
  { random, count, isOver }: Blows,
  crew: { readonly hosts: Host[]; start(): Promise<Host> },
  postgres: RestartablePostgres | null,
  kills: boolean,
): Promise<void> {
  let sinceRestart = performance.now() - RESTART_EVERY_MS / 2;
  while (!isOver()) {
    await wait(500 + random() * 2_500);
    if (isOver()) return;
    if (postgres !== null && performance.now() - sinceRestart > RESTART_EVERY_MS) {
      await postgres.stop();
      await wait(random() * 2_000);
      await postgres.restart();
      count('Redémarrages de Postgres');
      sinceRestart = performance.now();
    }
    if (!kills) continue;
    const victim = Math.floor(random() * crew.hosts.length);
    await crew.hosts[victim]?.kill();
    count('Processus tués (kill -9)');
    crew.hosts[victim] = await patiently(() => crew.start());
  }
}

const RESTART_EVERY_MS = 45_000;
