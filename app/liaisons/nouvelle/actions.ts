'use server';
// What the steps of a new link ask for. Each one tests itself, keeps what is right, and leads to the next.

import { redirect } from 'next/navigation';
import { z } from 'zod';
import type { FormState } from '../../../components/form/state';
import { readDataForm } from '../../../components/link-settings/read-data';
import { readScheduleForm } from '../../../components/link-settings/read-schedule';
import { announceRun } from '../../../inngest/events';
import { inngestClient, runs } from '../../../inngest/running';
import { record } from '../../../lib/access/audit';
import { visitor } from '../../../lib/access/request';
import { access, site } from '../../../lib/access/service';
import { mySecret } from '../../../lib/links/connect/credentials';
import { readDemarcheNumber } from '../../../lib/links/connect/demarche-number';
import { confirmDemarche, findDemarche } from '../../../lib/links/connect/find-demarche';
import { makeLink } from '../../../lib/links/connect/finish';
import { giveToken } from '../../../lib/links/connect/give-token';
import { choicesOf, settleDraft, surveyDraft } from '../../../lib/links/connect/original';
import type { Secret } from '../../../lib/links/connect/probes';
import { stepOnceSaved } from '../../../lib/links/connect/steps';
import { tieDocument } from '../../../lib/links/connect/tie-document';
import { requestRun } from '../../../lib/links/runs/request';
import { readSettings } from '../../../lib/links/settings';
import { updateDraft } from '../../../lib/store/draft-rows';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import { actOnDraft, atField, onward } from './on-draft';
import { addressOf, hostOf, originOf, secretText } from './pasted';

const NEW = 'nouveau';
const typed = z.string().default('');

export async function saveToken(_before: FormState, form: FormData): Promise<FormState> {
  return actOnDraft(form, {
    ...{ step: 'jeton', act: 'jeton-donne', secrets: ['jeton'], tries: true },
    schema: z.object({
      choix: z.string().default(NEW),
      jeton: typed,
      instance: typed,
      expiration: z
        .union([z.literal(''), z.iso.date('Écrivez une date, par exemple 31/12/2027.')])
        .default(''),
    }),
    work: async ({ draft, sealing, probes, input, audit }) => {
      const isNew = input.choix === NEW;
      if (isNew && input.expiration !== '' && input.expiration < today()) {
        return [{ field: 'expiration', text: 'Cette date est passée : ce jeton ne fonctionne plus.' }];
      }
      const text = secretText(input.jeton);
      if (isNew && text === null) return [{ field: 'jeton', text: TOKEN_MISSING }];
      const origin = isNew ? originOf(input.instance || (site().instances.demarches[0] ?? '')) : null;
      if (isNew && origin === null) return [{ field: 'instance', text: 'Cette adresse n’est pas lisible.' }];
      const tried = await atField(
        (code) => (code === 'INSTANCE_NON_AUTORISEE' ? 'instance' : isNew ? 'jeton' : 'choix'),
        async () => {
          const kept = isNew ? null : await mySecret(sealing, draft.ownerId, 'jeton_dn', input.choix);
          const secret: Secret =
            kept === null ? { kind: 'given', text: text ?? '' } : { kind: 'kept', credentialId: kept.id };
          await giveToken(sealing, probes, draft, {
            ...{ secret, origin: kept?.origin ?? origin ?? '' },
            expiresAt: input.expiration === '' ? null : new Date(`${input.expiration}T00:00:00Z`),
          });
        },
      );
      if ('problems' in tried) return tried.problems;
      return onward(draft, 'demarche', audit);
    },
  });
}

const TOKEN_MISSING = 'Collez le jeton entier, d’un seul tenant, sans espace.';

export async function lookForDemarche(_before: FormState, form: FormData): Promise<FormState> {
  return actOnDraft(form, {
    ...{ step: 'demarche', act: 'demarche-choisie', tries: true },
    schema: z.object({ numero: typed }),
    work: async ({ draft, sealing, probes, input, audit }) => {
      const read = readDemarcheNumber(input.numero);
      if (read.status === 'unread') return [{ field: 'numero', text: read.why }];
      if (read.origin !== null && read.origin !== draft.sourceUrl) {
        return [
          {
            field: 'numero',
            text: `Cette adresse n’est pas celle du site de votre jeton (${hostOf(draft.sourceUrl)}). Donnez le numéro seul, ou revenez à l’étape du jeton.`,
          },
        ];
      }
      const found = await atField(
        () => 'numero',
        () => findDemarche(sealing, probes, draft, read.number),
      );
      if ('problems' in found) return found.problems;
      return onward(draft, 'demarche', audit);
    },
  });
}

export async function acceptDemarche(_before: FormState, form: FormData): Promise<FormState> {
  return actOnDraft(form, {
    ...{ step: 'demarche', act: 'demarche-choisie', schema: z.object({}) },
    work: async ({ draft, sealing, audit }) => {
      if (!(await confirmDemarche(sealing, draft))) {
        return [{ field: 'numero', text: 'Donnez d’abord le numéro de la démarche.' }];
      }
      return onward(draft, 'document', audit);
    },
  });
}

export async function saveDocument(_before: FormState, form: FormData): Promise<FormState> {
  return actOnDraft(form, {
    ...{ step: 'document', act: 'document-choisi', secrets: ['cle'], tries: true },
    schema: z.object({
      document: z
        .string()
        .default('')
        .refine((text) => text.trim() !== '', 'Collez l’adresse du document.'),
      choix: z.string().default(NEW),
      cle: typed,
    }),
    work: async ({ draft, sealing, probes, input, audit }) => {
      const isNew = input.choix === NEW;
      const text = secretText(input.cle);
      if (isNew && text === null)
        return [{ field: 'cle', text: 'Collez la clé entière, d’un seul tenant, sans espace.' }];
      const tried = await atField(
        (code) => (KEY_CODES.has(code) ? (isNew ? 'cle' : 'choix') : 'document'),
        async () => {
          const address = addressOf(input.document, site().instances.grist[0] ?? '');
          const secret: Secret = isNew
            ? { kind: 'given', text: text ?? '' }
            : {
                kind: 'kept',
                credentialId: (await mySecret(sealing, draft.ownerId, 'cle_grist', input.choix)).id,
              };
          return tieDocument(sealing, probes, draft, { ...address, secret });
        },
      );
      if ('problems' in tried) return tried.problems;
      return onward(draft, tried.done.status === 'tied' ? 'donnees' : 'document', audit);
    },
  });
}

/** Failures of the document step that the key explains. */
const KEY_CODES: ReadonlySet<string> = new Set([
  'GRIST_CLE_REFUSEE',
  'GRIST_ACCES_INSUFFISANT',
  'GRIST_STRUCTURE_INTERDITE',
  'GRIST_REGLES_ACCES',
  'SECRET_ABSENT',
  'SECRET_ILLISIBLE',
]);

export async function saveData(_before: FormState, form: FormData): Promise<FormState> {
  return actOnDraft(form, {
    ...{ step: 'donnees', act: 'donnees-choisies', schema: z.looseObject({}), tries: true },
    work: async ({ draft, sealing, probes, audit }) => {
      const read = readDataForm(form, readSettings(draft.settings));
      if ('problems' in read) return read.problems;
      const saved = { ...draft, settings: read.settings };
      await updateDraft(sealing, draft, {
        ...{ settings: read.settings, step: stepOnceSaved(draft, 'donnees', false) },
      });
      const looked = await atField(
        () => null,
        () => surveyDraft(probes, saved),
      );
      if ('problems' in looked) return looked.problems;
      // Nothing is converted until somebody says so.
      await settleDraft(sealing, draft, read.settings, looked.done, choicesOf(read.settings.takeOver));
      return onward(draft, looked.done === null ? 'apercu' : 'reprise', audit);
    },
  });
}

export async function acceptPreview(_before: FormState, form: FormData): Promise<FormState> {
  return actOnDraft(form, {
    ...{ step: 'apercu', act: 'apercu-vu', schema: z.object({}) },
    work: async ({ draft, sealing, audit }) => {
      await updateDraft(sealing, draft, { step: stepOnceSaved(draft, 'apercu', false) });
      return onward(draft, 'planification', audit);
    },
  });
}

/** The link, then its first run. A second click leads to the same run. */
export async function createAndSynchronise(_before: FormState, form: FormData): Promise<FormState> {
  return actOnDraft(form, {
    ...{ step: 'planification', act: 'liaison-creee', schema: z.looseObject({}) },
    work: async ({ draft, sealing }) => {
      const read = readScheduleForm(form);
      if ('problems' in read) return read.problems;
      const made = await atField(
        (code) => (code === 'PLANIFICATION_INVALIDE' ? 'expression' : null),
        () => makeLink(sealing, draft, read.schedule),
      );
      if ('problems' in made) return made.problems;
      const { linkId, first } = made.done;
      const note = async (act: 'liaison-creee' | 'synchronisation-demandee') =>
        record(await access(), await visitor(), {
          ...{ actorId: draft.ownerId, act, object: `liaison:${linkId}` },
        });
      if (first) await note('liaison-creee');
      const { works } = await runs();
      const { status, runId } = await requestRun(works.service, {
        ...{ linkId, trigger: 'manuel', by: draft.ownerId },
      });
      if (status === 'requested') {
        await note('synchronisation-demandee');
        await announceRun(await inngestClient(), 'sync', { runId, linkId });
      }
      redirect(`/executions/${runId}`);
    },
  });
}

function today(): string {
  return new Date(SYSTEM_CLOCK.now()).toISOString().slice(0, 10);
}
