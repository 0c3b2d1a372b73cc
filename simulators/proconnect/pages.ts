// The pages of the simulated ProConnect: plain, and marked as a simulation.

import { type Agent, subjectOf } from './agents';

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** `content` is HTML. */
export function page(title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – ProConnect simulé</title>
<style>
body { font: 1rem/1.5 Arial, sans-serif; margin: 0; color: #161616; background: #fff; }
.simulation { background: #fef7da; border-bottom: 2px solid #716043; padding: .75rem 1rem; }
main { max-width: 36rem; margin: 2rem auto; padding: 0 1rem; }
button { font: inherit; padding: .75rem 1rem; margin: .25rem 0; width: 100%; text-align: left; cursor: pointer;
  background: #fff; border: 1px solid #000091; color: #000091; }
label { display: block; margin-top: .75rem; }
input { font: inherit; padding: .5rem; width: 100%; box-sizing: border-box; }
fieldset { margin: 2rem 0; }
</style>
</head>
<body>
<p class="simulation" role="note"><strong>Simulation.</strong> Ceci n’est pas ProConnect : les agents sont inventés et aucun mot de passe n’est demandé.</p>
<main>
<h1>${escaped(title)}</h1>
${content}
</main>
</body>
</html>`;
}

export function loginPage(action: string, agents: readonly Agent[], hint: string): string {
  const choices = agents.map(
    (agent) => `<form method="post" action="${escaped(action)}">
<input type="hidden" name="agent" value="${subjectOf(agent)}">
<button>${escaped(`${agent.givenName} ${agent.usualName}`)}<br><small>${escaped(`${agent.email}, ${agent.identityProvider}`)}</small></button>
</form>`,
  );
  return page(
    'Choisissez un agent',
    `${choices.join('\n')}
<form method="post" action="${escaped(action)}">
<fieldset><legend>Un autre agent</legend>
<label>Adresse électronique <input name="email" type="email" required value="${escaped(hint)}"></label>
<label>SIRET de son organisation <input name="siret" pattern="[0-9]{14}" required value="22000001600019"></label>
<label>Fournisseur d’identité <input name="fournisseur" required value="Autre organisation"></label>
<p><button>Continuer avec cet agent</button></p>
</fieldset>
</form>
<form method="post" action="${escaped(action)}"><button name="renoncer" value="oui">Renoncer</button></form>`,
  );
}
