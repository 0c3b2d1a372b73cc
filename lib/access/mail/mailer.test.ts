// The post, to a real relay.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailSimulator, startMail } from '../../../simulators/mail/start';
import { openMailer } from './mailer';
import { signInMessage } from './sign-in-message';

let relay: MailSimulator;

beforeAll(async () => {
  relay = await startMail();
});

afterAll(() => relay.close());

const message = signInMessage({ url: 'https://site.exemple.gouv.fr/connexion/lien?jeton=abc', minutes: 15 });

describe('the post', () => {
  it('hands a message over, in text and in HTML', async () => {
    const mailer = openMailer({ smtpUrl: relay.smtp, sender: 'site@exemple.gouv.fr' });
    await mailer.send('camille@exemple.gouv.fr', message);
    const came = (await (await fetch(`${relay.url}/messages.json`)).json()) as Record<string, string>[];
    expect(came).toMatchObject([
      {
        to: 'camille@exemple.gouv.fr',
        from: '"One Trick Pony" <site@exemple.gouv.fr>',
        subject: message.subject,
      },
    ]);
    expect(came[0]?.text).toContain('jeton=abc');
    expect(came[0]?.html).toContain('<html lang="fr">');
    const list = await (await fetch(relay.url)).text();
    expect(list).toContain('Démonstration.');
    expect(list).toContain('/messages/1');
    const page = await (await fetch(`${relay.url}/messages/1`)).text();
    expect(page).toContain('<a href="https://site.exemple.gouv.fr/connexion/lien?jeton=abc">');
    expect((await fetch(`${relay.url}/messages/2`)).status).toBe(404);
  });

  it('says when nobody takes it', async () => {
    const closed = await startMail();
    await closed.close();
    const mailer = openMailer({ smtpUrl: closed.smtp, sender: 'site@exemple.gouv.fr' });
    await expect(mailer.send('camille@exemple.gouv.fr', message)).rejects.toThrow();
  });
});
