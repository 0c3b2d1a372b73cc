// Our messages: the same words as text and as HTML, and nothing that comes from outside is HTML.

import { describe, expect, it } from 'vitest';
import { meansMessage } from './means-message';
import { signInMessage } from './sign-in-message';

describe('a message', () => {
  const url = 'https://site.exemple.gouv.fr/connexion/lien?jeton=abc';
  const { text, html, subject } = signInMessage({ url, minutes: 15 });

  it('holds its link in both forms', () => {
    expect(text).toContain(`Me connecter\u00a0:\n${url}\n`);
    expect(html).toContain(`href="${url}"`);
    expect(subject).not.toMatch(/\n/);
  });

  it('says the same in both', () => {
    const words = html.replace(/<style.*?<\/style>|<[^>]+>/gs, ' ').replace(/\s+/g, ' ');
    for (const sentence of text.split('\n\n').filter((part) => !part.includes(url))) {
      expect(words).toContain(sentence.trim().replace(/\s+/g, ' '));
    }
  });

  it('is a page in French, with a title, one heading and no image', () => {
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain(`<title>${subject}</title>`);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|<script|<link/);
  });

  it('escapes what it is given', () => {
    const accountUrl = 'https://site.exemple.gouv.fr/?a=1&b="><script>alert(1)</script>';
    const message = meansMessage({ kind: 'added', means: 'proconnect', accountUrl });
    expect(message.html).not.toContain('<script>');
    expect(message.html).toContain('&amp;b=&quot;&gt;');
  });
});
