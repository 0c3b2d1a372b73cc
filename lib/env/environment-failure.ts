// What is told of a configuration that cannot work: every variable, what it is for, an example, where to find it.

import { Failure } from '../errors/failure';
import type { Problem } from './environment';
import { VARIABLES, variable } from './variables';

/** One Failure for all the problems; its detail is a French list, one variable after the other. */
export function environmentFailure(problems: readonly Problem[]): Failure {
  return new Failure(codeOf(problems), {
    detail: inOrder(problems).map(describeProblem).join('\n'),
    facts: { variables: problems.map((problem) => problem.variable).join(',') },
  });
}

/** As `.env.example` shows them. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const place = (problem: Problem) => VARIABLES.findIndex(({ name }) => name === problem.variable);
  return [...problems].sort((left, right) => place(left) - place(right));
}

/** A single problem gives its own code; several give the one that covers them all. */
function codeOf(problems: readonly Problem[]) {
  const [only, ...others] = problems;
  if (only?.kind === 'invalid' && others.length === 0) return only.code;
  return problems.every(({ kind }) => kind === 'missing') ? 'CONFIG_INCOMPLETE' : 'CONFIG_INVALIDE';
}

function describeProblem(problem: Problem): string {
  const { name, purpose, example, where } = variable(problem.variable);
  const what = problem.kind === 'missing' ? 'manque' : problem.reason.replace(/\.$/, '');
  const hints = [
    ...(example === undefined ? [] : [`Exemple : ${example}.`]),
    ...(where === undefined ? [] : [`Où chercher : ${where}.`]),
  ];
  return [`• ${name} (${purpose}) : ${what}.`, ...hints].join(' ');
}
