// The one road of every action: this site → session → right → what was typed (zod) → use case → audit → answer to the form.

import { notFound } from 'next/navigation';
import type { z } from 'zod';
import type { FormProblem, FormState } from '../components/form/state';
import { type Act, record } from '../lib/access/audit';
import { authorise, type Right } from '../lib/access/authorise';
import { waitForRuns, waitForTry, waitInWords } from '../lib/access/rate-limit';
import { requireThisSite, signedIn, visitor } from '../lib/access/request';
import { access } from '../lib/access/service';
import { CATALOGUE } from '../lib/errors/catalogue';
import { Failure } from '../lib/errors/failure';

/** A field as a schema reads it: one value is a text, several (check boxes of one name) are an array. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

/** Nobody types more; what is longer is cut before anything reads it. */
const LONGEST = 20_000;

/** Next's own fields begin so. */
const FRAMEWORK = '$ACTION';

export type Road<Input> = {
  /** Where to come back to after signing in again. */
  readonly path: string;
  /** What the audit log calls what is acted on, once the person may; throws or leaves (`notFound`) when they may not. */
  readonly gate: (userId: string) => Promise<{ readonly object: string | readonly string[] } | FormProblem>;
  readonly schema: z.ZodType<Input>;
  /** Fields that are never given back to the page. */
  readonly secrets?: readonly string[];
  readonly act: Act;
  /** Whom it is about, for the audit log: `compte:<id>` or an `addressObject`. */
  readonly target?: (input: Input) => Promise<string | null>;
  /** Does it; says in one sentence what was done, or what is wrong. May `redirect` once `audit` is written. */
  readonly work: (asked: {
    readonly userId: string;
    readonly input: Input;
    /** To be called by a work that leaves by `redirect`; otherwise written when the work is done. */
    readonly audit: () => Promise<void>;
  }) => Promise<string | readonly FormProblem[]>;
};

/** An expected `Failure` becomes a sentence of the catalogue; anything else is a fault, and goes up. */
export async function act<Input>(form: FormData, road: Road<Input>): Promise<FormState> {
  await requireThisSite();
  const { person } = await signedIn(road.path);
  const given = typed(form);
  const kept = Object.entries(given).filter(([name]) => !road.secrets?.includes(name));
  const answer = (problems: readonly FormProblem[], news: string | null): FormState => ({
    typed: Object.fromEntries(kept.map(([name, value]) => [name, [value].flat()])),
    problems,
    news,
  });
  const gate = await road.gate(person.id);
  if ('text' in gate) return answer([gate], null);
  const read = road.schema.safeParse(given);
  if (!read.success) return answer(problemsOf(read.error), null);
  const audit = once(async () => {
    const target = (await road.target?.(read.data)) ?? null;
    for (const object of [gate.object].flat()) {
      await record(await access(), await visitor(), { actorId: person.id, act: road.act, object, target });
    }
  });
  try {
    const done = await road.work({ userId: person.id, input: read.data, audit });
    if (typeof done !== 'string') return answer(done, null);
    await audit();
    return answer([], done);
  } catch (error) {
    if (error instanceof Failure) return answer([{ field: null, text: inWords(error) }], null);
    throw error;
  }
}

/** `act` on the link of the field `liaison`: a stranger's is a page that does not exist. */
export async function actOnLink<Input>(
  form: FormData,
  road: Omit<Road<Input>, 'gate' | 'path' | 'work'> & {
    readonly right: Right;
    /** It asks for a run: not too often. */
    readonly runs?: boolean;
    /** It asks one of the two sides something: not too often. */
    readonly tries?: boolean;
    /** Of the page the form stands on, after `/liaisons/<id>`. */
    readonly page: string;
    readonly work: (asked: {
      readonly linkId: string;
      readonly userId: string;
      readonly input: Input;
      readonly audit: () => Promise<void>;
    }) => Promise<string | readonly FormProblem[]>;
  },
): Promise<FormState> {
  const linkId = String(form.get('liaison') ?? '').slice(0, 36);
  return act(form, {
    ...road,
    path: `/liaisons/${encodeURIComponent(linkId)}${road.page}`,
    gate: async (userId) => {
      const allowed = await authorise(await access(), await visitor(), { userId, linkId, right: road.right });
      if (allowed.ok) {
        const object = `liaison:${linkId.toLowerCase()}`;
        const runs = road.runs === true ? await tooManyRuns(userId, [linkId.toLowerCase()]) : null;
        const tries = road.tries === true ? await tooManyTries(userId) : null;
        return runs ?? tries ?? { object };
      }
      if (allowed.reason === 'introuvable') notFound();
      return { field: null, text: 'Votre rôle sur cette liaison ne permet pas cette action.' };
    },
    work: (asked) => road.work({ ...asked, linkId: linkId.toLowerCase() }),
  });
}

/** What to answer to somebody who asks for runs again and again; null: go on. */
export async function tooManyRuns(userId: string, linkIds: readonly string[]): Promise<FormProblem | null> {
  const open = await access();
  const wait = await waitForRuns(open, userId, linkIds);
  if (wait === null) return null;
  for (const linkId of linkIds) {
    const object = `liaison:${linkId}`;
    await record(open, await visitor(), { actorId: userId, act: 'demandes-trop-nombreuses', object });
  }
  return { field: null, text: `Trop de demandes d’affilée. Attendez ${waitInWords(wait)}.` };
}

/** What to answer to somebody who asks Démarche numérique or Grist something again and again; null: go on. */
export async function tooManyTries(userId: string): Promise<FormProblem | null> {
  const wait = await waitForTry(await access(), userId);
  return wait === null ? null : { field: null, text: `Trop d’essais. Attendez ${waitInWords(wait)}.` };
}

/** What happened and what to do, with the other side's own words where they help. */
export function inWords(failure: Failure): string {
  const { quoi, faire } = CATALOGUE[failure.code];
  return [quoi, failure.detail === null ? null : `« ${failure.detail} »`, faire].filter(Boolean).join(' ');
}

function typed(form: FormData): Typed {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith(FRAMEWORK));
  return Object.fromEntries(
    names.map((name) => {
      const values = form
        .getAll(name)
        .map((value) => (typeof value === 'string' ? value.slice(0, LONGEST) : ''));
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

/** One problem a field: a schema may find several, and the first is enough to mend it. */
function problemsOf({ issues }: z.ZodError): readonly FormProblem[] {
  const problems = issues.map(({ path, message }) => ({
    field: path.length === 0 ? null : String(path[0]),
    text: message,
  }));
  return problems.filter(({ field }, index) => problems.findIndex((one) => one.field === field) === index);
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
