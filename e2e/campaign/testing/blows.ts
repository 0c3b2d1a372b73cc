// What strikes during a campaign, beside the weather and Postgres: people who change dossiers and ask for runs, tokens that
// expire, rights that are withdrawn, processes that are killed. Everything that is broken here is mended here.

import { randomUUID } from 'node:crypto';
import type { Host } from '../../../inngest/testing/hosts';
import { KEYS } from '../../../inngest/testing/service';
import { replaceSecret } from '../../../lib/links/tokens/replace';
import type { Database } from '../../../lib/store/database';
import { copyableFields } from '../../../lib/sync/copyable';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import { type Blows, drawn, patiently, wait } from './plan';
import type { Stage, StagedLink } from './stage';

/** Never more dossiers than these, so that a campaign stays small. */
const MOST_DOSSIERS = 40;

const WORK = 'Changements dans Démarche numérique';
const TOGETHER = 'Toutes les liaisons demandées à la fois';
export const KILLS = 'Processus tués (kill -9)';
/** A service that cannot bear its weather. */
export const ALONE = 'Processus tombés seuls';

const TOGETHER_EVERY_MS = 120_000;

/** People work, and click; now and then, all at once, as at midnight. */
export async function workAndAsk(
  { random, count, isOver }: Blows,
  stage: Stage,
  hosts: () => readonly Host[],
): Promise<void> {
  let together = performance.now();
  while (!isOver()) {
    changeSomething(drawn(random, stage.demarches), random);
    count(WORK);
    const alive = hosts().filter((host) => host.isAlive());
    if (alive.length > 0) {
      const all = performance.now() >= together;
      for (const { id } of all ? stage.links : [drawn(random, stage.links)]) {
        drawn(random, alive).tell(`wish ${id}`);
      }
      if (all) {
        count(TOGETHER);
        together += TOGETHER_EVERY_MS;
      }
    }
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
  else if (what < 0.4) changeFiles(demarche, number, random);
  else if (what < 0.55) {
    const archived = random() < 0.5;
    demarche.control({ type: 'archive', number, archived });
  } else demarche.control({ type: 'touch', number });
}

/** Where the form has a field of files, outside of blocks. */
function changeFiles(demarche: Stage['demarches'][number], number: number, random: () => number): void {
  const { form } = demarche.demarche();
  const copyable = new Set(copyableFields(form).map(({ id }) => id));
  const field = form.champs.find(({ id }) => copyable.has(id))?.id;
  if (field === undefined) return;
  const names = ['plan.pdf', 'devis.pdf', 'devis.pdf'].slice(0, Math.floor(random() * 4));
  demarche.control({ type: 'set_files', number, field, names, virusScan: 'safe' });
}

const RIGHTS = {
  expired: 'Jetons expirés',
  revoked: 'Jetons révoqués',
  scoped: 'Droits DN retirés puis rendus',
  readOnly: 'Droits Grist réduits à la lecture puis rendus',
  none: 'Droits Grist retirés puis rendus',
} as const;

/** What is always to be met. */
export const USUAL_BLOWS: readonly string[] = [WORK, TOGETHER, ...Object.values(RIGHTS)];

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
      [RIGHTS.expired, () => demarche.control({ type: 'expire_token', token }), renew],
      [RIGHTS.revoked, () => demarche.control({ type: 'revoke_token', token }), renew],
      [
        RIGHTS.scoped,
        () => demarche.control({ type: 'scope_token', token, scope: 'autre' }),
        () => demarche.control({ type: 'scope_token', token, scope: 'demarche' }),
      ],
      [
        RIGHTS.readOnly,
        () => document.share(owner.email, 'viewers'),
        () => document.share(owner.email, 'owners'),
      ],
      [RIGHTS.none, () => document.share(owner.email, null), () => document.share(owner.email, 'owners')],
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

/** The kill -9 loop. */
export async function killProcesses(
  { random, count, isOver }: Blows,
  crew: { readonly hosts: Host[]; start(): Promise<Host> },
): Promise<void> {
  for (;;) {
    await wait(500 + random() * 2_500);
    if (isOver()) return;
    const victim = Math.floor(random() * crew.hosts.length);
    if (crew.hosts[victim]?.isAlive() === false) count(ALONE);
    else {
      await crew.hosts[victim]?.kill();
      count(KILLS);
    }
    crew.hosts[victim] = await patiently(() => crew.start());
  }
}
