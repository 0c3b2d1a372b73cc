'use server';
// Answering an invitation to a link.

import { redirect } from 'next/navigation';
import { z } from 'zod';
import type { FormState } from '../../components/form/state';
import { access } from '../../lib/access/service';
import { acceptOffer, declineOffer, INVITATIONS_PATH, offersTo } from '../../lib/access/share';
import { act } from '../act';

const GONE = 'Cette invitation n’attend plus de réponse : elle a été retirée, ou elle est trop ancienne.';

/** Not a member yet: what gives the right is the invitation itself, looked at as it is used up. */
export async function answerInvitation(_before: FormState, form: FormData): Promise<FormState> {
  const isYes = form.get('reponse') === 'oui';
  const linkId = String(form.get('liaison') ?? '').toLowerCase();
  return act(form, {
    path: INVITATIONS_PATH,
    act: isYes ? 'invitation-acceptee' : 'invitation-declinee',
    schema: z.object({ reponse: z.enum(['oui', 'non'], 'Choisissez une réponse.') }),
    async gate(userId) {
      const offers = await offersTo(await access(), userId);
      const isMine = offers.some((offer) => offer.linkId === linkId);
      return isMine ? { object: `liaison:${linkId}` } : { field: null, text: GONE };
    },
    async work({ userId, audit }) {
      const open = await access();
      if (!isYes) {
        await declineOffer(open, userId, linkId);
        await audit();
        redirect(`${INVITATIONS_PATH}?avis=declinee`);
      }
      if ((await acceptOffer(open, userId, linkId)) === 'unknown') return [{ field: null, text: GONE }];
      await audit();
      redirect(`/liaisons/${linkId}`);
    },
  });
}
