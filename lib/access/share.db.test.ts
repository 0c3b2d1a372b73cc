// Sharing a link: what whoever invites learns, who becomes what, and that a link always has an owner.

import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../store/access-rights';
import { insertLink } from '../store/managed-links';
import { testDatabase } from '../store/testing/database';
import { identity } from '../store/testing/samples';
import { acceptOffer, declineOffer, INVITATION_DAYS, invite, offersTo } from './share';
import { askForLink, consumeLink } from './sign-in-by-email';
import { lastToken, type TestAccess, testAccess, VISITOR } from './testing/access';

const db = testDatabase();
let access: TestAccess;
beforeAll(() => {
  access = testAccess(db.database());
});

async function person(email = `${randomUUID().slice(0, 8)}@exemple.gouv.fr`) {
  const nothing = { identityProvider: null, givenName: null, usualName: null, siret: null };
  const identity = { means: 'courriel' as const, subject: email, email, ...nothing };
  return (await access.people.create(identity, new Date(access.clock.now()))).person;
}

async function link(...members: readonly (readonly [string, Role])[]): Promise<string> {
  const nothing = { documentName: null, sourceCredentialId: null, destinationCredentialId: null };
  const { linkId } = await insertLink(db.database(), {
    ...{ ...identity(), ...nothing, title: 'Aides', settings: null },
  });
  for (const [userId, role] of members) {
    await access.rights.give(linkId, userId, role, new Date(access.clock.now()));
  }
  return linkId;
}

const asked = (linkId: string, address: string, role: Role = 'gestionnaire') => ({
  ...{ linkId, linkName: 'Aides', address, role },
});

async function owners(linkId: string): Promise<number> {
  const members = await access.sharing.membersOf(linkId);
  return members.filter(({ role }) => role === 'proprietaire').length;
}

describe('an invitation', () => {
  it('says the same, and sends the same letter, to whoever has an account and whoever has none', async () => {
    const owner = await person();
    const known = await person();
    const linkId = await link([owner.id, 'proprietaire']);
    const letters = [];
    for (const address of [known.email, 'inconnue@exemple.gouv.fr']) {
      const answer = await invite(access, VISITOR, { person: owner }, asked(linkId, address));
      expect(answer).toMatchObject({ status: 'done', email: address });
      if (answer.status !== 'done') throw new Error(answer.status);
      await answer.deliver?.();
      const { to, ...letter } = access.sent.at(-1) ?? { to: '' };
      expect(to).toBe(address);
      letters.push(letter);
    }
    expect(letters[0]).toEqual(letters[1]);
    // Nothing of the link is theirs before they accept, and the owner sees both as waiting.
    expect(await access.rights.roleOn(linkId, known.id)).toBeNull();
    const pending = await access.sharing.pendingOf(linkId, new Date(access.clock.now()));
    expect(pending.map(({ email }) => email)).toEqual([known.email, 'inconnue@exemple.gouv.fr']);
  });

  it('is accepted by whoever signed in with that address, once', async () => {
    const [owner, guest, other] = [await person(), await person(), await person()];
    const linkId = await link([owner.id, 'proprietaire']);
    await invite(access, VISITOR, { person: owner }, asked(linkId, ` ${guest.email.toUpperCase()} `));
    expect(await offersTo(access, other.id)).toEqual([]);
    expect(await acceptOffer(access, other.id, linkId)).toBe('unknown');
    expect(await offersTo(access, guest.id)).toMatchObject([
      { linkId, role: 'gestionnaire', title: 'Aides', invitedBy: owner.email },
    ]);
    expect(await acceptOffer(access, guest.id, linkId)).toBe('done');
    expect(await access.rights.roleOn(linkId, guest.id)).toBe('gestionnaire');
    expect(await acceptOffer(access, guest.id, linkId)).toBe('unknown');
  });

  it('may be declined, withdrawn, and is over after a month', async () => {
    const [owner, guest] = [await person(), await person()];
    const linkId = await link([owner.id, 'proprietaire']);
    const again = () => invite(access, VISITOR, { person: owner }, asked(linkId, guest.email));
    await again();
    await declineOffer(access, guest.id, linkId);
    expect(await acceptOffer(access, guest.id, linkId)).toBe('unknown');
    await again();
    expect(await access.sharing.withdraw(linkId, guest.email, owner.id)).toBe('done');
    expect(await access.sharing.withdraw(linkId, guest.email, owner.id)).toBe('unknown');
    expect(await acceptOffer(access, guest.id, linkId)).toBe('unknown');
    await again();
    access.wait(INVITATION_DAYS * 24 * 3_600_000);
    expect(await offersTo(access, guest.id)).toEqual([]);
    expect(await acceptOffer(access, guest.id, linkId)).toBe('unknown');
    expect(await access.rights.roleOn(linkId, guest.id)).toBeNull();
  });

  it('does not lower the role of who is a member already', async () => {
    const [owner, other] = [await person(), await person()];
    const linkId = await link([owner.id, 'proprietaire']);
    await invite(access, VISITOR, { person: owner }, asked(linkId, other.email, 'lecteur'));
    await access.rights.give(linkId, other.id, 'gestionnaire', new Date(access.clock.now()));
    expect(await acceptOffer(access, other.id, linkId)).toBe('done');
    expect(await access.rights.roleOn(linkId, other.id)).toBe('gestionnaire');
    expect(await invite(access, VISITOR, { person: owner }, asked(linkId, other.email))).toEqual({
      status: 'member',
    });
  });

  it.each(['', 'personne', 'a@b', 'une@exemple.fr, deux@exemple.fr', '<script>@exemple.fr'])(
    'is not sent to %j',
    async (address) => {
      const owner = await person();
      const linkId = await link([owner.id, 'proprietaire']);
      expect(await invite(access, VISITOR, { person: owner }, asked(linkId, address))).toEqual({
        status: 'not-an-address',
      });
    },
  );

  it('is not written by somebody who was an owner a moment ago', async () => {
    const [owner, former] = [await person(), await person()];
    const linkId = await link([owner.id, 'proprietaire'], [former.id, 'gestionnaire']);
    const answer = await invite(access, VISITOR, { person: former }, asked(linkId, 'x@exemple.gouv.fr'));
    expect(answer).toEqual({ status: 'not-owner' });
    expect(await access.sharing.pendingOf(linkId, new Date(access.clock.now()))).toEqual([]);
  });

  it('is not repeated to the same address without end', async () => {
    const owner = await person();
    const linkId = await link([owner.id, 'proprietaire']);
    const address = `${randomUUID().slice(0, 8)}@exemple.gouv.fr`;
    const answers = [];
    for (let turn = 0; turn < 6; turn += 1) {
      answers.push((await invite(access, VISITOR, { person: owner }, asked(linkId, address))).status);
    }
    expect(answers).toEqual(['done', 'done', 'done', 'done', 'done', 'too-many']);
  });

  it('lets in an address that the rules of entry refuse, as long as it is invited or a member', async () => {
    const owner = await person();
    const linkId = await link([owner.id, 'proprietaire']);
    const address = `${randomUUID().slice(0, 8)}@ailleurs.fr`;
    const signIn = async () => {
      const sent = await askForLink(access, VISITOR, { address, returnTo: '/', joinTo: null });
      if (sent.status === 'sent') await sent.deliver();
      const token = lastToken(access);
      return (await consumeLink(access, VISITOR, { token, current: null, currentToken: null })).status;
    };
    expect(await signIn()).toBe('refused');
    await invite(access, VISITOR, { person: owner }, asked(linkId, address));
    expect(await signIn()).toBe('signed-in');
    const guest = await access.people.withEmail(address);
    if (guest === null) throw new Error('nobody was created');
    await acceptOffer(access, guest.id, linkId);
    access.wait(2 * INVITATION_DAYS * 24 * 3_600_000);
    expect(await signIn()).toBe('signed-in');
    await access.sharing.remove(linkId, guest.id, owner.id);
    expect(await signIn()).toBe('refused');
  });
});

describe('the owners of a link', () => {
  it('who remove each other at once: one stays', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const [left, right] = [await person(), await person()];
      const linkId = await link([left.id, 'proprietaire'], [right.id, 'proprietaire']);
      const answers = await Promise.all([
        access.sharing.remove(linkId, left.id, right.id),
        access.sharing.remove(linkId, right.id, left.id),
      ]);
      expect([...answers].sort()).toEqual(['done', 'not-owner']);
      expect(await owners(linkId)).toBe(1);
    }
  });

  it('who leave at once: the last one stays', async () => {
    const [left, right] = [await person(), await person()];
    const linkId = await link([left.id, 'proprietaire'], [right.id, 'proprietaire']);
    const answers = await Promise.all([left, right].map(({ id }) => access.sharing.remove(linkId, id, id)));
    expect([...answers].sort()).toEqual(['done', 'last-owner']);
    expect(await owners(linkId)).toBe(1);
  });

  it('the last one can neither leave, nor become less, nor be made less', async () => {
    const [owner, reader] = [await person(), await person()];
    const linkId = await link([owner.id, 'proprietaire'], [reader.id, 'lecteur']);
    const { sharing } = access;
    expect(await sharing.remove(linkId, owner.id, owner.id)).toBe('last-owner');
    expect(await sharing.changeRole(linkId, owner.id, 'lecteur', owner.id)).toBe('last-owner');
    expect(await sharing.changeRole(linkId, owner.id, 'lecteur', reader.id)).toBe('not-owner');
    expect(await sharing.changeRole(linkId, randomUUID(), 'lecteur', owner.id)).toBe('unknown');
    expect(await sharing.remove(linkId, reader.id, reader.id)).toBe('done');
    expect(await owners(linkId)).toBe(1);
  });

  it('hand the link over, and stay as gestionnaire; the account of the new one is kept from deletion', async () => {
    const [owner, next] = [await person(), await person()];
    const linkId = await link([owner.id, 'proprietaire'], [next.id, 'lecteur']);
    expect(await access.sharing.handOver(linkId, randomUUID(), owner.id)).toBe('unknown');
    const [handed, removed] = await Promise.all([
      access.sharing.handOver(linkId, next.id, owner.id).catch(() => 'gone'),
      access.people.remove(next.id),
    ]);
    // Either the link was handed over, and its owner stays; or there was nobody to hand it to.
    expect([`${handed} ${removed}`]).toEqual([handed === 'done' ? 'done owner' : `${handed} removed`]);
    expect(await owners(linkId)).toBe(1);
  });

  it('roles change at once for whoever looks', async () => {
    const [owner, other] = [await person(), await person()];
    const linkId = await link([owner.id, 'proprietaire'], [other.id, 'lecteur']);
    expect(await access.sharing.changeRole(linkId, other.id, 'proprietaire', owner.id)).toBe('done');
    expect(await access.sharing.changeRole(linkId, owner.id, 'lecteur', other.id)).toBe('done');
    expect(await access.rights.roleOn(linkId, owner.id)).toBe('lecteur');
    expect(await access.sharing.handOver(linkId, owner.id, owner.id)).toBe('not-owner');
  });
});
