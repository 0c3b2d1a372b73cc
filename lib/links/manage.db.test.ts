// What the pages of a link do of it: decisions, tokens, names, rules, proofs, and a support bundle that tells no secret.

import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCredential, readCredential, recordRefusal } from '../store/credentials';
import { readManagedLink, updateLink } from '../store/managed-links';
import { openCredential } from '../store/open-credential';
import { testDatabase } from '../store/testing/database';
import { BINDINGS, batch, COMMIT, proof, SUCCESS } from '../store/testing/samples';
import type { NewChange } from '../sync/model/change';
import { DEFAULT_POLICIES } from '../sync/model/policies';
import { supportBundle } from './diagnosis/bundle';
import { keepProbe, readProbe } from './diagnosis/probe';
import { readTroubles } from './diagnosis/troubles';
import { listLinks } from './list';
import { POLICY_GROUPS } from './policy-words';
import { readProofs } from './proof/read';
import { statementFile } from './proof/statement';
import { renameLink } from './rename';
import { requestRun } from './runs/request';
import { savePolicies } from './save-policies';
import { saveSettings } from './save-settings';
import { readSettings } from './settings';
import { decideOnChanges } from './structure/decide';
import { readStructure } from './structure/read';
import { serviceOf } from './testing';
import { readTokens } from './tokens/read';
import { replaceSecret } from './tokens/replace';

const store = testDatabase();
const keys = { active: 'k1', keys: new Map([['k1', randomBytes(32)]]) };

function change(item: string, changes: Partial<NewChange> = {}): NewChange {
  return {
    ...{ item, kind: 'colonne_ajoutee', table: 'dossiers', column: item, label: `Champ ${item}` },
    ...{ reason: 'champ_ajoute', from: null, to: null, undo: null, cells: null },
    ...{ status: 'en_attente', settled: false },
    ...changes,
  };
}

/** A link that was synchronised once, and whose form changed since. */
async function drifted(...opened: readonly NewChange[]) {
  const scene = serviceOf(store);
  const linkId = await scene.link();
  const handle = await scene.run(linkId);
  await scene.ledger.saveBindings(handle, BINDINGS, { opened: [...opened], updated: [] });
  await scene.ledger.finishRun(handle, SUCCESS, COMMIT);
  return { ...scene, linkId };
}

describe('the structure page', () => {
  it('tells what waits, what was told and what is over, with what each answer does', async () => {
    const { service, linkId } = await drifted(
      change('a'),
      change('b', {
        ...{ kind: 'colonne_retypee', status: 'signalee', reason: 'retypee_dans_grist' },
        ...{ from: 'Text', to: 'Numeric', cells: 3 },
      }),
      change('c', {
        ...{ status: 'faite', settled: true, undo: { type: 'remove_column', columnRef: 31 } },
      }),
      change('d', { status: 'faite', settled: true, reason: 'premiere_synchronisation' }),
    );
    const { waiting, told, history, tables } = await readStructure(service, linkId);
    expect(waiting.map(({ number }) => number)).toEqual([1]);
    expect(waiting[0]).toMatchObject({ place: 'Dossiers', word: null, undo: null });
    expect(waiting[0]?.effects?.accepted).toContain('prochaine synchronisation');
    expect(told[0]).toMatchObject({ number: 2, cells: 3, effects: { yes: 'Rétablir le type' } });
    expect(told[0]?.sentence).toContain('Texte');
    expect(history.map(({ number, undo }) => [number, undo])).toEqual([[3, 'possible']]);
    expect(tables.map(({ title }) => title)).toEqual(['Dossiers', 'Bloc répétable']);
    expect(tables[0]?.columns[0]).toMatchObject({ label: 'Numéro', id: 'number', state: 'tenue' });
  });

  it('says of each column whether it is kept, set aside, deleted, or to be looked at', async () => {
    const scene = serviceOf(store);
    const linkId = await scene.link();
    const handle = await scene.run(linkId);
    const column = (key: string, more: object = {}) => ({
      ...{ key, ref: 3, id: key, label: key, description: '', wanted: 'DateTime' },
      ...more,
    });
    const columns = [column('a'), column('b', { retired: 'r2' }), column('c', { ref: 0 }), column('d')];
    const tables = [{ key: 'champs' as const, ref: 8, id: 'T', columns }];
    await scene.ledger.saveBindings(
      handle,
      { tables },
      {
        ...{ opened: [change('d', { table: 'champs', status: 'signalee' })], updated: [] },
      },
    );
    const [table] = (await readStructure(scene.service, linkId)).tables;
    expect(table?.columns.map(({ state }) => state)).toEqual(['tenue', 'figee', 'supprimee', 'a_decider']);
    expect(table?.columns[0]?.type).toBe('Date et heure');
  });
});

describe('a decision', () => {
  it('is kept for the next run, counted, and can be changed until then', async () => {
    const { service, linkId } = await drifted(change('a'), change('b'));
    await updateLink(service.database, linkId, { decisionsAwaited: 2 });
    const decided = await decideOnChanges(service, linkId, [1], 'acceptee');
    expect(decided.map(({ number, status }) => [number, status])).toEqual([[1, 'acceptee']]);
    expect((await readManagedLink(service.database, linkId)).decisionsAwaited).toBe(1);
    await decideOnChanges(service, linkId, [1], 'refusee');
    const { waiting, told } = await readStructure(service, linkId);
    expect(waiting.map(({ number }) => number)).toEqual([2]);
    expect(told.map(({ number, word }) => [number, word])).toEqual([[1, 'refusee']]);
    await decideOnChanges(service, linkId, 'tout', 'acceptee');
    expect((await readManagedLink(service.database, linkId)).decisionsAwaited).toBe(0);
    // A decision is no synchronisation: the link is neither fresher nor late because of it.
    expect((await listLinks(service, [linkId]))[0]?.freshAt).toBeNull();
  });

  it('of a change that nobody can decide on decides nothing, and gives the lease back', async () => {
    const { service, linkId } = await drifted(change('a', { status: 'faite', settled: true }));
    const wrong = [
      [[99], 'CHANGEMENT_INCONNU'],
      [[1], 'CHANGEMENT_SANS_CHOIX'],
    ] as const;
    for (const [numbers, code] of wrong) {
      await expect(decideOnChanges(service, linkId, numbers, 'acceptee')).rejects.toMatchObject({ code });
    }
    expect(await requestRun(service, { linkId, trigger: 'manuel', by: null })).toMatchObject({
      status: 'requested',
    });
  });

  it('waits for the run that goes on, and another decision at the same time', async () => {
    const { service, linkId, run } = await drifted(change('a'));
    await run(linkId, 'moteur-2');
    await expect(decideOnChanges(service, linkId, [1], 'acceptee')).rejects.toMatchObject({
      code: 'SYNCHRO_DEJA_EN_COURS',
    });
    const other = await drifted(change('a'));
    const answers = await Promise.allSettled([
      decideOnChanges(other.service, other.linkId, [1], 'acceptee'),
      decideOnChanges(other.service, other.linkId, [1], 'refusee'),
    ]);
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    const [told] = (await readStructure(other.service, other.linkId)).told;
    expect(['acceptee', 'refusee']).toContain(told?.word);
  });
});

describe('a token', () => {
  const SECRETS = { source: 'ancien-jeton-invente', destination: 'ancienne-cle-inventee' };

  async function withTokens() {
    const scene = serviceOf(store);
    const service = { ...scene.service, keys };
    const linkId = await scene.link({ kind: 'horaire' });
    const make = (kind: 'jeton_dn' | 'cle_grist', origin: string, secret: string) =>
      createCredential(service, { kind, origin, secret, givenBy: null, expiresAt: null });
    const { sourceUrl, destinationUrl } = await readManagedLink(service.database, linkId);
    const source = await make('jeton_dn', sourceUrl, SECRETS.source);
    const destination = await make('cle_grist', destinationUrl, SECRETS.destination);
    const ids = { sourceCredentialId: source.id, destinationCredentialId: destination.id };
    await updateLink(service.database, linkId, ids);
    const inUse = async (id: string) => {
      const { sourceCredentialId, sourceUrl: origin } = await readManagedLink(service.database, id);
      return openCredential(service.database, keys, {
        id: sourceCredentialId ?? '',
        kind: 'jeton_dn',
        origin,
      });
    };
    return { ...scene, service, linkId, source, inUse, ids };
  }

  it('replaced while a run goes on is the one that the next step opens; the former one is forgotten', async () => {
    const { service, linkId, source, inUse, run, ledger } = await withTokens();
    const handle = await run(linkId);
    expect(await inUse(linkId)).toBe(SECRETS.source);
    const by = randomUUID();
    const given = { side: 'source', secret: 'nouveau-jeton-abcd', by, expiresAt: null, others: [] } as const;
    expect(await replaceSecret(service, { linkId, ...given })).toBe(1);
    expect(await inUse(linkId)).toBe('nouveau-jeton-abcd');
    await ledger.renew(handle);
    await ledger.finishRun(handle, SUCCESS, COMMIT);
    await expect(readCredential(service.database, source.id)).rejects.toMatchObject({
      code: 'SECRET_ABSENT',
    });
    const tokens = await readTokens(service, linkId, []);
    expect(tokens.source).toMatchObject({ hint: 'abcd', givenBy: by, refusal: null });
    expect(JSON.stringify(tokens)).not.toContain('nouveau-jeton');
  });

  it('of several links is replaced for those that one manages, and for no other', async () => {
    const mine = await withTokens();
    const [second, foreign] = [await mine.link(), await mine.link()];
    for (const id of [second, foreign]) {
      await updateLink(mine.service.database, id, { sourceCredentialId: mine.ids.sourceCredentialId });
    }
    const { source } = await readTokens(mine.service, mine.linkId, [mine.linkId, second]);
    expect(source?.shared).toEqual([second]);
    const count = await replaceSecret(mine.service, {
      ...{ linkId: mine.linkId, side: 'source', secret: 'nouveau-jeton-wxyz', by: randomUUID() },
      ...{ expiresAt: null, others: source?.shared ?? [] },
    });
    expect(count).toBe(2);
    expect(await mine.inUse(second)).toBe('nouveau-jeton-wxyz');
    expect(await mine.inUse(foreign)).toBe(SECRETS.source);
  });

  it('that was refused and is replaced brings a slowed schedule back to its pace', async () => {
    const { service, linkId, source, clock } = await withTokens();
    await recordRefusal(service, source.id, 'DS_JETON_EXPIRE');
    const late = new Date(clock.now() + 20 * 3_600_000);
    await updateLink(service.database, linkId, { nextDueAt: late });
    await store.sql('UPDATE link SET consecutive_failures = 6 WHERE id = $1', [linkId]);
    await replaceSecret(service, {
      ...{ linkId, side: 'source', secret: 'jeton-tout-neuf', by: randomUUID(), expiresAt: null, others: [] },
    });
    const { nextDueAt } = await readManagedLink(service.database, linkId);
    expect(nextDueAt?.getTime()).toBeLessThanOrEqual(clock.now() + 3_600_000 + 60_000);
    expect((await readTokens(service, linkId, [])).source?.refusal).toBeNull();
  });

  it('replaced twice at once leaves one, and nothing behind but what no link needs', async () => {
    const { service, linkId, inUse, source } = await withTokens();
    const replace = (secret: string) =>
      replaceSecret(service, {
        ...{ linkId, side: 'source', secret, by: randomUUID(), expiresAt: null, others: [] },
      });
    await Promise.all([replace('premier-jeton-1111'), replace('second-jeton-2222')]);
    expect(['premier-jeton-1111', 'second-jeton-2222']).toContain(await inUse(linkId));
    await expect(readCredential(service.database, source.id)).rejects.toThrow();
    const [left] = await store.sql(
      `SELECT count(*)::int AS n FROM credential WHERE hint IN ('1111', '2222')`,
    );
    expect(left).toEqual({ n: 1 });
  });
});

describe('settings', () => {
  it('a name of one’s own is the one that is shown; blank, the title is', async () => {
    const { service, link } = serviceOf(store);
    const linkId = await link();
    const shown = async () => (await listLinks(service, [linkId]))[0]?.title;
    const title = await shown();
    await renameLink(service, linkId, '  Aides <b>2026</b> 🎉\n suite ');
    expect(await shown()).toBe('Aides <b>2026</b> 🎉 suite');
    await renameLink(service, linkId, 'é'.repeat(10_000));
    expect(await shown()).toHaveLength(120);
    await renameLink(service, linkId, '   ');
    expect(await shown()).toBe(title);
  });

  it('rules are saved alone: what another page saves of the settings at the same time stays', async () => {
    const { service, link } = serviceOf(store);
    const linkId = await link();
    await saveSettings(service, linkId, readSettings({ options: { messages: true } }));
    await savePolicies(service, linkId, { ...DEFAULT_POLICIES, departures: 'archiver' });
    const saved = readSettings((await readManagedLink(service.database, linkId)).settings);
    expect(saved).toMatchObject({ options: { messages: true }, policies: { departures: 'archiver' } });
    await expect(savePolicies(service, linkId, { departures: 'detruire' })).rejects.toThrow();
  });

  it('every rule is asked once, and every answer of it can be given', () => {
    const asked = POLICY_GROUPS.flatMap(({ questions }) => questions);
    expect(asked.map(({ name }) => name).sort()).toEqual(Object.keys(DEFAULT_POLICIES).sort());
    for (const { name, choices } of asked) {
      for (const { value } of choices) {
        expect(readSettings({ policies: { [name]: value } }).policies[name]).toBe(value);
      }
    }
  });
});

describe('proofs', () => {
  it('tell the last of each depth, and what the very last found, with names and no value', async () => {
    const { service, linkId, ledger, run } = await drifted();
    const handle = await run(linkId, 'moteur-3');
    await ledger.recordProof(handle, proof({ depth: 'complete', differences: 2, root: 'abcdef0123456789' }));
    await ledger.note(handle, 'verification', {
      ...{ depth: 'complete', dossiers: 3, differenceCount: 1, repaired: 0, root: 'abc', complete: true },
      structure: [{ table: 'dossiers', column: null }],
      differences: [
        { table: 'dossiers', key: '12', dossier: 12, kind: 'differente', columns: ['meta:number'] },
      ],
    });
    const { history, findings, latest } = await readProofs(service, linkId);
    expect(history.complete?.differences).toBe(2);
    expect(latest?.depth).toBe('complete');
    expect(findings).toMatchObject({
      ...{ differences: 1, kinds: { differente: 1 }, missing: ['La table «\u00a0Dossiers\u00a0» manque.'] },
      listed: [{ table: 'Dossiers', dossier: 12, kind: 'differente', columns: ['Numéro'] }],
    });
    const file = statementFile(
      { ...(await readManagedLink(service.database, linkId)), title: 'Aides', version: '9.9.9' },
      proof({ depth: 'complete', root: 'abcdef0123456789' }),
    );
    expect(file).toContain('(SHA-256)\u00a0: abcdef0123456789');
    expect(file).toContain('3\u00a0dossiers, 0\u00a0écart, vérifié le 2\u00a0mars 2026 à 9\u00a0h\u00a000');
  });

  it('none yet, or notes that are gone: nothing is made up', async () => {
    const { service, link, ledger, run } = serviceOf(store);
    const linkId = await link();
    expect(await readProofs(service, linkId)).toMatchObject({ latest: null, findings: null });
    await ledger.recordProof(await run(linkId), proof());
    expect((await readProofs(service, linkId)).findings).toBeNull();
  });
});

describe('the diagnosis', () => {
  const PLANTED = {
    token: 'JETON-secret-plante-0001',
    person: 'planted.person@exemple.gouv.fr',
    answer: 'RÉPONSE-confidentielle-du-dossier',
    label: 'LIBELLÉ-planté',
  };

  it('the support bundle tells codes, counts and settings, and nothing of what was planted', async () => {
    const { service, linkId, ledger, run } = await drifted(change('x', { label: PLANTED.label }));
    const token = await createCredential(
      { ...service, keys },
      {
        ...{ kind: 'jeton_dn', origin: 'https://demarches.example', secret: PLANTED.token },
        ...{ givenBy: randomUUID(), expiresAt: null },
      },
    );
    await updateLink(service.database, linkId, { sourceCredentialId: token.id });
    const handle = await run(linkId, 'moteur-4');
    await ledger.commitBatch(
      handle,
      batch({
        failures: [{ number: 41, code: 'GRIST_DOSSIER_REFUSE', facts: { valeur: PLANTED.answer } }],
      }),
    );
    await ledger.note(handle, 'constat', { title: PLANTED.label, valeur: PLANTED.answer });
    await store.sql(
      `INSERT INTO run_event (run_id, at, type, sentence, data) VALUES ($1, now(), 'information', $2, $3)`,
      [handle.runId, PLANTED.answer, JSON.stringify({ qui: PLANTED.person })],
    );
    await keepProbe(service, linkId, {
      ...{ at: new Date(service.clock.now()), milliseconds: 12 },
      demarches: { ok: false, code: 'DS_JETON_IP_REFUSEE', detail: PLANTED.person },
      grist: {
        ok: true,
        found: { documentName: PLANTED.label, role: 'editors', canWrite: true, canQuery: false },
      },
    });
    await ledger.finishRun(handle, { ...SUCCESS, status: 'avec_echecs' }, null);
    const bundle = await supportBundle(service, linkId, { logiciel: '1.2.3' });
    for (const secret of [...Object.values(PLANTED), token.hint, PLANTED.token.slice(-4)]) {
      expect(bundle).not.toContain(secret);
    }
    const told = JSON.parse(bundle);
    expect(told).toMatchObject({
      versions: { logiciel: '1.2.3' },
      liaison: { demarche: 1234, identifiant: linkId },
      dossiers_en_echec: [{ dossier: 41, code: 'GRIST_DOSSIER_REFUSE' }],
      acces: { dernier_essai: { demarche_numerique: { ok: false, code: 'DS_JETON_IP_REFUSEE' } } },
    });
    expect(told.executions[0]).toMatchObject({ etat: 'avec_echecs', code: null });
  });

  it('keeps the last try, and forgets one that it cannot read', async () => {
    const { service, link } = serviceOf(store);
    const linkId = await link();
    expect(await readProbe(service, linkId)).toBeNull();
    const found = { title: 'Aides', state: 'publiee', dossiersCount: 12 };
    const probe = {
      ...{ at: new Date(service.clock.now()), milliseconds: 40 },
      demarches: { ok: true, found },
      grist: { ok: false, code: 'GRIST_CLE_REFUSEE', detail: null },
    } as const;
    await keepProbe(service, linkId, probe);
    expect(await readProbe(service, linkId)).toEqual(probe);
    await updateLink(service.database, linkId, { probe: { at: 'hier' } });
    expect(await readProbe(service, linkId)).toBeNull();
  });

  it('tells each kind of trouble once, the latest first, with its remedy', async () => {
    const { service, link, run, ledger } = serviceOf(store);
    const linkId = await link();
    for (const code of ['DS_MAINTENANCE', 'DS_JETON_EXPIRE', 'DS_JETON_EXPIRE'] as const) {
      const handle = await run(linkId);
      await ledger.commitBatch(
        handle,
        batch({ failures: [{ number: 7, code: 'DS_DOSSIER_ILLISIBLE', facts: {} }] }),
      );
      await ledger.finishRun(handle, { ...SUCCESS, status: 'echoue', code }, null);
    }
    const troubles = await readTroubles(service, linkId);
    expect(troubles.map(({ code, runs, dossiers }) => [code, runs, dossiers])).toEqual([
      ['DS_JETON_EXPIRE', 2, 0],
      ['DS_MAINTENANCE', 1, 0],
      ['DS_DOSSIER_ILLISIBLE', 0, 1],
    ]);
    expect(troubles[0]?.faire).not.toBe('');
  });
});
