'use server';
// What the forms of « Alertes » ask for.

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import type { FormState } from '../../../../components/form/state';
import { newToken } from '../../../../lib/access/secrets';
import { site, siteDatabase } from '../../../../lib/access/service';
import { openAddress, sealAddress } from '../../../../lib/access/webhook/address';
import { Failure } from '../../../../lib/errors/failure';
import { allowedTarget } from '../../../../lib/http/target';
import { muteAlerts, unmuteAlerts } from '../../../../lib/store/alert-rows';
import { readWebhook, removeWebhook, saveWebhook } from '../../../../lib/store/webhook-rows';
import { actOnLink } from '../../../act';

const PAGE = '/alertes';

/** Of whoever asks, alone. */
export async function setMyAlerts(_before: FormState, form: FormData): Promise<FormState> {
  const wanted = form.get('alertes') === 'oui';
  return actOnLink(form, {
    ...{ page: PAGE, right: 'gerer', act: wanted ? 'alertes-reprises' : 'alertes-arretees' },
    schema: z.object({}),
    async work({ linkId, userId }) {
      const database = await siteDatabase();
      if (wanted) await unmuteAlerts(database, userId, linkId);
      else await muteAlerts(database, { userId, linkId }, new Date());
      revalidatePath(`/liaisons/${linkId}${PAGE}`);
      return wanted
        ? 'Vous recevrez de nouveau les alertes de cette liaison.'
        : 'Vous ne recevrez plus les alertes de cette liaison.';
    },
  });
}

const REFUSED =
  'Donnez une adresse qui commence par https://, que l’on atteint depuis Internet, sans identifiant ni mot de passe.';

const webhook = z.object({
  adresse: z
    .string()
    .trim()
    .min(1, 'Donnez l’adresse à prévenir, par exemple https://exemple.gouv.fr/alertes.')
    .max(2_000, 'C’est trop long.'),
});

/** Saving the same address again gives it another key. */
export async function setWebhook(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'administrer', act: 'webhook-modifie', schema: webhook },
    async work({ linkId, input }) {
      const url = target(input.adresse);
      if (url === null) return [{ field: 'adresse', text: REFUSED }];
      const database = await siteDatabase();
      const { sessionSecret } = site();
      const before = await readWebhook(database, linkId);
      const sealedUrl = sealAddress(sessionSecret, linkId, url);
      await saveWebhook(database, linkId, { sealedUrl, salt: newToken() }, new Date());
      revalidatePath(`/liaisons/${linkId}${PAGE}`);
      return before !== null && openAddress(sessionSecret, linkId, before.sealedUrl) === url
        ? 'La clé de signature est changée : copiez la nouvelle.'
        : 'Cette adresse sera prévenue de la prochaine alerte.';
    },
  });
}

export async function dropWebhook(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'administrer', act: 'webhook-retire', schema: z.object({}) },
    async work({ linkId }) {
      await removeWebhook(await siteDatabase(), linkId);
      revalidatePath(`/liaisons/${linkId}${PAGE}`);
      return 'L’adresse est retirée. Plus rien ne lui sera envoyé.';
    },
  });
}

/**
 * Null for what is never called. Refused here so that it can be mended; names are resolved, and refused again, at each
 * message.
 */
function target(address: string): string | null {
  try {
    return allowedTarget(address, site().reach).href;
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
