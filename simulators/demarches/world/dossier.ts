// One dossier as the simulated DN keeps it: columns, history, and everything around its champs.

import type { Etablissement } from '../../../lib/sync/model/dossier';
import { Dice, fold } from '../content/dice';
import { file, files, type StoredFile } from '../content/files';
import { etablissement, siretNumber } from '../content/organisations';
import { type Person, person } from '../content/people';
import { paragraphs, sentence, words } from '../content/texts';
import type { Revision } from '../form/field';
import { DAY, type Micros, printDay, SECOND } from '../time/instant';
import type { StoredAvis, StoredMessage, StoredTraitement } from './changes';
import type { DossierState } from './state';
import type { Groupe, Instructeur, Label, World } from './world';

export type StoredDemandeur =
  | {
      readonly type: 'physique';
      readonly person: Person;
      readonly email: string | null;
      readonly birth: string | null;
    }
  | { readonly type: 'morale'; readonly etablissement: Etablissement }
  | { readonly type: 'morale_incomplete'; readonly siret: string };

/** Everything but champs, annotations, and the lists below. */
export type StoredDossier = {
  readonly index: number;
  readonly number: number;
  readonly state: DossierState;
  readonly archived: boolean;
  readonly prefilled: boolean;
  readonly revision: Revision;
  readonly groupe: Groupe;
  readonly deposeAt: Micros;
  readonly enConstructionAt: Micros;
  readonly enInstructionAt: Micros | null;
  readonly processedAt: Micros | null;
  readonly updatedAt: Micros;
  readonly champsAt: Micros;
  readonly annotationsAt: Micros;
  readonly expiresAt: Micros | null;
  readonly hiddenByUserAt: Micros | null;
  readonly hiddenByAdministrationAt: Micros | null;
  readonly accuseLectureAt: Micros | null;
  /** `YYYY-MM-DD`. */
  readonly svaDay: string | null;
  readonly svaAt: Micros | null;
  readonly motivation: string | null;
  /** Of the generated decision, whatever was decided since. */
  readonly firstMotivation: string;
  readonly motivationFile: StoredFile | null;
  readonly attestation: StoredFile | null;
  /** Who wrote and instructed at first, whatever changed hands since. */
  readonly first: { readonly usagerEmail: string; readonly agentEmail: string };
  readonly usager: { readonly id: number; readonly email: string; readonly deleted: boolean };
  readonly connection: 'france_connect' | 'password' | 'deleted';
  readonly demandeur: StoredDemandeur;
  readonly mandataire: { readonly prenom: string | null; readonly nom: string | null };
  readonly tiers: boolean | null;
  readonly followers: readonly Instructeur[];
  readonly labels: readonly Label[];
};

const FACTS = 31;
const MESSAGES = 32;
const AVIS = 33;
const COMPLETED = 34;
const EVENTS: Readonly<Record<DossierState, string>> = {
  en_construction: 'depose',
  en_instruction: 'passe_en_instruction',
  accepte: 'accepte',
  refuse: 'refuse',
  sans_suite: 'classe_sans_suite',
};

export const isFinished = (state: DossierState): boolean =>
  state !== 'en_construction' && state !== 'en_instruction';

const demandeur = (world: World, dice: Dice): StoredDemandeur => {
  const kind = world.settings.demandeurs;
  if (kind === 'physique' || (kind === 'mixte' && dice.chance(0.5))) {
    const who = person(dice);
    const birth = dice.chance(0.4)
      ? null
      : printDay(world.span.from - dice.between(18 * 365, 80 * 365) * DAY);
    return { type: 'physique', person: who, email: dice.chance(0.3) ? null : who.email, birth };
  }
  if (dice.chance(0.06)) return { type: 'morale_incomplete', siret: siretNumber(dice) };
  return { type: 'morale', etablissement: etablissement(dice) };
};

/** What API Entreprise says in the end of a demandeur that was incomplete. */
const completed = (filed: StoredDemandeur, world: World, index: number): StoredDemandeur =>
  filed.type === 'morale_incomplete'
    ? {
        type: 'morale',
        etablissement: { ...etablissement(new Dice(fold(world.seed, index, COMPLETED))), siret: filed.siret },
      }
    : filed;

/** Reads one dossier. Its date of modification and its state come from columns, the rest from its seed and changes. */
export const readDossier = (world: World, index: number): StoredDossier => {
  const { table } = world;
  const dice = new Dice(fold(world.seed, index, FACTS));
  const past = world.history(index);
  const changes = world.changes(index);
  const state = table.state(index);
  const finished = isFinished(state);
  const enInstructionAt =
    changes?.enInstructionAt === undefined ? past.enInstructionAt : changes.enInstructionAt;
  const processedAt = changes?.processedAt === undefined ? past.processedAt : changes.processedAt;
  const deposeAt = table.deposeAt(index);
  const who = person(dice);
  const filed = demandeur(world, dice);
  const applicant = changes?.etablissementComplete === true ? completed(filed, world, index) : filed;
  const generatedDeleted = dice.chance(0.03);
  const deleted = changes?.usagerDeleted ?? generatedDeleted;
  const connected = dice.chance(0.3) ? 'france_connect' : 'password';
  const tiers = dice.chance(0.1);
  const proxy = person(dice);
  const groupe = world.groupeOf(index);
  const sva = dice.chance(0.1);
  const motivation = sentence(dice);
  const motivationFile = dice.chance(0.1) ? file(dice, processedAt ?? deposeAt) : null;
  const generatedAttestation = dice.chance(0.8);
  const attested = changes?.attestationReady ?? (generatedAttestation && changes?.processedAt === undefined);
  const attestation = {
    ...file(dice, processedAt ?? deposeAt),
    filename: `attestation-${world.numberOf(index)}.pdf`,
  };
  const acknowledged = dice.chance(0.3);
  const generatedLabels = world.rich ? world.labels.filter(() => dice.chance(0.15)) : [];
  const generatedFollowers = groupe.instructeurs.filter(() => dice.chance(0.4));
  const followed = changes?.followers;
  const labelled = changes?.labels;
  return {
    index,
    number: world.numberOf(index),
    state,
    archived: table.archived(index),
    prefilled: dice.chance(0.05),
    revision: world.revisionOf(index),
    groupe,
    deposeAt,
    enConstructionAt: changes?.enConstructionAt ?? deposeAt,
    enInstructionAt,
    processedAt: finished ? processedAt : null,
    updatedAt: table.updatedAt(index),
    champsAt: changes?.champsAt ?? deposeAt,
    annotationsAt: changes?.annotationsAt ?? deposeAt,
    expiresAt:
      state === 'en_instruction'
        ? null
        : (changes?.expiresAt ?? (finished ? (processedAt ?? deposeAt) : deposeAt) + 365 * DAY),
    hiddenByUserAt: table.hiddenByUserAt(index),
    hiddenByAdministrationAt: table.hiddenByAdministrationAt(index),
    accuseLectureAt: finished && acknowledged && processedAt !== null ? processedAt + 3600 * SECOND : null,
    svaDay: sva ? printDay(deposeAt + 60 * DAY) : null,
    svaAt: sva && finished ? processedAt : null,
    motivation: finished ? (changes?.motivation === undefined ? motivation : changes.motivation) : null,
    firstMotivation: motivation,
    motivationFile: finished ? motivationFile : null,
    attestation: state === 'accepte' && attested ? attestation : null,
    first: {
      usagerEmail: who.email,
      agentEmail: world.groupes[past.group]?.instructeurs[0]?.email ?? 'contact@exemple.fr',
    },
    usager: { id: 40_000 + index, email: changes?.usagerEmail ?? who.email, deleted },
    connection: deleted ? 'deleted' : connected,
    demandeur: applicant,
    mandataire: tiers ? { prenom: proxy.prenom, nom: proxy.nom } : { prenom: null, nom: null },
    tiers: dice.chance(0.05) ? null : tiers,
    followers:
      followed == null
        ? generatedFollowers
        : world.groupes.flatMap((one) => one.instructeurs).filter(({ id }) => followed.includes(id)),
    labels: labelled == null ? generatedLabels : world.labels.filter(({ id }) => labelled.includes(id)),
  };
};

const BODIES = [
  '<p>Bonjour,</p><p>Merci de joindre <b>le devis signé</b>.</p>',
  'Bonjour, c’est noté.\nCordialement',
  '=SOMME(1)',
];

/** The thread of a dossier, oldest first; a discarded message is listed with an empty body (facts §4). */
export const messagesOf = (world: World, dossier: StoredDossier): StoredMessage[] => {
  const dice = new Dice(fold(world.seed, dossier.index, MESSAGES));
  const generated = Array.from(
    { length: world.rich ? dice.pick([0, 0, 1, 2]) : 0 },
    (_, rank): StoredMessage => {
      const createdAt = dossier.deposeAt + (rank + 1) * 3600 * SECOND;
      const discarded = dice.chance(0.15);
      const fromUs = dice.chance(0.6);
      const body = dice.pick(BODIES);
      const correction = fromUs && dice.chance(0.4);
      return {
        id: 500_000 + dossier.index * 10 + rank,
        email: fromUs ? dossier.first.agentEmail : dossier.first.usagerEmail,
        body: discarded ? '' : body,
        createdAt,
        discardedAt: discarded ? createdAt + 60 * SECOND : null,
        correction: correction
          ? {
              reason: dice.pick(['incomplete', 'incorrect', 'outdated'] as const),
              resolvedAt: dossier.state === 'en_construction' && dice.chance(0.7) ? null : createdAt + DAY,
            }
          : null,
        files: dice.chance(0.3) ? [file(dice, createdAt)] : [],
      };
    },
  );
  return [...generated, ...(world.changes(dossier.index)?.messages ?? [])];
};

/** Date of the last correction that the usager has not answered. */
export const pendingCorrectionAt = (messages: readonly StoredMessage[]): Micros | null =>
  messages.reduce<Micros | null>(
    (last, { correction, createdAt, discardedAt }) =>
      correction !== null && correction.resolvedAt === null && discardedAt === null ? createdAt : last,
    null,
  );

export const avisOf = (world: World, dossier: StoredDossier): StoredAvis[] => {
  const dice = new Dice(fold(world.seed, dossier.index, AVIS));
  const changes = world.changes(dossier.index);
  const generated = Array.from(
    { length: world.rich ? dice.pick([0, 0, 0, 1, 2]) : 0 },
    (_, rank): StoredAvis => {
      const id = 600_000 + dossier.index * 10 + rank;
      const askedAt = dossier.deposeAt + (rank + 2) * 7200 * SECOND;
      const answered = dice.chance(0.6);
      const closed = dice.chance(0.3);
      return {
        id,
        question: dice.chance(0.2) ? words(dice) : 'Le projet est-il conforme ?',
        questionLabel: closed ? 'Avis favorable ?' : null,
        questionAnswer: closed && answered ? dice.chance(0.5) : null,
        reponse: answered ? paragraphs(dice) : dice.chance(0.5) ? '' : null,
        askedAt,
        // DN shows the row's own date even when nobody answered (facts §4).
        updatedAt: answered ? askedAt + 2 * DAY : askedAt,
        claimantEmail: dossier.first.agentEmail,
        expertEmail: dice.chance(0.1) ? null : `expert${dice.below(20)}@exemple.fr`,
        files: answered && dice.chance(0.3) ? files(dice, askedAt) : [],
      };
    },
  );
  if (changes === undefined || changes.avis.size === 0) return generated;
  const known = new Set(generated.map(({ id }) => id));
  return [
    ...generated.map((one) => changes.avis.get(one.id) ?? one),
    ...[...changes.avis.values()].filter(({ id }) => !known.has(id)),
  ];
};

export const traitementsOf = (world: World, dossier: StoredDossier): StoredTraitement[] => {
  const past = world.history(dossier.index);
  const agent = dossier.first.agentEmail;
  const id = 700_000 + dossier.index * 10;
  const filed: StoredTraitement = {
    id,
    event: 'depose',
    state: 'en_construction',
    at: dossier.deposeAt,
    agentEmail: null,
    motivation: null,
  };
  const begun: StoredTraitement[] =
    past.enInstructionAt === null
      ? []
      : [
          {
            ...filed,
            id: id + 1,
            event: EVENTS.en_instruction,
            state: 'en_instruction',
            at: past.enInstructionAt,
            agentEmail: agent,
          },
        ];
  const decided: StoredTraitement[] =
    past.processedAt === null || !isFinished(past.state)
      ? []
      : [
          {
            ...filed,
            id: id + 2,
            event: EVENTS[past.state],
            state: past.state,
            at: past.processedAt,
            agentEmail: agent,
            motivation: dossier.firstMotivation,
          },
        ];
  return [filed, ...begun, ...decided, ...(world.changes(dossier.index)?.traitements ?? [])];
};
