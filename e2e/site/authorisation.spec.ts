// Who may open what: every page and every route of the site, asked by everybody that there can be. A page that is added
// must be added here.

import { expect } from '@playwright/test';
import { openRights, type Role } from '../../lib/store/access-rights';
import { insertDraft } from '../../lib/store/draft-rows';
import { SYSTEM_CLOCK } from '../../lib/wiring';
import { test } from './testing/links';
import { type Newcomer, newcomer } from './testing/people';
import { places } from './testing/routes';

const PEOPLE = ['anonyme', 'étrangère', 'retirée', 'lectrice', 'gestionnaire', 'propriétaire'] as const;
type Who = (typeof PEOPLE)[number];

/** `ouvre` 200, `connexion` the sign-in page, `rien` 404, `refus` 401, `ailleurs` another page of the site. */
type Answer = 'ouvre' | 'connexion' | 'rien' | 'refus' | 'ailleurs';
type Row = Readonly<Record<Who, Answer>>;

const row = (...answers: readonly [Answer, Answer, Answer, Answer, Answer, Answer]): Row =>
  Object.fromEntries(PEOPLE.map((who, index) => [who, answers[index] ?? 'rien'])) as Row;

const ALL = row('ouvre', 'ouvre', 'ouvre', 'ouvre', 'ouvre', 'ouvre');
const MEMBERS = row('connexion', 'ouvre', 'ouvre', 'ouvre', 'ouvre', 'ouvre');
const READERS = row('connexion', 'rien', 'rien', 'ouvre', 'ouvre', 'ouvre');
const MANAGERS = row('connexion', 'rien', 'rien', 'rien', 'ouvre', 'ouvre');
const OWNER_OF_DRAFT = row('connexion', 'rien', 'rien', 'rien', 'rien', 'ouvre');

const MATRIX: Readonly<Record<string, Row | 'elsewhere'>> = {
  '/': ALL,
  '/accessibilite': ALL,
  '/aide': ALL,
  '/cgu': ALL,
  '/cookies': ALL,
  '/donnees-personnelles': ALL,
  '/mentions-legales': ALL,
  '/plan-du-site': ALL,
  '/statistiques': ALL,
  '/.well-known/security.txt': ALL,
  // They do something only with a signed link, whoever holds it: alerts.spec.ts.
  '/alertes/desabonnement': ALL,
  '/api/alertes/desabonnement': row('ailleurs', 'ailleurs', 'ailleurs', 'ailleurs', 'ailleurs', 'ailleurs'),
  // It shows nothing by itself, and reads no cookie: widget.spec.ts.
  '/widget': ALL,
  '/widget/manifest.json': ALL,
  '/api/sante': ALL,
  '/api/sante/vie': ALL,
  '/api/metriques': row('rien', 'rien', 'rien', 'rien', 'rien', 'rien'),
  '/compte': MEMBERS,
  '/compte/donnees': MEMBERS,
  '/invitations': MEMBERS,
  '/liaisons': MEMBERS,
  '/liaisons/supprimee': MEMBERS,
  '/liaisons/nouvelle': MEMBERS,
  // Says what the widget proved only to whoever holds it, once: widget.spec.ts.
  '/liaisons/nouvelle/depuis-grist': ALL,
  '/liaisons/nouvelle/[brouillon]': row('connexion', 'rien', 'rien', 'rien', 'rien', 'ailleurs'),
  '/liaisons/nouvelle/[brouillon]/jeton': OWNER_OF_DRAFT,
  '/liaisons/[id]': READERS,
  '/liaisons/[id]/alertes': MANAGERS,
  '/liaisons/[id]/diagnostic': READERS,
  '/liaisons/[id]/diagnostic/support': row('connexion', 'rien', 'rien', 'rien', 'ouvre', 'ouvre'),
  '/liaisons/[id]/historique': READERS,
  '/liaisons/[id]/historique/export': READERS,
  '/liaisons/[id]/pages': READERS,
  '/liaisons/[id]/partage': READERS,
  '/liaisons/[id]/preuve': READERS,
  '/liaisons/[id]/reglages': MANAGERS,
  '/liaisons/[id]/reglages/donnees': MANAGERS,
  '/liaisons/[id]/reglages/planification': MANAGERS,
  '/liaisons/[id]/structure': READERS,
  '/executions/[id]': READERS,
  '/api/executions/[id]/flux': row('refus', 'rien', 'rien', 'ouvre', 'ouvre', 'ouvre'),
  '/api/executions/[id]/journal': row('refus', 'rien', 'rien', 'ouvre', 'ouvre', 'ouvre'),
  // Steps that are not open yet lead back to the first one, and other journeys (new-link.spec.ts) go through them.
  '/liaisons/nouvelle/[brouillon]/apercu': 'elsewhere',
  '/liaisons/nouvelle/[brouillon]/demarche': 'elsewhere',
  '/liaisons/nouvelle/[brouillon]/document': 'elsewhere',
  '/liaisons/nouvelle/[brouillon]/donnees': 'elsewhere',
  '/liaisons/nouvelle/[brouillon]/planification': 'elsewhere',
  '/liaisons/nouvelle/[brouillon]/reprise': 'elsewhere',
  // A stream of one's own links alone: dashboard.spec.ts.
  '/api/liaisons/flux': 'elsewhere',
  // Nothing to download before a verification: manage.spec.ts.
  '/liaisons/[id]/preuve/constat': 'elsewhere',
  // They know nobody of this site, and answer to the widget's own page: widget.spec.ts.
  '/api/widget/executions/[id]/flux': 'elsewhere',
  '/api/widget/liaisons': 'elsewhere',
  '/api/widget/session': 'elsewhere',
  '/api/widget/synchroniser': 'elsewhere',
  // Signing in and out: email.spec.ts, proconnect.spec.ts, accessibility.spec.ts.
  '/connexion': 'elsewhere',
  '/connexion/associer': 'elsewhere',
  '/connexion/lien': 'elsewhere',
  '/connexion/proconnect': 'elsewhere',
  '/connexion/refus': 'elsewhere',
  '/connexion/verifier': 'elsewhere',
  '/compte/associer': 'elsewhere',
  '/deconnexion': 'elsewhere',
  '/deconnexion/retour': 'elsewhere',
  '/deconnexion/suite': 'elsewhere',
  '/api/auth/callback/proconnect': 'elsewhere',
  // Answers an Inngest server that signs, and nobody with the embedded engine: inngest/.
  '/api/inngest': 'elsewhere',
};

test('every page and every route is in the matrix', () => {
  expect(
    places()
      .map(({ path }) => path)
      .sort(),
  ).toEqual(Object.keys(MATRIX).sort());
});

test('nothing may be framed but the widget, and that by the allowed Grists alone', async ({ request }) => {
  const found: Record<string, string> = {};
  const nobody = '00000000-0000-4000-8000-000000000000';
  for (const { path: route } of places()) {
    const path = route.replace('[id]', nobody).replace('[brouillon]', nobody);
    const answer = await request.get(path, { maxRedirects: 0 });
    const policy = answer.headers()['content-security-policy'] ?? '';
    found[route] = /frame-ancestors [^;]+/.exec(policy)?.[0] ?? 'nothing';
  }
  const { '/widget': widget, ...others } = found;
  expect(new Set(Object.values(others))).toEqual(new Set(["frame-ancestors 'none'"]));
  expect(widget).toBe('frame-ancestors http://127.0.0.1:4151 http://127.0.0.1:* http://localhost:*');
});

test('everybody meets what they may', async ({ scene, request }) => {
  const { database } = scene;
  const at = new Date();
  const owner = await newcomer(database);
  const linkId = await scene.link(owner.userId);
  await scene.synchronise(linkId);
  const run = await database.client.run.findFirstOrThrow({
    where: { linkId, kind: 'sync' },
    select: { id: true },
  });
  const draftId = await insertDraft({ database, clock: SYSTEM_CLOCK }, owner.userId);
  const rights = openRights(database);
  const member = async (role: Role) => {
    const person = await newcomer(database);
    await rights.give(linkId, person.userId, role, at);
    return person;
  };
  const removed = await member('gestionnaire');
  await database.client.membership.delete({ where: { linkId_userId: { linkId, userId: removed.userId } } });
  const cookies: Readonly<Record<Who, string | null>> = {
    anonyme: null,
    étrangère: cookieOf(await newcomer(database)),
    retirée: cookieOf(removed),
    lectrice: cookieOf(await member('lecteur')),
    gestionnaire: cookieOf(await member('gestionnaire')),
    propriétaire: cookieOf(owner),
  };
  const met: Record<string, Row> = {};
  const wanted: Record<string, Row> = {};
  for (const [route, answers] of Object.entries(MATRIX)) {
    if (answers === 'elsewhere') continue;
    const id = route.includes('/executions/') ? run.id : linkId;
    const path = route.replace('[id]', id).replace('[brouillon]', draftId);
    wanted[route] = answers;
    const found: Partial<Record<Who, Answer>> = {};
    for (const who of PEOPLE) {
      const cookie = cookies[who];
      const answer = await request.get(path, {
        maxRedirects: 0,
        headers: cookie === null ? {} : { Cookie: cookie },
      });
      found[who] = answerOf(answer.status(), answer.headers().location ?? '');
    }
    met[route] = found as Row;
  }
  expect(met).toEqual(wanted);
});

function cookieOf({ cookie }: Newcomer): string {
  return `${cookie.name}=${cookie.value}`;
}

function answerOf(status: number, location: string): Answer {
  if (status === 404) return 'rien';
  if (status === 401) return 'refus';
  if (status >= 300 && status < 400) return /\/connexion\?retour=/.test(location) ? 'connexion' : 'ailleurs';
  if (status === 200 || status === 204) return 'ouvre';
  throw new Error(`an answer ${status}`);
}
