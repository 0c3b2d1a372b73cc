'use server';
// What the forms of the account page ask for. Each reads the session again: a page may have been open for hours.

import { redirect } from 'next/navigation';
import { after } from 'next/server';
import { deleteAccount, unjoin } from '../../lib/access/account';
import { record } from '../../lib/access/audit';
import { waitInWords } from '../../lib/access/rate-limit';
import { dropCookie, requireThisSite, signedIn, visitor } from '../../lib/access/request';
import { access, siteDatabase } from '../../lib/access/service';
import { endOneSession } from '../../lib/access/session-life';
import { askForLink } from '../../lib/access/sign-in-by-email';
import { log } from '../../lib/log/log';
import { setDigest } from '../../lib/store/alert-rows';
import { tellOfMeans } from './tell-of-means';

const HERE = '/compte';

export type JoinState = {
  readonly address: string;
  readonly answer: { readonly kind: 'sent' | 'field' | 'whole'; readonly text: string } | null;
};

/** Sends the link that joins an address. */
export async function joinAddress(_before: JoinState, form: FormData): Promise<JoinState> {
  await requireThisSite();
  const { person } = await signedIn(HERE);
  const typed = form.get('adresse');
  const address = typeof typed === 'string' ? typed.slice(0, 1000) : '';
  const asked = await askForLink(await access(), await visitor(), {
    ...{ address, returnTo: HERE, joinTo: person.id },
  });
  switch (asked.status) {
    case 'not-an-address':
      return {
        address,
        answer: { kind: 'field', text: 'Saisissez une adresse électronique, par exemple nom@domaine.fr.' },
      };
    case 'too-many':
      return {
        address,
        answer: {
          kind: 'whole',
          text: `Trop de liens ont été demandés. Attendez ${waitInWords(asked.seconds)}.`,
        },
      };
    case 'sent':
      after(() =>
        asked.deliver().catch((error: unknown) => log.fail('lien-d-association-non-envoye', error)),
      );
      return {
        address: '',
        answer: {
          kind: 'sent',
          text: `Un message part vers ${asked.email}. Ouvrez son lien dans ce navigateur.`,
        },
      };
  }
}

export async function removeMeans(form: FormData): Promise<void> {
  await requireThisSite();
  const session = await signedIn(HERE);
  const id = String(form.get('moyen') ?? '');
  const open = await access();
  const means = (await open.people.accountsOf(session.person.id)).find((account) => account.id === id)?.means;
  switch (await unjoin(open, await visitor(), session, id)) {
    case 'removed':
      if (means !== undefined) tellOfMeans(session.person.email, 'removed', means);
      return redirect('/compte?avis=retire');
    case 'last-one':
      return redirect('/compte?avis=dernier-moyen');
    case 'unknown':
      return redirect(HERE);
  }
}

export async function closeSession(form: FormData): Promise<void> {
  await requireThisSite();
  const { person } = await signedIn(HERE);
  await endOneSession(await access(), await visitor(), person.id, String(form.get('session') ?? ''));
  redirect('/compte?avis=session-fermee');
}

export async function setAlertPace(form: FormData): Promise<void> {
  await requireThisSite();
  const { person } = await signedIn(HERE);
  await setDigest(await siteDatabase(), person.id, form.get('rythme') === 'jour');
  const object = `compte:${person.id}`;
  await record(await access(), await visitor(), { actorId: person.id, act: 'alertes-au-rythme', object });
  redirect('/compte?avis=alertes');
}

export async function removeMyAccount(form: FormData): Promise<void> {
  await requireThisSite();
  const session = await signedIn(HERE);
  if (form.get('confirmation') !== 'oui') redirect('/compte?avis=a-confirmer');
  switch (await deleteAccount(await access(), await visitor(), session)) {
    case 'owner':
      return redirect('/compte?avis=proprietaire');
    case 'removed':
      await dropCookie('session');
      return redirect('/connexion?avis=supprime');
  }
}
