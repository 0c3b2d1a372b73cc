// Step « reprise »: what a document that the original tool filled would become, and what the person settles of it.

import { Failure } from '../../errors/failure';
import {
  type Choices,
  lookAtSurvey,
  type Original,
  type Survey,
  settled,
  surveyDocument,
} from '../../run/original';
import type { Destination, LinkSettings } from '../../run/ports';
import { type Draft, updateDraft } from '../../store/draft-rows';
import type { TakeOver } from '../../sync/model/takeover';
import type { Service } from '../service';
import { readSettings } from '../settings';
import { describeDemarche } from './find-demarche';
import type { Probes } from './probes';

/**
 * Null: the document holds nothing of the original for this démarche. DN: 1 to 3 requests. Grist: 1. Throws what either
 * side says.
 */
export function surveyDraft(probes: Probes, draft: Draft): Promise<Survey | null> {
  return looking(probes, draft, async (survey) => survey);
}

/** The same, with the values that a conversion would not hold counted. Grist: one scan more a table. */
export function lookAtDraft(probes: Probes, draft: Draft): Promise<Original | null> {
  return looking(probes, draft, (survey, destination) => lookAtSurvey(destination, survey));
}

async function looking<T>(
  probes: Probes,
  draft: Draft,
  work: (survey: Survey, destination: Destination) => Promise<T>,
): Promise<T | null> {
  const { sourceUrl, demarche, destinationUrl, document, destinationCredentialId } = draft;
  if (sourceUrl === null || demarche === null || destinationUrl === null || document === null)
    throw new Failure('BROUILLON_INCOMPLET');
  if (destinationCredentialId === null) throw new Failure('SECRET_ABSENT');
  const described = await describeDemarche(probes, draft, demarche);
  const secret = { kind: 'kept', credentialId: destinationCredentialId } as const;
  return probes.destination({ url: destinationUrl, document, secret }, async (destination) => {
    const { options } = readSettings(draft.settings);
    const survey = await surveyDocument(described, options, sourceUrl, destination);
    return survey === null ? null : work(survey, destination);
  });
}

/** What was settled before, to be asked again: a column that is not there any more is forgotten. */
export function choicesOf(takeOver: TakeOver | undefined): Choices {
  return new Map((takeOver?.columns ?? []).map(({ table, column, how }) => [`${table} ${column}`, how]));
}

/** Every column converted that may be. */
export function allConverted({ tables }: Survey): Choices {
  return new Map(
    tables.flatMap(({ key, columns }) =>
      columns
        .filter(({ choices }) => choices.includes('convertie'))
        .map(({ column }) => [`${key} ${column}`, 'convertie' as const]),
    ),
  );
}

/**
 * Was a column chosen that « everything » or « nothing » would not give, and that was not so before? Without scripts, the
 * page cannot tell that both were answered.
 */
export function contradicts(survey: Survey, answer: Choices, chosen: Choices, before: Choices): boolean {
  const implied = choicesOf(settled(survey, answer));
  return [...chosen].some(([slot, how]) => implied.get(slot) !== how && before.get(slot) !== how);
}

/** Keeps the settlement with the draft's settings; null takes it away. False when there is no such draft. */
export function settleDraft(
  service: Service,
  draft: Draft,
  settings: LinkSettings,
  survey: Survey | null,
  choices: Choices,
): Promise<boolean> {
  const { takeOver: _, ...others } = settings;
  return updateDraft(service, draft, {
    settings: survey === null ? others : { ...others, takeOver: settled(survey, choices) },
  });
}
