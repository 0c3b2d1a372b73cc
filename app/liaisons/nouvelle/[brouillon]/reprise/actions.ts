'use server';
// What the step of the take-over asks for.

import { z } from 'zod';
import type { FormState } from '../../../../../components/form/state';
import {
  allConverted,
  choicesOf,
  contradicts,
  settleDraft,
  surveyDraft,
} from '../../../../../lib/links/connect/original';
import { readSettings } from '../../../../../lib/links/settings';
import { actOnDraft, atField, onward } from '../../on-draft';
import { readChoices } from './choice-names';

const BOTH =
  'Vous avez aussi choisi pour une colonne\u00a0: «\u00a0Choisir colonne par colonne\u00a0» est maintenant coché. Enregistrez de nouveau, ou choisissez autrement.';

export async function saveTakeOver(_before: FormState, form: FormData): Promise<FormState> {
  return actOnDraft(form, {
    ...{ step: 'reprise', act: 'reprise-choisie', tries: true },
    schema: z.looseObject({ partout: z.enum(['rien', 'tout', 'choix']).default('rien') }),
    work: async ({ draft, sealing, probes, input, audit }) => {
      const looked = await atField(
        () => null,
        () => surveyDraft(probes, draft),
      );
      if ('problems' in looked) return looked.problems;
      const survey = looked.done;
      const settings = readSettings(draft.settings);
      const chosen = readChoices(form);
      const answer = input.partout === 'tout' && survey !== null ? allConverted(survey) : new Map();
      const isEach = input.partout === 'choix';
      if (survey !== null && !isEach && contradicts(survey, answer, chosen, choicesOf(settings.takeOver))) {
        return [{ field: 'partout', text: BOTH }];
      }
      await settleDraft(sealing, draft, settings, survey, isEach ? chosen : answer);
      return onward(draft, 'apercu', audit);
    },
  });
}
