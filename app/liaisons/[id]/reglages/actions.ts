'use server';
// What the settings page changes: the name, the pause, the policies, the tokens, and the end of the link.

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import type { FormProblem, FormState } from '../../../../components/form/state';
import { announceCancel } from '../../../../inngest/events';
import { inngestClient, sealKeys } from '../../../../inngest/running';
import { allows } from '../../../../lib/access/authorise';
import { access, site, siteDatabase } from '../../../../lib/access/service';
import { Failure } from '../../../../lib/errors/failure';
import { pauseLink, resumeLink } from '../../../../lib/links/pause';
import { POLICY_GROUPS } from '../../../../lib/links/policy-words';
import { LONGEST_NAME, renameLink } from '../../../../lib/links/rename';
import { savePolicies } from '../../../../lib/links/save-policies';
import type { Service } from '../../../../lib/links/service';
import { readTokens } from '../../../../lib/links/tokens/read';
import { replaceSecret } from '../../../../lib/links/tokens/replace';
import { deleteLink } from '../../../../lib/store/link-deletion';
import type { Side } from '../../../../lib/store/link-secrets';
import { readManagedLink } from '../../../../lib/store/managed-links';
import { SYSTEM_CLOCK } from '../../../../lib/wiring';
import { tryDemarche, tryDocument } from '../../../../lib/wiring-probe';
import { actOnLink, inWords } from '../../../act';

const PAGE = '/reglages';

export async function rename(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'gerer', act: 'liaison-renommee' },
    schema: z.object({
      nom: z.string().trim().max(LONGEST_NAME, `Le nom compte ${LONGEST_NAME} caractères au plus.`),
    }),
    async work({ linkId, input }) {
      await renameLink(await service(), linkId, input.nom);
      refresh(linkId);
      return input.nom === ''
        ? 'La liaison porte de nouveau le titre de sa démarche.'
        : 'Le nom de la liaison est enregistré.';
    },
  });
}

export async function setPause(_before: FormState, form: FormData): Promise<FormState> {
  const wanted = form.get('pause') === 'oui';
  return actOnLink(form, {
    ...{ page: PAGE, right: 'gerer', act: wanted ? 'liaison-en-pause' : 'liaison-reprise' },
    schema: z.object({}),
    async work({ linkId }) {
      await (wanted ? pauseLink : resumeLink)(await service(), linkId);
      refresh(linkId);
      return wanted
        ? 'La liaison est en pause. Une synchronisation déjà commencée va à son terme.'
        : 'La liaison reprend, au rythme de sa planification.';
    },
  });
}

export async function setPolicies(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'gerer', act: 'regles-modifiees', schema: policies },
    async work({ linkId, input }) {
      await savePolicies(await service(), linkId, input);
      refresh(linkId);
      return 'Les règles sont enregistrées. La prochaine synchronisation les applique.';
    },
  });
}

/** One of the choices that the page shows, for each question. */
const policies = z.object(
  Object.fromEntries(
    POLICY_GROUPS.flatMap(({ questions }) =>
      questions.map(({ name, choices }) => [
        name,
        z.enum(
          choices.map(({ value }) => value),
          'Choisissez une des réponses proposées.',
        ),
      ]),
    ),
  ),
);

const secret = z.object({
  cote: z.enum(['source', 'destination']),
  secret: z
    .string()
    .trim()
    .min(1, 'Collez le nouveau jeton ou la nouvelle clé.')
    .max(4_000, 'C’est trop long.'),
  expiration: z
    .union([z.literal(''), z.iso.date('Donnez une date, par exemple 31/12/2026.')])
    .default('')
    .transform((day) => (day === '' ? null : new Date(`${day}T22:59:59Z`))),
  partout: z.string().optional(),
});

/** Tried before it is kept: what does not open the démarche, or the document, replaces nothing. */
export async function replaceToken(_before: FormState, form: FormData): Promise<FormState> {
  const side: Side = form.get('cote') === 'destination' ? 'destination' : 'source';
  return actOnLink(form, {
    ...{ page: PAGE, right: 'gerer', schema: secret, secrets: ['secret'], tries: true },
    act: side === 'source' ? 'jeton-remplace' : 'cle-remplacee',
    async work({ linkId, userId, input }) {
      const { expiration: expiresAt, secret: given } = input;
      if (expiresAt !== null && expiresAt.getTime() < Date.now()) {
        return [{ field: 'expiration', text: 'Cette date est passée.' }];
      }
      const refusal = await whatIsWrong(linkId, side, given);
      if (refusal !== null) return [refusal];
      const others = input.partout === 'oui' ? await sharing(linkId, userId, side) : [];
      const count = await replaceSecret(
        { ...(await service()), keys: sealKeys() },
        { ...{ linkId, side, secret: given, by: userId, expiresAt, others } },
      );
      refresh(linkId);
      const what = side === 'source' ? 'Le nouveau jeton' : 'La nouvelle clé';
      const also = count > 1 ? `, pour ${count} liaisons` : '';
      return `${what} fonctionne et a remplacé ${side === 'source' ? 'l’ancien' : 'l’ancienne'}${also}.`;
    },
  });
}

/** The other links that this person may manage and that work with the same secret, looked up now. */
async function sharing(linkId: string, userId: string, side: Side): Promise<readonly string[]> {
  const rights = await (await access()).rights.linksOf(userId);
  const mine = rights.filter(({ role }) => allows(role, 'gerer')).map((one) => one.linkId);
  return (await readTokens(await service(), linkId, mine))[side]?.shared ?? [];
}

async function whatIsWrong(linkId: string, side: Side, given: string): Promise<FormProblem | null> {
  const { database } = await service();
  const { sourceUrl, demarche, destinationUrl, document } = await readManagedLink(database, linkId);
  const { reach } = site();
  try {
    if (side === 'source') {
      await tryDemarche({ url: sourceUrl, token: given, demarche, reach, database });
      return null;
    }
    const found = await tryDocument({ url: destinationUrl, key: given, document, reach });
    return found.canWrite
      ? null
      : { field: 'secret-destination', text: inWords(new Failure('GRIST_ACCES_INSUFFISANT')) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { field: `secret-${side}`, text: inWords(error) };
  }
}

export async function removeLink(_before: FormState, form: FormData): Promise<FormState> {
  return actOnLink(form, {
    ...{ page: PAGE, right: 'administrer', act: 'liaison-supprimee' },
    schema: z.object({ confirmation: z.string().trim() }),
    async work({ linkId, userId, input, audit }) {
      const { database, clock } = await service();
      const { demarche } = await readManagedLink(database, linkId);
      if (input.confirmation.replace(/\s/g, '') !== String(demarche)) {
        const text = `Pour confirmer, tapez le numéro de la démarche : ${demarche}.`;
        return [{ field: 'confirmation', text }];
      }
      const answer = await deleteLink({ database, clock }, linkId, userId);
      await audit();
      if (answer.status === 'apres_execution') {
        await announceCancel(await inngestClient(), { runId: answer.runId, linkId });
      }
      redirect(`/liaisons/supprimee${answer.status === 'supprimee' ? '' : '?fin=bientot'}`);
    },
  });
}

async function service(): Promise<Service> {
  return { database: await siteDatabase(), clock: SYSTEM_CLOCK };
}

function refresh(linkId: string): void {
  revalidatePath(`/liaisons/${linkId}`, 'layout');
}
