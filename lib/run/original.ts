// The dry run of a take-over: what a document holds of the original tool for a démarche, and what is settled of it.

import type { Demarche } from '../sync/model/demarche';
import type { LayoutOptions } from '../sync/model/options';
import type { Taken, TakeOver } from '../sync/model/takeover';
import { type OriginalSurvey, settle, surveyOriginal } from '../sync/original/survey';
import { shapeOf } from '../sync/shape';
import { type ConversionLook, lookAtConversions } from './original-look';
import type { Destination } from './ports';

/** By `<table> <column>`. */
export type Choices = ReadonlyMap<string, Taken>;

export type Survey = OriginalSurvey;

export type Original = {
  readonly survey: Survey;
  readonly looks: ReadonlyMap<string, ConversionLook>;
};

/** Null: nothing of the original for this démarche. `sourceUrl`: origin of DN. Grist: 1 request. */
export async function surveyDocument(
  demarche: Demarche,
  options: LayoutOptions,
  sourceUrl: string,
  destination: Destination,
): Promise<Survey | null> {
  const { layout } = shapeOf(demarche, options, sourceUrl);
  return surveyOriginal(demarche, layout, await destination.structure());
}

/** Counts the values that a conversion would not hold. Grist: one scan a table. */
export async function lookAtSurvey(destination: Destination, survey: Survey): Promise<Original> {
  return { survey, looks: await lookAtConversions(destination, survey) };
}

/** What is not chosen stays as no formula notices. */
export function settled(survey: Survey, choices: Choices): TakeOver {
  return settle(survey, choices);
}
