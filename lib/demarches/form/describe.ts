// What a démarche is: its form over all its revisions, its groupes and its labels; with dossiers to help where DN's
// own description fails.

import { Failure } from '../../errors/failure';
import { inferForm } from '../../sync/infer';
import type { Demarche, Form } from '../../sync/model/demarche';
import { DESCRIBE_DOCUMENT } from '../documents/demarche';
import { wanting } from '../documents/wants';
import { type Limits, USUAL_LIMITS } from '../errors/patience';
import type { Oddities } from '../oddity';
import { description, type RawDescription } from './descriptor-shape';
import { hasReferentiel, withExposedColumns } from './exposed-columns';
import { readSample, type SampleOptions } from './sample';
import { type Fields, unionOfFields, unionOfRevisions } from './union';

export type DescribeOptions = SampleOptions & { readonly oddities: Oddities };

/** Dossiers looked at to infer a form, and to see the columns of référentiels. */
const SAMPLE_SIZE = 50;
const EXPOSED_SAMPLE_SIZE = 20;

const SHORT: Limits = { ...USUAL_LIMITS, tries: 2, triesAtOne: 2 };

/**
 * 1 request (+1 when the form has a référentiel). When DN fails on the descriptors, they are asked without those of
 * former revisions, then not at all, and what is missing is inferred from dossiers: `form.origin` is then `sample`.
 * Throws what makes the démarche unreadable as a whole.
 */
export async function describeDemarche(options: DescribeOptions): Promise<Demarche> {
  const whole = await ask(options, 'descriptors', 'revisions');
  if (whole.status === 'read') {
    const { activeRevision, revisions } = whole.description.demarche;
    const fields = unionOfRevisions(activeRevision, revisions ?? []);
    return demarcheOf(whole.description, {
      origin: 'descriptors',
      ...(await exposing(fields, options)),
    });
  }
  const active = await ask(options, 'descriptors');
  if (active.status === 'read') {
    const known = unionOfRevisions(active.description.demarche.activeRevision, []);
    const former = inferForm(await readSample('oldest', SAMPLE_SIZE, false, options));
    const fields = unionOfFields(known, former);
    return demarcheOf(active.description, { origin: 'sample', ...(await exposing(fields, options)) });
  }
  const bare = await ask(options);
  if (bare.status === 'failed') throw bare.failure;
  return demarcheOf(bare.description, inferForm(await readSample('newest', SAMPLE_SIZE, false, options)));
}

type Described =
  | { readonly status: 'read'; readonly description: RawDescription }
  | { readonly status: 'failed'; readonly failure: Failure };

async function ask(
  { demarche, instance, insist, oddities }: DescribeOptions,
  ...switches: readonly ('descriptors' | 'revisions')[]
): Promise<Described> {
  const inquiry = {
    document: DESCRIBE_DOCUMENT,
    wants: wanting(...switches),
    variables: { number: demarche },
  };
  try {
    const { data, faults } = await insist(
      () => instance.inquire(inquiry),
      switches.length === 0 ? USUAL_LIMITS : SHORT,
    );
    const parsed = description.safeParse(data);
    if (!parsed.success) {
      return {
        status: 'failed',
        failure: new Failure('DS_REPONSE_ILLISIBLE', { facts: { reason: 'description' } }),
      };
    }
    oddities.addFaults(faults);
    return { status: 'read', description: parsed.data };
  } catch (error) {
    if (error instanceof Failure && mayBeTheDescriptors(error)) return { status: 'failed', failure: error };
    throw error;
  }
}

/** Would asking for less help? */
function mayBeTheDescriptors(failure: Failure): boolean {
  switch (failure.code) {
    case 'DS_ERREUR_INTERNE':
    case 'DS_REPONSE_PARTIELLE':
    case 'DS_INDISPONIBLE':
    case 'RESEAU_DELAI':
    case 'RESEAU_COUPURE':
      return true;
    default:
      return false;
  }
}

async function exposing(fields: Fields, options: DescribeOptions): Promise<Fields> {
  if (!hasReferentiel(fields)) return fields;
  try {
    return withExposedColumns(fields, await readSample('newest', EXPOSED_SAMPLE_SIZE, true, options));
  } catch (error) {
    // Only columns beside a value: the run goes on without them, and the heart tells when a dossier has one.
    if (!(error instanceof Failure && mayBeTheDescriptors(error))) throw error;
    options.oddities.add('exposed_unread', 'champs.columns');
    return fields;
  }
}

function demarcheOf({ demarche, descriptor }: RawDescription, form: Form): Demarche {
  return {
    number: demarche.number,
    title: demarche.title ?? '',
    state: demarche.state ?? '',
    activeRevisionId: demarche.activeRevision.id,
    form,
    groupes: (demarche.groupeInstructeurs ?? []).map(({ id, number, label, instructeurs }) => ({
      id,
      number,
      label: label ?? '',
      instructeurs: instructeurs ?? [],
    })),
    labels: (demarche.labels ?? []).map(({ id, name, color }) => ({
      id,
      name: name ?? '',
      color: color ?? '',
    })),
    dossiersCount: descriptor?.dossiersCount ?? null,
  };
}
