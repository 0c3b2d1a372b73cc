// Who may come in: by the domain of their address, by their organisation, or because they are invited.

import type { EntryRule } from '../env/site';
import { domainOf } from './email-address';

/** Pure. `siret` comes from ProConnect alone: an e-mail proves no organisation. */
export function admits(
  rule: EntryRule,
  { email, siret }: { readonly email: string; readonly siret: string | null },
): boolean {
  const domain = domainOf(email);
  if (rule.domains.some((pattern) => matches(pattern, domain))) return true;
  return siret !== null && rule.sirets.includes(siret);
}

function matches(pattern: string, domain: string): boolean {
  if (pattern === '*') return true;
  const above = pattern.startsWith('*.') ? pattern.slice(2) : null;
  return above === null ? domain === pattern : domain === above || domain.endsWith(`.${above}`);
}

/** Who may come in, in French, for the page of refusal: one item a condition, or none when everybody may. */
export function describeEntry(rule: EntryRule): readonly string[] {
  if (rule.domains.includes('*')) return [];
  const domains = rule.domains.map((pattern) =>
    pattern.startsWith('*.')
      ? `les agents dont l’adresse électronique se termine par ${pattern.slice(2)} ou par un de ses sous-domaines`
      : `les agents dont l’adresse électronique se termine par @${pattern}`,
  );
  const organisations =
    rule.sirets.length === 0
      ? []
      : [
          rule.sirets.length === 1
            ? `les agents de l’organisation dont le SIRET est ${spaced(rule.sirets[0] ?? '')}, avec ProConnect`
            : `les agents des organisations dont le SIRET est ${rule.sirets.map(spaced).join(', ')}, avec ProConnect`,
        ];
  return [...domains, ...organisations, 'les personnes invitées'];
}

/** 11000201100044 → 110 002 011 00044, with no-break spaces. */
function spaced(siret: string): string {
  return siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, '$1\u00a0$2\u00a0$3\u00a0$4');
}
