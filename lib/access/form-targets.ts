// Origins that a form of ours may lead to, through redirections: ProConnect's (facts/stack.md §4).

import { site } from './service';

export function formTargets(): readonly string[] {
  const { proConnect } = site();
  return proConnect === null ? [] : [new URL(proConnect.issuer).origin];
}
