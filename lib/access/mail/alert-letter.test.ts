// Alerts as letters: the same words in both forms, the way to the remedy, and names that are never HTML.

import { describe, expect, it } from 'vitest';
import { alertLetter, digestLetter } from './alert-letter';

const site = {
  origin: 'https://site.exemple.gouv.fr',
  sessionSecret: 'sans-aucune-valeur-0123456789-0123456789',
};
const userId = '019a0000-0000-7000-8000-000000000001';
const linkId = '019a0000-0000-7000-8000-000000000002';
const alert = {
  ...{ userId, linkId, page: `/liaisons/${linkId}/structure` },
  subject: 'Aides <script>alert(1)</script>\u00a0: arrêtée',
  text: 'Le jeton a expiré.\n\nQue faire\u00a0: « tout » & rien.',
};

describe.each([
  ['alone', alertLetter(site, alert)],
  ['of a day', digestLetter(site, [alert, { ...alert, page: `/liaisons/${linkId}/reglages` }])],
])('an alert %s', (_how, { text, html, subject }) => {
  it('says the same in text and in HTML', () => {
    const words = html
      .replace(/<[^>]+>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replace(/\s+/g, ' ');
    for (const part of text.split('\n\n').filter((one) => !one.includes('https://'))) {
      expect(words).toContain(part.replace(/\s+/g, ' ').trim());
    }
    for (const [url] of text.matchAll(/https:\S+/g)) expect(html).toContain(`href="${url}"`);
  });

  it('is a page in French, with one heading, no image, and nothing of others as HTML', () => {
    expect(html).toContain('<html lang="fr">');
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|<script|<link/);
    expect(subject).not.toMatch(/[\r\n]/);
  });

  it('leads to the page where it is mended', () => {
    expect(text).toContain(
      `Voir les changements et choisir\u00a0:\n${site.origin}/liaisons/${linkId}/structure`,
    );
  });
});
