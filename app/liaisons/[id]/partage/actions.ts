'use server';
// Sharing a link: inviting, changing roles, removing, leaving, handing over.

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { after } from 'next/server';
import { z } from 'zod';
import type { FormProblem, FormState } from '../../../../components/form/state';
import { addressObject } from '../../../../lib/access/audit';
import { normaliseEmail } from '../../../../lib/access/email-address';
import { waitInWords } from '../../../../lib/access/rate-limit';
import { signedIn, visitor } from '../../../../lib/access/request';
import { access, siteDatabase } from '../../../../lib/access/service';
import { INVITATION_DAYS, INVITATIONS_PATH, invite } from '../../../../lib/access/share';
import { listLinks } from '../../../../lib/links/list';
import { ROLE_NAMES } from '../../../../lib/links/role-words';
import { log } from '../../../../lib/log/log';
import type { Changed } from '../../../../lib/store/sharing';
import { SYSTEM_CLOCK } from '../../../../lib/wiring';
import { actOnLink } from '../../../act';
import { nameOf } from '../link-gate';

const PAGE = '/partage';

const role = z.enum(['proprietaire', 'gestionnaire', 'lecteur'], 'Choisissez un rôle.');

export async function inviteSomebody(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'administrer', act: 'personne-invitee' },
    schema: z.object({ adresse: z.string().max(1_000), role }),
    target: ({ adresse }) => ofAddress(adresse),
    async work({ linkId, input }) {
      const session = await signedIn(`/liaisons/${linkId}${PAGE}`);
      const [link] = await listLinks({ database: await siteDatabase(), clock: SYSTEM_CLOCK }, [linkId]);
      const open = await access();
      const asked = await invite(open, await visitor(), session, {
        ...{ linkId, address: input.adresse, role: input.role },
        linkName: link === undefined ? '' : nameOf(link),
      });
      switch (asked.status) {
        case 'not-an-address':
          return [
            { field: 'adresse', text: 'Saisissez une adresse électronique, par exemple nom@domaine.fr.' },
          ];
        case 'too-many':
          return [
            {
              field: null,
              text: `Trop d’invitations ont été envoyées. Attendez ${waitInWords(asked.seconds)}.`,
            },
          ];
        case 'member':
          return [
            { field: 'adresse', text: 'Cette personne est déjà dans la liste : changez son rôle plus bas.' },
          ];
        case 'not-owner':
          return problemOf('not-owner');
        case 'done': {
          const { deliver, email } = asked;
          refresh(linkId);
          if (deliver === null) {
            return `L’invitation de ${email} est enregistrée. Ce service n’envoie pas de courriel : donnez-lui vous-même l’adresse ${open.site.origin}${INVITATIONS_PATH}.`;
          }
          after(() => deliver().catch((error: unknown) => log.fail('invitation-non-envoyee', error)));
          return `L’invitation part vers ${email}. Elle attend ${INVITATION_DAYS} jours que la personne l’accepte, connectée avec cette adresse.`;
        }
      }
    },
  });
}

export async function withdraw(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'administrer', act: 'invitation-retiree' },
    schema: z.object({ adresse: z.string().max(1_000) }),
    target: ({ adresse }) => ofAddress(adresse),
    async work({ linkId, userId, input }) {
      const done = await (await access()).sharing.withdraw(linkId, input.adresse, userId);
      refresh(linkId);
      return done === 'done' ? 'L’invitation est retirée.' : problemOf(done);
    },
  });
}

const person = z.object({ personne: z.uuid('Choisissez une personne de la liste.') });

export async function changeRole(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'administrer', act: 'role-change', schema: person.extend({ role }) },
    target: ofPerson,
    async work({ linkId, userId, input }) {
      const { sharing } = await access();
      const done = await sharing.changeRole(linkId, input.personne, input.role, userId);
      refresh(linkId);
      return done === 'done'
        ? `Le rôle est enregistré : ${ROLE_NAMES[input.role].toLowerCase()}.`
        : problemOf(done);
    },
  });
}

export async function removeMember(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'administrer', act: 'personne-retiree', schema: person },
    target: ofPerson,
    async work({ linkId, userId, input }) {
      const done = await (await access()).sharing.remove(linkId, input.personne, userId);
      refresh(linkId);
      return done === 'done' ? 'Cette personne n’a plus accès à la liaison.' : problemOf(done);
    },
  });
}

export async function handOver(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'administrer', act: 'liaison-transmise', schema: person },
    target: ofPerson,
    async work({ linkId, userId, input }) {
      const done = await (await access()).sharing.handOver(linkId, input.personne, userId);
      refresh(linkId);
      return done === 'done'
        ? 'La liaison est transmise : vous en êtes maintenant gestionnaire.'
        : problemOf(done);
    },
  });
}

export async function leave(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'lire', act: 'liaison-quittee' },
    schema: z.object({ confirmation: z.literal('oui', 'Cochez la case pour confirmer.') }),
    async work({ linkId, userId, audit }) {
      const done = await (await access()).sharing.remove(linkId, userId, userId);
      if (done !== 'done') return problemOf(done);
      await audit();
      redirect('/liaisons');
    },
  });
}

async function ofPerson({ personne }: z.output<typeof person>): Promise<string> {
  return `compte:${personne.toLowerCase()}`;
}

/** Its keyed hash alone: no address is written in the audit log. */
async function ofAddress(typed: string): Promise<string | null> {
  const email = normaliseEmail(typed);
  return email === null ? null : addressObject(await access(), email);
}

function problemOf(changed: Exclude<Changed, 'done'>): readonly FormProblem[] {
  switch (changed) {
    case 'not-owner':
      return [{ field: null, text: 'Vous n’êtes plus propriétaire de cette liaison.' }];
    case 'last-owner':
      return [
        {
          field: null,
          text: 'Une liaison a toujours au moins un propriétaire. Désignez-en un autre avant.',
        },
      ];
    case 'unknown':
      return [{ field: null, text: 'Cette personne n’est plus dans la liste.' }];
  }
}

function refresh(linkId: string): void {
  revalidatePath(`/liaisons/${linkId}`, 'layout');
}
