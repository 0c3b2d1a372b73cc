'use server';
// What the steps of a new link ask for. Each one tests itself, keeps what is right, and leads to the next.

import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import type { FormState } from '../../../components/form/state';
import { readDataForm } from '../../../components/link-settings/read-data';
import { readScheduleForm } from '../../../components/link-settings/read-schedule';
import { announceRun } from '../../../inngest/events';
import { inngestClient, runs } from '../../../inngest/running';
import { record } from '../../../lib/access/audit';
import { requireThisSite, signedIn, visitor } from '../../../lib/access/request';
import { access, site, siteDatabase } from '../../../lib/access/service';
import { spendDeparture } from '../../../lib/access/widget/departure';
import { Failure } from '../../../lib/errors/failure';
import { readDocumentAddress } from '../../../lib/grist/address';
import { mySecret } from '../../../lib/links/connect/credentials';
import { readDemarcheNumber } from '../../../lib/links/connect/demarche-number';
import { confirmDemarche, findDemarche } from '../../../lib/links/connect/find-demarche';
import { makeLink } from '../../../lib/links/connect/finish';
import { giveToken } from '../../../lib/links/connect/give-token';
import {
  allConverted,
  choicesOf,
  contradicts,
  settleDraft,
  surveyDraft,
} from '../../../lib/links/connect/original';
import type { Secret } from '../../../lib/links/connect/probes';
import { stepOnceSaved } from '../../../lib/links/connect/steps';
import { tieDocument } from '../../../lib/links/connect/tie-document';
import { requestRun } from '../../../lib/links/runs/request';
import { readSettings } from '../../../lib/links/settings';
import { deleteDraft, insertDraft, updateDraft } from '../../../lib/store/draft-rows';
import { SYSTEM_CLOCK } from '../../../lib/wiring';
import { act } from '../../act';
import { stepPath } from './[brouillon]/draft-gate';
import { readChoices } from './[brouillon]/reprise/choice-names';
import { actOnDraft, atField, type OnDraft } from './on-draft';

const NEW = 'nouveau';
const HERE = '/liaisons/nouvelle';

const typed = z.string().default('');

export async function startDraft(): Promise<void> {
  await requireThisSite();
  const { person } = await signedIn(HERE);
  const id = await insertDraft({ database: await siteDatabase(), clock: SYSTEM_CLOCK }, person.id);
  await record(await access(), await visitor(), {
    ...{ actorId: person.id, act: 'brouillon-commence', object: `brouillon:${id}` },
  });
  redirect(stepPath(id, 'jeton'));
}

/** What the widget proved, against a draft that begins with its document. Everything else is asked as usual. */
export async function startFromGrist(_before: FormState, form: FormData): Promise<FormState> {
  return act(form, {
    ...{ path: `${HERE}/depuis-grist`, act: 'brouillon-commence', secrets: ['preuve'] },
    gate: async (userId) => ({ object: `personne:${userId}` }),
    schema: z.object({ preuve: typed }),
    work: async ({ userId, input }) => {
      const { grist, document } = await spendDeparture(await access(), input.preuve);
      const service = { database: await siteDatabase(), clock: SYSTEM_CLOCK };
      const id = await insertDraft(service, userId, { destinationUrl: grist, document });
      await record(await access(), await visitor(), {
        ...{ actorId: userId, act: 'brouillon-commence', object: `brouillon:${id}` },
      });
      redirect(stepPath(id, 'jeton'));
    },
  });
}

export async function removeDraft(form: FormData): Promise<void> {
  await requireThisSite();
  const { person } = await signedIn(HERE);
  const id = String(form.get('brouillon') ?? '').slice(0, 36);
  if (!(await deleteDraft(await siteDatabase(), { id, ownerId: person.id }))) notFound();
  await record(await access(), await visitor(), {
    ...{ actorId: person.id, act: 'brouillon-abandonne', object: `brouillon:${id.toLowerCase()}` },
  });
  redirect(HERE);
}

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
      return onward({ draft }, 'demarche', audit);
    },
  });
}

const BOTH =
  'Vous avez aussi choisi pour une colonne\u00a0: «\u00a0Choisir colonne par colonne\u00a0» est maintenant coché. Enregistrez de nouveau, ou choisissez autrement.';

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
      return onward({ draft }, 'demarche', audit);
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
      return onward({ draft }, 'document', audit);
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
          const address = addressOf(input.document);
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
      return onward({ draft }, tried.done.status === 'tied' ? 'donnees' : 'document', audit);
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
    ...{ step: 'donnees', act: 'donnees-choisies', schema: z.looseObject({}) },
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
      return onward({ draft }, looked.done === null ? 'apercu' : 'reprise', audit);
    },
  });
}

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
      return onward({ draft }, 'apercu', audit);
    },
  });
}

export async function acceptPreview(_before: FormState, form: FormData): Promise<FormState> {
  return actOnDraft(form, {
    ...{ step: 'apercu', act: 'apercu-vu', schema: z.object({}) },
    work: async ({ draft, sealing, audit }) => {
      await updateDraft(sealing, draft, { step: stepOnceSaved(draft, 'apercu', false) });
      return onward({ draft }, 'planification', audit);
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

async function onward(
  { draft }: Pick<OnDraft, 'draft'>,
  step: Parameters<typeof stepPath>[1],
  audit: () => Promise<void>,
): Promise<never> {
  await audit();
  redirect(stepPath(draft.id, step));
}

/** What was pasted, as a header carries it; null when it cannot be a secret. */
function secretText(pasted: string): string | null {
  const text = pasted.trim().replace(/^Bearer\s+/i, '');
  return /^[\x21-\x7e]{8,4000}$/.test(text) ? text : null;
}

function originOf(text: string): string | null {
  const trimmed = text.trim();
  const url = URL.parse(/^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  return url === null || url.username !== '' || url.password !== '' ? null : url.origin;
}

/** An address leads somewhere by itself; an identifier alone is of the site that is proposed. Throws what is unreadable. */
function addressOf(pasted: string) {
  const text = pasted.trim();
  if (text.length > 2_000) throw new Failure('GRIST_URL_INVALIDE');
  const isId = /^[A-Za-z0-9~_-]{8,}$/.test(text);
  const url = isId ? (site().instances.grist[0] ?? '') : text;
  const document = isId ? text : null;
  return { url, document, origin: readDocumentAddress({ url, document }).origin };
}

function hostOf(origin: string | null): string {
  return origin === null ? '' : new URL(origin).host;
}

function today(): string {
  return new Date(SYSTEM_CLOCK.now()).toISOString().slice(0, 10);
}
