'use server';
// Trying both accesses of a link now.

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import type { FormState } from '../../../../components/form/state';
import { sealKeys } from '../../../../inngest/running';
import { waitForProbe, waitInWords } from '../../../../lib/access/rate-limit';
import { access, site, siteDatabase } from '../../../../lib/access/service';
import { keepProbe } from '../../../../lib/links/diagnosis/probe';
import { SYSTEM_CLOCK } from '../../../../lib/wiring';
import { tryLink } from '../../../../lib/wiring-probe';
import { actOnLink } from '../../../act';

export async function tryAccesses(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: '/diagnostic', right: 'gerer', act: 'acces-essayes', schema: z.object({}) },
    async work({ linkId, userId }) {
      const seconds = await waitForProbe(await access(), linkId, userId);
      if (seconds !== null) {
        return [
          {
            field: null,
            text: `Les accès viennent d’être essayés plusieurs fois. Attendez ${waitInWords(seconds)}.`,
          },
        ];
      }
      const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
      const started = Date.now();
      const tried = await tryLink(
        { database: service.database, keys: sealKeys(), reach: site().reach },
        linkId,
      );
      const milliseconds = Date.now() - started;
      await keepProbe(service, linkId, { at: new Date(started), milliseconds, ...tried });
      revalidatePath(`/liaisons/${linkId}`, 'layout');
      return tried.demarches.ok && tried.grist.ok
        ? 'Les deux accès fonctionnent.'
        : 'L’essai est fait : ce qui ne va pas est dit ci-dessous.';
    },
  });
}
