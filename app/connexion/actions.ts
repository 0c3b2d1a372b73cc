'use server';
// What the forms of the sign-in ask for.

import { redirect } from 'next/navigation';
import { after } from 'next/server';
import { waitBeforeAgain, waitInWords } from '../../lib/access/rate-limit';
import {
  currentSession,
  putSession,
  readCookie,
  requireThisSite,
  sessionToken,
  visitor,
  writeCookie,
} from '../../lib/access/request';
import { returnPath } from '../../lib/access/return-path';
import { access } from '../../lib/access/service';
import { askForLink, consumeLink, LINK_MINUTES } from '../../lib/access/sign-in-by-email';
import { log } from '../../lib/log/log';
import { type Sending, sendingFrom, sendingText } from './sending';

export type EmailFormState = {
  /** As it was typed. */
  readonly address: string;
  readonly problem: { readonly kind: 'field' | 'whole'; readonly text: string } | null;
};

/** Sends a link to an address, whoever it belongs to, and goes on to the page that says so. */
export async function sendSignInLink(_before: EmailFormState, form: FormData): Promise<EmailFormState> {
  await requireThisSite();
  const address = textOf(form, 'adresse').slice(0, 1000);
  const sending = { address, returnTo: returnPath(textOf(form, 'retour')) };
  const problem = await send(sending);
  return { address, problem };
}

export type AgainState = { readonly message: string | null };

/** Sends another link to the address of the page « Vérifiez vos messages ». */
export async function sendAgain(): Promise<AgainState> {
  await requireThisSite();
  const sending = sendingFrom(await readCookie('courriel'));
  if (sending === null) redirect('/connexion');
  const seconds = await waitBeforeAgain(await access(), sending.address);
  if (seconds !== null) {
    return {
      message: `Un message vient de partir. Attendez ${waitInWords(seconds)} avant d’en demander un autre.`,
    };
  }
  const problem = await send(sending);
  return { message: problem?.text ?? null };
}

/** Uses up the link whose page was opened. */
export async function followLink(form: FormData): Promise<void> {
  await requireThisSite();
  const current = await currentSession();
  const used = await consumeLink(await access(), await visitor(), {
    token: textOf(form, 'jeton'),
    current,
    currentToken: await sessionToken(),
  });
  switch (used.status) {
    case 'signed-in':
      await putSession(used.session);
      return redirect(used.returnTo);
    case 'over':
      // Pressed twice: the first time did it.
      return redirect(current === null ? '/connexion?avis=lien-perdu' : '/compte?avis=lien-perdu');
    case 'refused':
      return redirect('/connexion/refus');
    case 'known-by-proconnect':
      return redirect('/connexion/associer?compte=proconnect');
    case 'sign-in-first':
      return redirect('/connexion/associer?compte=courriel-a-associer');
    case 'joined':
      return redirect('/compte?avis=associe');
    case 'already-yours':
      return redirect('/compte?avis=deja-associe');
    case 'of-somebody-else':
      return redirect('/compte?avis=autre-compte');
  }
}

/** Redirects when a message is on its way; otherwise says why none is. */
async function send(sending: Sending): Promise<NonNullable<EmailFormState['problem']>> {
  const { address, returnTo } = sending;
  const asked = await askForLink(await access(), await visitor(), { address, returnTo, joinTo: null });
  switch (asked.status) {
    case 'not-an-address':
      return { kind: 'field', text: 'Saisissez une adresse électronique, par exemple nom@domaine.fr.' };
    case 'too-many':
      return {
        kind: 'whole',
        text: `Trop de liens ont été demandés. Attendez ${waitInWords(asked.seconds)}, ou utilisez le dernier que vous avez reçu.`,
      };
    case 'sent': {
      after(() => asked.deliver().catch(tellUndelivered));
      await writeCookie('courriel', sendingText({ address: asked.email, returnTo }), LINK_MINUTES * 60);
      return redirect('/connexion/verifier');
    }
  }
}

/** The relay's own words may quote the address. */
function tellUndelivered(error: unknown): void {
  log.fail('lien-de-connexion-non-envoye', error);
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
