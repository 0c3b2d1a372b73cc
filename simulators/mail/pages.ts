// The pages of the simulated mailbox: what came, in clear, marked as a demonstration.

export type Letter = {
  readonly id: number;
  readonly at: Date;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** `List-Unsubscribe` and `List-Unsubscribe-Post`, as they came; null without. */
  readonly unsubscribe: string | null;
  readonly unsubscribePost: string | null;
};

export function listPage(letters: readonly Letter[]): string {
  if (letters.length === 0) return page('Boîte aux lettres', '<p>Aucun message pour le moment.</p>');
  const rows = letters.map(
    ({ id, at, to, subject }) =>
      `<tr><td>${time(at)}</td><td>${escaped(to)}</td><td><a href="/messages/${id}">${escaped(subject)}</a></td></tr>`,
  );
  return page(
    'Boîte aux lettres',
    `<table><caption>Messages reçus, le plus récent d’abord</caption>
<thead><tr><th scope="col">Heure</th><th scope="col">Pour</th><th scope="col">Objet</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`,
  );
}

export function messagePage({ at, from, to, subject, text, html }: Letter): string {
  return page(
    subject,
    `<p><a href="/">Tous les messages</a></p>
<p>De ${escaped(from)}<br>Pour ${escaped(to)}<br>${time(at)}</p>
<h2>En texte</h2>
<pre>${linked(text)}</pre>
<h2>Mis en forme</h2>
<iframe title="Le message mis en forme" sandbox="allow-popups allow-top-navigation-by-user-activation" srcdoc="${escaped(html.replace('<head>', '<head><base target="_top">'))}"></iframe>`,
  );
}

export function missingPage(): string {
  return page('Message introuvable', '<p><a href="/">Tous les messages</a></p>');
}

function linked(text: string): string {
  return escaped(text).replaceAll(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);
}

function time(at: Date): string {
  return at.toLocaleTimeString('fr-FR', { timeZone: 'Europe/Paris' });
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** `content` is HTML. */
function page(title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – Messagerie simulée</title>
<style>
body { font: 1rem/1.5 Arial, sans-serif; margin: 0; color: #161616; background: #fff; }
.simulation { background: #fef7da; border-bottom: 2px solid #716043; padding: .75rem 1rem; margin: 0; }
main { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .5rem 0; }
th, td { text-align: left; padding: .5rem; border-bottom: 1px solid #ddd; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f6f6f6; padding: 1rem; }
iframe { width: 100%; height: 32rem; border: 1px solid #ddd; }
</style>
</head>
<body>
<p class="simulation" role="note"><strong>Démonstration.</strong> Cette boîte montre à tous les messages que le site aurait envoyés. Aucun ne part d’ici.</p>
<main>
<h1>${escaped(title)}</h1>
${content}
</main>
</body>
</html>`;
}
