// What a person downloads of what the service knows of them, in French words.

import type { OwnData } from '../../../lib/store/own-data';

/** A JSON text, with its instants in ISO 8601. */
export function ownDataFile({ user, secrets, acts, runs, received, sent, entry, invited }: OwnData): string {
  const { email, givenName, usualName, siret, createdAt, alertDigest } = user;
  return JSON.stringify(
    {
      lisezMoi:
        'Tout ce que ce service sait de vous. Les jetons et les clés que vous avez confiés sont chiffrés et ne sont jamais rendus\u00a0: seuls leurs quatre derniers caractères sont là.',
      compte: {
        courriel: email,
        prenom: givenName,
        nom: usualName,
        siret,
        creeLe: createdAt,
        alertes: alertDigest ? 'un message par jour' : 'à chaque changement',
      },
      moyensDeConnexion: user.accounts.map((account) => ({
        moyen: account.provider,
        identifiant: account.providerAccountId,
        courriel: account.email,
        fournisseurDIdentite: account.identityProvider,
        creeLe: account.createdAt,
        derniereConnexion: account.lastUsedAt,
      })),
      sessions: user.sessions.map((session) => ({
        appareil: session.device,
        ouverteLe: session.createdAt,
        vueLe: session.lastSeenAt,
        finLe: session.expiresAt,
      })),
      liaisons: user.memberships.map(({ role, createdAt: since, link }) => ({
        ...linkOf(link),
        titre: link.name ?? link.title,
        role,
        depuis: since,
      })),
      alertesRefusees: user.mutes.map(({ mutedAt, link }) => ({ ...linkOf(link), depuis: mutedAt })),
      liaisonsCommencees: user.drafts.map((draft) => ({
        etape: draft.step,
        demarche: draft.demarche,
        titre: draft.title,
        document: draft.documentName,
        commenceeLe: draft.createdAt,
        modifieeLe: draft.updatedAt,
      })),
      secretsConfies: secrets.map((secret) => ({
        genre: secret.kind,
        site: secret.origin,
        derniersCaracteres: secret.hint,
        donneLe: secret.givenAt,
        expireLe: secret.expiresAt,
      })),
      executionsDemandeesOuAnnulees: runs.map(({ kind, requestedAt, cancelRequestedAt, link }) => ({
        ...linkOf(link),
        genre: kind,
        demandeeLe: requestedAt,
        annulationDemandeeLe: cancelRequestedAt,
      })),
      messages: user.messages.map((message) => ({
        genre: message.kind,
        objet: message.subject,
        ecritLe: message.createdAt,
        envoyeLe: message.sentAt,
      })),
      invitationsRecues: [...received, ...entry].map(invitationOf),
      // The address of whoever was invited is theirs.
      invitationsEnvoyees: [...sent, ...invited].map((one) => ({ ...invitationOf(one), courriel: null })),
      journalDesActes: acts.map(({ at, act, object, network }) => ({
        le: at,
        acte: act,
        objet: object,
        reseau: network,
      })),
    },
    null,
    2,
  );
}

function linkOf(link: OwnData['runs'][number]['link']) {
  return { liaison: link.id, demarche: link.demarche };
}

function invitationOf(one: {
  readonly email: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly role?: string;
}) {
  return { courriel: one.email, role: one.role ?? null, le: one.createdAt, jusquAu: one.expiresAt };
}
