// Whole runs over ports in memory, for what no date tells: revisions, silent changes, dossiers that vanish.

import { describe, expect, it } from 'vitest';
import { Failure } from '../errors/failure';
import type { Dossier } from '../sync/model/dossier';
import { EVERYTHING } from '../sync/model/options';
import { champ } from '../sync/testing/samples';
import { FIVE, one, touched, world } from './testing/world';

const DAY = 24;
const ORDINARY = ['describe', 'page', 'tombstones'];
const many = (count: number): readonly Dossier[] =>
  Array.from({ length: count }, (_, index) => one(index + 1, `projet ${index + 1}`));

type World = ReturnType<typeof world>;
const row = (here: World, number: number) =>
  here.document.rowsOf('Demarche_123_dossiers').find((cells) => cells.number === number);
const change = (here: World, number: number, more: Partial<Dossier>) => {
  const before = here.source.dossiers.get(number);
  if (before !== undefined) here.source.dossiers.set(number, { ...before, ...more });
};
/** What a run asked DN, in order. */
const asked = async (here: World, policy: Parameters<World['sync']>[0] = {}) => {
  here.source.requests.length = 0;
  const report = await here.sync(policy);
  return { report, requests: [...here.source.requests] };
};

describe('the census', () => {
  it('is not due on an ordinary day, is the day after, and costs its pages and nothing else', async () => {
    const here = world(FIVE);
    here.source.pageSize = 100;
    await here.sync();
    here.later(3);
    expect((await asked(here)).requests).toEqual(ORDINARY);
    here.later(DAY);
    here.document.requests.length = 0;
    const { report, requests } = await asked(here);
    expect(requests).toEqual([...ORDINARY, 'census']);
    expect(here.document.requests).toEqual(['structure']);
    expect(report).toMatchObject({ status: 'reussi', upkeep: { census: { listed: 5, toAsk: 0 } } });
    here.later(1);
    expect((await asked(here)).requests).toEqual(ORDINARY);
    expect((await asked(here, { upkeep: 'now' })).requests).toEqual([...ORDINARY, 'census']);
    here.later(DAY);
    expect((await asked(here, { upkeep: 'never' })).requests).toEqual(ORDINARY);
  });

  it('finds what changed without moving a date, and reads those dossiers only', async () => {
    const here = world(FIVE);
    await here.sync();
    change(here, 2, { usagerEmail: 'nouvelle@exemple.fr' });
    change(here, 4, { labels: [{ id: 'Label-1', name: 'Urgent', color: 'pink_macaron' }] });
    here.later(1);
    expect(await here.sync()).toMatchObject({ counts: { updated: 0 } });
    here.later(DAY);
    const { report, requests } = await asked(here);
    expect(requests.filter((name) => name === 'dossier')).toHaveLength(2);
    expect(report).toMatchObject({ status: 'reussi', counts: { updated: 2 } });
    expect(row(here, 2)).toMatchObject({ usager_email: 'nouvelle@exemple.fr' });
    expect(row(here, 4)).toMatchObject({ labels: ['L', 'Urgent'] });
    here.later(DAY);
    expect(await here.sync()).toMatchObject({ counts: { updated: 0 }, upkeep: { census: { toAsk: 0 } } });
  });

  it('reads all again, by pages, when so many changed that it costs less', async () => {
    const here = world(many(60));
    here.source.pageSize = 100;
    await here.sync();
    for (let number = 1; number <= 30; number += 1)
      change(here, number, { groupe: { number: 7, label: 'Nord' } });
    here.later(DAY);
    const { report, requests } = await asked(here);
    expect(requests).toEqual([...ORDINARY, 'census', 'page']);
    expect(report).toMatchObject({ counts: { updated: 30 }, upkeep: { full: 'relue' } });
    here.later(DAY);
    expect((await asked(here)).requests).toEqual([...ORDINARY, 'census']);
  });

  it('a dossier whose modification was committed too late for the delta is found by its date', async () => {
    const here = world(FIVE);
    await here.sync();
    here.source.dossiers.set(2, touched(one(2, ''), 'engagé tard', '2026-01-03T09:00:00Z'));
    expect(await here.sync()).toMatchObject({ counts: { updated: 0 } });
    here.later(DAY);
    expect(await here.sync()).toMatchObject({ counts: { updated: 1 } });
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('a dossier that vanished without a word is marked, then deleted when its tombstone comes', async () => {
    const here = world(FIVE);
    await here.sync();
    here.source.dossiers.delete(3);
    here.later(1);
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { removed: 0 } });
    expect(row(here, 3)).toMatchObject({ etat_dn: 'présent' });
    here.later(DAY);
    expect(await here.sync()).toMatchObject({
      status: 'reussi',
      counts: { removed: 1 },
      upkeep: { census: { absent: 1 } },
    });
    expect(row(here, 3)).toMatchObject({
      etat_dn: 'introuvable',
      raison_suppression: expect.stringContaining('expiré'),
    });
    expect(await here.verify()).toMatchObject({ dossiers: 4, differenceCount: 0 });
    here.later(DAY);
    const { report, requests } = await asked(here);
    expect(requests).not.toContain('dossier');
    expect(report.counts.removed).toBe(0);
    here.source.tombstoneList = [
      { number: 3, kind: 'deleted', date: '2026-06-10T10:00:00Z', reason: 'expired' },
    ];
    expect(await here.sync()).toMatchObject({ counts: { removed: 1 } });
    expect(row(here, 3)).toMatchObject({ etat_dn: 'supprimé', raison_suppression: 'expiration' });
  });

  it('un-marks a dossier that is there again, even when nothing of it moved', async () => {
    const here = world(FIVE);
    await here.sync();
    const gone = here.source.dossiers.get(3) ?? one(3, '');
    here.source.dossiers.delete(3);
    here.later(DAY);
    await here.sync();
    here.source.dossiers.set(3, gone);
    here.later(1);
    await here.sync();
    expect(row(here, 3)).toMatchObject({ etat_dn: 'introuvable' });
    here.later(DAY);
    expect(await here.sync()).toMatchObject({ counts: { updated: 1 } });
    expect(row(here, 3)).toMatchObject({
      etat_dn: 'présent',
      raison_suppression: null,
      date_suppression: null,
    });
  });

  it('fetches a dossier of the scope that the Ledger has never seen, and leaves the others', async () => {
    const here = world(FIVE);
    here.setScope({ ...EVERYTHING, statuts: ['en_construction'] });
    await here.sync();
    here.source.dossiers.set(6, one(6, 'tard venu', {}, 1));
    here.source.dossiers.set(7, one(7, 'non voulu', { state: 'refuse' }, 1));
    here.later(DAY);
    const { report, requests } = await asked(here);
    expect(requests.filter((name) => name === 'dossier')).toHaveLength(1);
    expect(report).toMatchObject({ counts: { added: 1 } });
    expect(row(here, 7)).toBeUndefined();
  });

  it('goes on in pieces, and counts only once whole: stopped, it removes nothing and is due again', async () => {
    const here = world(FIVE);
    await here.sync();
    here.source.dossiers.delete(5);
    here.later(DAY);
    const census = here.source.census.bind(here.source);
    let pages = 0;
    here.source.census = (after) => {
      pages += 1;
      if (pages === 1) here.stopSoon();
      return census(after);
    };
    expect(await here.sync({ stepBudget: 0 })).toMatchObject({ status: 'interrompu' });
    expect(row(here, 5)).toMatchObject({ etat_dn: 'présent' });
    here.resume();
    expect(await here.sync({ stepBudget: 0 })).toMatchObject({ status: 'reussi', counts: { removed: 1 } });
    // 4 dossiers are two pages of two: one before the stop, and all of them again.
    expect(pages).toBe(3);
  });

  it('that DN does not give whole costs the run nothing, says so, and is due again', async () => {
    const here = world(FIVE);
    await here.sync();
    here.source.dossiers.set(2, touched(one(2, ''), 'autre', '2026-06-01T09:00:00Z'));
    here.source.dossiers.delete(5);
    here.later(DAY);
    const census = here.source.census.bind(here.source);
    here.source.census = async (after) => {
      if (after !== null) throw new Failure('DS_ERREUR_INTERNE');
      return census(after);
    };
    expect(await here.sync()).toMatchObject({
      status: 'avec_echecs',
      counts: { updated: 1, removed: 0, failed: 0 },
      upkeep: { census: { status: 'failed', code: 'DS_ERREUR_INTERNE' } },
    });
    expect([...here.ledger.runs.values()].at(-1)).toMatchObject({ code: 'DS_ERREUR_INTERNE' });
    here.source.census = census;
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { updated: 0, removed: 1 } });
  });

  it('a dossier that DN cannot give when it is asked for is a failure of its own, tried first at the next run', async () => {
    const here = world(FIVE);
    await here.sync();
    change(here, 2, { usagerEmail: 'nouvelle@exemple.fr' });
    here.later(DAY);
    here.source.poison.add(2);
    expect(await here.sync()).toMatchObject({ status: 'avec_echecs', failures: [{ number: 2 }] });
    here.source.poison.clear();
    expect(await here.sync()).toMatchObject({ status: 'reussi', healed: 1, counts: { updated: 1 } });
  });

  it('is made at once when a dossier to be retried is not there any more: its row does not stay as it was', async () => {
    const here = world(FIVE);
    await here.sync();
    here.source.dossiers.set(2, touched(one(2, ''), 'autre', '2026-06-01T09:00:00Z'));
    here.document.refused.set(2, 'GRIST_DOSSIER_REFUSE');
    here.later(1);
    expect(await here.sync()).toMatchObject({ status: 'avec_echecs' });
    here.document.refused.clear();
    here.source.dossiers.delete(2);
    expect(await here.sync()).toMatchObject({ status: 'reussi', healed: 1, counts: { removed: 1 } });
    expect(row(here, 2)).toMatchObject({ etat_dn: 'introuvable' });
  });

  it('a departure that Grist refuses is a failure, and is made at the next run', async () => {
    const here = world(FIVE);
    await here.sync();
    here.source.dossiers.delete(2);
    here.document.refused.set(2, 'GRIST_DOSSIER_REFUSE');
    here.later(DAY);
    expect(await here.sync()).toMatchObject({ status: 'avec_echecs', failures: [{ number: 2 }] });
    expect(row(here, 2)).toMatchObject({ etat_dn: 'présent' });
    here.document.refused.clear();
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { removed: 1 } });
    expect(row(here, 2)).toMatchObject({ etat_dn: 'introuvable' });
  });
});

describe('a mass disappearance', () => {
  const vanish = (here: World, count: number) => {
    for (let number = 1; number <= count; number += 1) here.source.dossiers.delete(number);
  };
  const marked = (here: World) =>
    here.document.rowsOf('Demarche_123_dossiers').filter(({ etat_dn }) => etat_dn === 'introuvable');

  it('is refused, told, and let through by a second census of a later run only', async () => {
    const here = world(many(60));
    here.source.pageSize = 100;
    await here.sync();
    vanish(here, 30);
    here.later(DAY);
    const { report, requests } = await asked(here);
    expect(requests).toEqual([...ORDINARY, 'census']);
    expect(report).toMatchObject({
      status: 'avec_echecs',
      counts: { removed: 0, failed: 0 },
      upkeep: { census: { refused: 30, absent: 0 } },
    });
    expect([...here.ledger.runs.values()].at(-1)).toMatchObject({ code: 'DS_DISPARITION_MASSIVE' });
    expect(here.events).toContainEqual({ type: 'notice', sentence: expect.stringMatching(/^30 dossiers/) });
    expect(marked(here)).toEqual([]);
    here.later(1);
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { removed: 30 } });
    expect(marked(here)).toHaveLength(30);
    here.later(1);
    expect((await asked(here)).requests).toEqual(ORDINARY);
  });

  it('that was a mistake of DN leaves no trace', async () => {
    const here = world(many(60));
    await here.sync();
    const all = new Map(here.source.dossiers);
    vanish(here, 30);
    here.later(DAY);
    await here.sync();
    for (const [number, dossier] of all) here.source.dossiers.set(number, dossier);
    here.later(1);
    expect(await here.sync()).toMatchObject({ status: 'reussi', counts: { removed: 0, updated: 0 } });
    vanish(here, 30);
    here.later(DAY);
    expect(await here.sync()).toMatchObject({ status: 'avec_echecs', counts: { removed: 0 } });
    expect(marked(here)).toEqual([]);
  });

  it('a step run again does not confirm what the same run refused', async () => {
    const here = world(many(60));
    await here.sync();
    vanish(here, 30);
    here.later(DAY);
    let kills = 1;
    here.ledger.onEffect = (name) => {
      if (name === 'finishRun' && kills-- > 0) throw new Error('killed');
    };
    await here.sync().catch(() => undefined);
    here.ledger.expireLeases();
    here.ledger.onEffect = () => {};
    // The reading goes on where it was: it is still the same one.
    expect(await here.sync()).toMatchObject({ counts: { removed: 0 } });
    expect(marked(here)).toEqual([]);
  });

  it('of more than can be asked for is let through without asking for each', async () => {
    const here = world(many(600));
    here.source.pageSize = 100;
    await here.sync();
    vanish(here, 300);
    here.later(DAY);
    await here.sync();
    here.later(1);
    const { report, requests } = await asked(here);
    expect(requests).not.toContain('dossier');
    expect(report.counts.removed).toBe(300);
  });
});

describe('a new revision', () => {
  const FORM = (here: World, id: string) => {
    here.source.demarche = { ...here.source.demarche, activeRevisionId: id };
  };
  /** DN attaches a dossier to the revision: other values, same date. */
  const rebase = (here: World, number: number, id: string) =>
    change(here, number, {
      revisionId: id,
      champs: [champ('Champ-1', { kind: 'text', text: `révisé ${number}` })],
    });
  const projects = (here: World) => here.document.rowsOf('Demarche_123_champs').map(({ projet }) => projet);

  it('has the unfinished dossiers read again, until none follows an older one', async () => {
    const here = world([...FIVE.slice(0, 4), one(5, 'projet 5', { state: 'accepte' })]);
    here.source.pageSize = 100;
    await here.sync();
    FORM(here, 'Revision-2');
    rebase(here, 1, 'Revision-2');
    here.later(1);
    const { report, requests } = await asked(here);
    expect(requests).toEqual([...ORDINARY, 'page', 'page', 'census']);
    expect(report).toMatchObject({ counts: { updated: 1 }, upkeep: { reread: 4, census: { unrebased: 3 } } });
    for (const number of [2, 3, 4]) rebase(here, number, 'Revision-2');
    expect(await here.sync()).toMatchObject({ counts: { updated: 3 }, upkeep: { census: { unrebased: 0 } } });
    expect(projects(here)).toEqual(['révisé 1', 'révisé 2', 'révisé 3', 'révisé 4', 'projet 5']);
    expect((await asked(here)).requests).toEqual(ORDINARY);
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });

  it('that never reaches some dossiers stops being waited for after a day, and the census still sees them move', async () => {
    const here = world(FIVE);
    await here.sync();
    FORM(here, 'Revision-2');
    here.later(1);
    await here.sync();
    here.later(DAY);
    await here.sync();
    here.later(1);
    expect((await asked(here)).requests).not.toContain('census');
    rebase(here, 2, 'Revision-2');
    here.later(DAY);
    expect(await here.sync()).toMatchObject({ counts: { updated: 1 }, upkeep: { reread: null } });
    expect(projects(here)).toContain('révisé 2');
  });

  it('goes on in pieces, and a run that is not to look leaves it owed', async () => {
    const here = world(FIVE);
    await here.sync();
    FORM(here, 'Revision-2');
    rebase(here, 4, 'Revision-2');
    here.later(1);
    expect(await here.sync({ upkeep: 'never' })).toMatchObject({ counts: { updated: 0 } });
    expect(await here.sync({ stepBudget: 0 })).toMatchObject({
      counts: { updated: 1 },
      upkeep: { reread: 5 },
    });
  });

  it('only concerns the states of the scope', async () => {
    const here = world(FIVE.map((dossier) => ({ ...dossier, state: 'accepte' })));
    here.setScope({ ...EVERYTHING, statuts: ['accepte'] });
    await here.sync();
    FORM(here, 'Revision-2');
    here.later(1);
    expect((await asked(here)).requests).toEqual(ORDINARY);
  });
});

describe('a full reading', () => {
  const edit = (here: World) => {
    const table = here.document.table('Demarche_123_champs');
    const project = table.columns.find(({ id }) => id === 'projet')?.ref ?? 0;
    [...table.rows.values()][0]?.cells.set(project, 'changé à la main');
  };

  it('comes every week, heals what nothing tells, and restores what was edited by hand', async () => {
    const here = world(FIVE);
    await here.sync();
    change(here, 4, { champs: [champ('Champ-1', { kind: 'text', text: 'sans bruit' })] });
    edit(here);
    here.later(DAY);
    expect(await here.sync()).toMatchObject({ counts: { updated: 0 }, upkeep: { full: null } });
    here.later(6 * DAY);
    expect(await here.sync()).toMatchObject({ counts: { updated: 2 }, upkeep: { full: 'comparee' } });
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
    here.later(DAY);
    expect(await here.sync()).toMatchObject({ upkeep: { full: null } });
  });

  it('leaves edited cells alone until their dossier changes, where the policy says so', async () => {
    const here = world(FIVE);
    here.setPolicies({ editedCells: 'au_changement' });
    await here.sync();
    change(here, 4, { champs: [champ('Champ-1', { kind: 'text', text: 'sans bruit' })] });
    edit(here);
    here.later(7 * DAY);
    here.document.requests.length = 0;
    expect(await here.sync()).toMatchObject({ counts: { updated: 1 }, upkeep: { full: 'relue' } });
    expect(here.document.requests).toEqual(['structure', 'read', 'write']);
    expect(await here.verify()).toMatchObject({ differenceCount: 1 });
    expect(await here.sync({ full: true })).toMatchObject({ counts: { updated: 1 } });
    expect(await here.verify()).toMatchObject({ differenceCount: 0 });
  });
});

describe('the démarche itself', () => {
  it('deleted: the run stops with its reason, and nothing is removed', async () => {
    const here = world(FIVE);
    await here.sync();
    const before = structuredClone(here.document.rowsOf('Demarche_123_dossiers'));
    here.source.describe = async () => {
      throw new Failure('DS_DEMARCHE_INTROUVABLE');
    };
    here.later(DAY);
    await expect(here.sync()).rejects.toMatchObject({ code: 'DS_DEMARCHE_INTROUVABLE' });
    expect(here.document.rowsOf('Demarche_123_dossiers')).toEqual(before);
  });
});

describe('defects of the original', () => {
  it('D2: a listing cut in the middle is no success, and loses nothing', async () => {
    const here = world(FIVE);
    const page = here.source.page.bind(here.source);
    here.source.page = (request, selection) => {
      if (request.after !== null) throw new Failure('DS_ERREUR_INTERNE');
      return page(request, selection);
    };
    await expect(here.sync()).rejects.toMatchObject({ code: 'DS_ERREUR_INTERNE' });
    expect([...here.ledger.runs.values()].at(-1)).toMatchObject({ status: 'echoue' });
    here.source.page = page;
    await here.sync();
    expect(await here.verify()).toMatchObject({ dossiers: 5, differenceCount: 0 });
  });

  it('D13: rows removed in DN leave the document, those of a block and those of its avis', async () => {
    const avis = (id: string) => ({
      id,
      question: 'Et donc ?',
      questionLabel: null,
      questionAnswer: null,
      reponse: null,
      dateQuestion: null,
      dateReponse: null,
      claimantEmail: null,
      expertEmail: null,
      attachments: [],
    });
    const here = world(FIVE.map((dossier) => ({ ...dossier, avis: [avis(`Avis-${dossier.number}`)] })));
    await here.sync();
    expect(here.document.rowsOf('Demarche_123_avis')).toHaveLength(5);
    const emptied = touched(one(3, ''), 'x', '2026-02-01T09:00:00Z');
    here.source.dossiers.set(3, { ...emptied, champs: emptied.champs.slice(0, 1), avis: [] });
    await here.sync();
    expect(here.document.rowsOf('Demarche_123_avis')).toHaveLength(4);
    expect(here.document.rowsOf('Demarche_123_bloc_parcelles')).toHaveLength(4);
  });

  it('D15: a read of the document that fails stops the run: nothing is added a second time', async () => {
    const here = world(FIVE);
    await here.sync();
    here.source.dossiers.set(3, touched(one(3, ''), 'autre', '2026-02-01T09:00:00Z'));
    const readDossiers = here.document.readDossiers.bind(here.document);
    here.document.readDossiers = async () => {
      throw new Failure('GRIST_REPONSE_ILLISIBLE');
    };
    await expect(here.sync()).rejects.toMatchObject({ code: 'GRIST_REPONSE_ILLISIBLE' });
    here.document.readDossiers = readDossiers;
    expect(await here.sync()).toMatchObject({ counts: { added: 0, updated: 1 } });
    expect(here.document.rowsOf('Demarche_123_dossiers')).toHaveLength(5);
  });

  it.each([-6, 6])(
    'D16: our clock %d hours away from DN’s loses nothing: only DN’s counts',
    async (hours) => {
      const here = world(FIVE);
      const now = here.ownClock(hours);
      await here.sync();
      here.later(1);
      // Written by DN ten minutes before the run that follows, by its clock.
      const at = new Date(Date.parse(here.source.now) - 600_000).toISOString();
      here.source.dossiers.set(3, touched(one(3, ''), 'autre', at));
      expect(now()).not.toBe(Date.parse(here.source.now));
      expect(await here.sync()).toMatchObject({ counts: { updated: 1 } });
      expect(await here.verify()).toMatchObject({ differenceCount: 0 });
    },
  );

  it('D16: a modification committed up to a quarter of an hour late is in the next delta', async () => {
    const here = world(FIVE);
    here.source.dossiers.set(5, touched(one(5, ''), 'dernier', '2026-06-01T07:59:00Z'));
    await here.sync();
    here.later(1);
    here.source.dossiers.set(3, touched(one(3, ''), 'engagé tard', '2026-06-01T07:50:00Z'));
    expect(await here.sync()).toMatchObject({ counts: { updated: 1 } });
  });
});
