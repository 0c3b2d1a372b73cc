// One dossier that its page could not give, asked by its number: whole, then with less and less, to have it all the
// same or to know what DN cannot read in it (facts/demarches.md §7, « poison page »).

import { z } from 'zod';
import { Failure } from '../../errors/failure';
import { isAboutOneQuestion } from '../../errors/one-question';
import type { Selection, UnreadableDossier } from '../../run/ports';
import type { Dossier } from '../../sync/model/dossier';
import { DOSSIER_DOCUMENT } from '../documents/dossiers';
import { dossierWants, type Wants } from '../documents/wants';
import { type Limits, USUAL_LIMITS } from '../errors/patience';
import type { Insist } from '../insist';
import type { Instance } from '../instance';
import type { Oddities } from '../oddity';
import { readDossier } from '../read/dossier';

export type Rescued =
  | { readonly status: 'read'; readonly dossier: Dossier }
  | { readonly status: 'unreadable'; readonly dossier: UnreadableDossier }
  /** DN does not know it: deleted, hidden or expired since. */
  | { readonly status: 'gone' };

export type RescueOptions = {
  readonly instance: Instance;
  readonly insist: Insist;
  readonly excluded: ReadonlySet<string>;
  readonly oddities: Oddities;
};

/** One try less: what is left out, and whether what is then read is still the whole dossier for the heart. */
type Rung = { readonly part: string; readonly without: Partial<Wants>; readonly isWhole: boolean };

/**
 * An address says by itself what its `commune` and `departement` repeat, and their codes are a known bug of DN
 * (I#12696): without them nothing is lost. The other rungs only tell which part is to blame: a dossier written
 * without its files would lose those that are in Grist.
 */
const RUNGS: readonly Rung[] = [
  { part: 'communes', without: { addressParts: false }, isWhole: true },
  { part: 'zones', without: { addressParts: false, geo: false }, isWhole: false },
  { part: 'pieces', without: { addressParts: false, files: false }, isWhole: false },
  {
    part: 'echanges',
    without: { addressParts: false, avis: false, messages: false, traitements: false },
    isWhole: false,
  },
  { part: 'demandeur', without: { addressParts: false, demandeur: false }, isWhole: false },
];

export type Effort = {
  readonly patience: Limits;
  /** Also look for the part that DN cannot read: 4 requests more, for a dossier that will be told anyway. */
  readonly diagnose: boolean;
};

/** Behind a page that has already been patient. */
export const HASTY: Limits = { ...USUAL_LIMITS, tries: 2, triesAtOne: 1 };

/** For a dossier that is asked alone. */
export const PATIENT: Effort = { patience: { ...USUAL_LIMITS, tries: 4 }, diagnose: true };

const answer = z.object({ dossier: z.unknown() });

/**
 * 1 request when the dossier reads well, at most 6. Throws what concerns every dossier (token, network, maintenance);
 * what concerns this one is in the result: DS_CHAMP_ILLISIBLE (facts.part: what DN cannot read) or
 * DS_DOSSIER_ILLISIBLE (facts.cause: why), DS_DEMARCHE_NON_AUTORISEE for a dossier out of the token's reach.
 */
export async function rescue(
  number: number,
  selection: Selection,
  options: RescueOptions,
  { patience, diagnose }: Effort,
): Promise<Rescued> {
  const wants = dossierWants(selection);
  const whole = await attempt(number, wants, options, patience);
  if (whole.status !== 'failed') return whole;
  for (const { part, without, isWhole } of RUNGS) {
    const less = { ...wants, ...without };
    if ((!isWhole && !diagnose) || !asksLess(wants, less, without)) continue;
    const found = await attempt(number, less, options, HASTY);
    if (found.status === 'failed') continue;
    if (found.status !== 'read') return found;
    options.oddities.add('degraded', part);
    if (isWhole) return found;
    return unreadable(number, 'DS_CHAMP_ILLISIBLE', { part });
  }
  return unreadable(number, 'DS_DOSSIER_ILLISIBLE', whole.facts);
}

type Attempt = Rescued | { readonly status: 'failed'; readonly facts: Failure['facts'] };

async function attempt(
  number: number,
  wants: Wants,
  options: RescueOptions,
  patience: Limits,
): Promise<Attempt> {
  const { instance, insist, excluded, oddities } = options;
  try {
    const { data, faults } = await insist(
      () => instance.inquire({ document: DOSSIER_DOCUMENT, wants, variables: { number } }),
      patience,
    );
    const root = faults.find(({ path }) => path.length === 1 && path[0] === 'dossier');
    if (root?.kind === 'not_found') return { status: 'gone' };
    if (root?.kind === 'unauthorized') return unreadable(number, 'DS_DEMARCHE_NON_AUTORISEE', {});
    const dossier = readDossier(answer.safeParse(data).data?.dossier, excluded);
    if (dossier === null) return { status: 'failed', facts: { cause: 'DS_REPONSE_ILLISIBLE' } };
    oddities.addFaults(faults);
    return { status: 'read', dossier };
  } catch (error) {
    if (error instanceof Failure && isAboutOneQuestion(error.code)) {
      return { status: 'failed', facts: { ...error.facts, cause: error.code } };
    }
    throw error;
  }
}

/** Does asking for less mean something here, or is the part not asked anyway? */
function asksLess(wants: Wants, less: Wants, without: Partial<Wants>): boolean {
  const names = Object.keys(without) as (keyof Wants)[];
  const own = names.length === 1 ? names : names.filter((name) => name !== 'addressParts');
  return own.some((name) => wants[name] && !less[name]);
}

function unreadable(
  number: number,
  code: UnreadableDossier['code'],
  facts: UnreadableDossier['facts'],
): Rescued {
  return { status: 'unreadable', dossier: { number, code, facts } };
}
