// Must somebody be told? Only when the state of a link changed since they were last told. Pure.

import { CATALOGUE, type FailureCode } from '../errors/catalogue';
import type { AlertFacts, Notified } from './facts';
import {
  brokenMessage,
  copyingMessage,
  decisionMessage,
  type Message,
  recoveredMessage,
  staleMessage,
  tokenMessage,
} from './message';

export type Change = { readonly notified: Notified; readonly messages: readonly Message[] };

const DAY = 24 * 60 * 60_000;

/** Days before the end of a token at which its owner is told, once each; 0: it has expired. */
const THRESHOLDS = [0, 1, 7, 30] as const;

/** A failure that mends itself (a maintenance, a busy site) is told when it happens this often in a row. */
const PATIENCE = 3;

/** Nobody is told anything of a link in pause; what happened meanwhile is told when it is taken up again. */
export function changeOf(previous: Notified, facts: AlertFacts, now: Date): Change {
  if (facts.paused) return { notified: previous, messages: [] };
  const state = stateChange(previous, facts);
  const decisions = facts.decisionsAwaited;
  const tokens = tokenChanges(previous, facts, now);
  const { broken, copyingStopped } = facts;
  // A run that broke says nothing of the files.
  const waiting = copyingStopped !== null && needsSomebody(copyingStopped) ? copyingStopped : null;
  const files = broken === null ? waiting : previous.files;
  return {
    notified: { ...state.told, decisions, files, tokens: tokens.told },
    messages: [
      ...state.messages,
      ...(decisions > previous.decisions ? [decisionMessage(facts)] : []),
      ...(waiting !== null && waiting !== previous.files ? [copyingMessage(facts, waiting)] : []),
      ...tokens.messages,
    ],
  };
}

function stateChange(
  previous: Notified,
  facts: AlertFacts,
): { readonly told: Pick<Notified, 'state' | 'code'>; readonly messages: readonly Message[] } {
  const { broken, stale } = facts;
  const told = { state: previous.state, code: previous.code };
  if (broken !== null && (needsSomebody(broken) || facts.consecutiveFailures >= PATIENCE)) {
    // Another failure asks for another remedy.
    if (previous.state === 'panne' && previous.code === broken) return { told, messages: [] };
    return { told: { state: 'panne', code: broken }, messages: [brokenMessage(facts, broken)] };
  }
  if (stale) {
    if (previous.state !== 'sain') return { told, messages: [] };
    return { told: { state: 'retard', code: null }, messages: [staleMessage(facts)] };
  }
  // Broken, but not yet worth a message: nothing is well again either.
  if (broken !== null || previous.state === 'sain') return { told, messages: [] };
  return { told: { state: 'sain', code: null }, messages: [recoveredMessage(facts)] };
}

function needsSomebody(code: FailureCode): boolean {
  return CATALOGUE[code].qui !== 'personne';
}

function tokenChanges(
  previous: Notified,
  facts: AlertFacts,
  now: Date,
): { readonly told: Notified['tokens']; readonly messages: readonly Message[] } {
  const told: Record<string, number> = {};
  const messages: Message[] = [];
  for (const token of facts.tokens) {
    if (token.expiresAt === null) continue;
    const left = (token.expiresAt.getTime() - now.getTime()) / DAY;
    const threshold = THRESHOLDS.find((days) => left <= days);
    // A token that was replaced starts afresh.
    if (threshold === undefined) continue;
    told[token.id] = threshold;
    const last = previous.tokens[token.id];
    if (last === undefined || threshold < last) {
      messages.push(tokenMessage(facts, token, token.expiresAt, threshold));
    }
  }
  return { told, messages };
}
