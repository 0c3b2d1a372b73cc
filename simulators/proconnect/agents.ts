// Invented agents, known to the simulated ProConnect.

import { createHash } from 'node:crypto';

export type Agent = {
  readonly email: string;
  readonly givenName: string;
  readonly usualName: string;
  readonly siret: string;
  /** Where they would type their password. */
  readonly identityProvider: string;
};

const MINISTRY = { siret: '11000201100044', identityProvider: 'Ministère des Exemples' };

export const AGENTS: readonly Agent[] = [
  { email: 'camille.martin@exemple.gouv.fr', givenName: 'Camille', usualName: 'Martin', ...MINISTRY },
  { email: 'dominique.bernard@exemple.gouv.fr', givenName: 'Dominique', usualName: 'Bernard', ...MINISTRY },
  {
    email: 'sacha.petit@departement.exemple.fr',
    givenName: 'Sacha',
    usualName: 'Petit',
    siret: '22000001600019',
    identityProvider: 'Département d’Exemple',
  },
];

/** Agents that somebody typed in. */
const typed = new Map<string, Agent>();

/** Identity of an agent: another one at each identity provider, as ProConnect's `sub` is. */
export function subjectOf({ email, identityProvider }: Agent): string {
  return createHash('sha256').update(`${identityProvider}\n${email}`).digest('hex');
}

export function agentOf(subject: string): Agent | null {
  return AGENTS.find((agent) => subjectOf(agent) === subject) ?? typed.get(subject) ?? null;
}

/** An agent of one's own making; `Prénom Nom` comes from the address. */
export function invent(email: string, siret: string, identityProvider: string): Agent {
  const [first = 'Agent', last = 'Inventé'] = (email.split('@')[0] ?? '').split(/[._-]/).filter(Boolean);
  const agent = { email, siret, identityProvider, givenName: capital(first), usualName: capital(last) };
  typed.set(subjectOf(agent), agent);
  return agent;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
