// The support bundle of a link: what helps somebody else understand it, and nothing that is anybody's. It is made of a
// closed list of counts, codes, instants and settings: no token, no hint of one, no e-mail address, no sentence of a run,
// no fact of a failure, no label of a field.

import { readChanges } from '../../store/change-rows';
import { readCredential } from '../../store/credentials';
import { openFailures } from '../../store/failure-rows';
import { fileStanding } from '../../store/file-rows';
import { historyRows } from '../../store/history-rows';
import { readLink } from '../../store/link-rows';
import { readManagedLink } from '../../store/managed-links';
import { lastProofs } from '../../store/proof-rows';
import { storedRunScope } from '../../store/run-requests';
import { standingNow } from '../files/standing';
import type { Service } from '../service';
import { readSettings } from '../settings';
import { probeOf } from './probe';
import { LOOKED_AT } from './troubles';

/** JSON, two spaces. Throws LIAISON_INCONNUE. */
export async function supportBundle(
  { database, clock }: Service,
  linkId: string,
  versions: Readonly<Record<string, string>>,
): Promise<string> {
  const [link, known, runs, failures, changes, proofs, files] = await Promise.all([
    readManagedLink(database, linkId),
    readLink(database, linkId),
    historyRows(database, linkId, null, LOOKED_AT),
    openFailures(database, linkId),
    readChanges(database, linkId, 'all'),
    lastProofs(database, linkId),
    fileStanding(database, linkId),
  ]);
  const { scope, options, policies, filesCeiling } = readSettings(link.settings);
  const probe = probeOf(link.probe);
  return JSON.stringify(
    {
      fait_le: new Date(clock.now()).toISOString(),
      versions,
      liaison: {
        identifiant: link.id,
        demarche: link.demarche,
        site_demarche: link.sourceUrl,
        document: link.document,
        site_document: link.destinationUrl,
        creee_le: link.createdAt,
        a_jour_le: link.freshAt,
        en_pause_depuis: link.pausedAt,
        prochaine: link.nextDueAt,
        echecs_de_suite: link.consecutiveFailures,
        decisions_attendues: link.decisionsAwaited,
        planification: link.schedule,
      },
      reglages: {
        portee: { ...scope, groupes: scope.groupes.length },
        options: {
          ...options,
          exclus: options.exclus.length,
          fichiersCopies: options.fichiersCopies.length,
        },
        plafond_des_fichiers: filesCeiling ?? null,
        regles: policies,
      },
      acces: {
        demarche_numerique: await secretFacts(database, link.sourceCredentialId),
        grist: await secretFacts(database, link.destinationCredentialId),
        dernier_essai: probe === null ? null : probeFacts(probe),
      },
      fichiers: standingNow(files, options.fichiersCopies.length),
      lecture: { ...known.cursor, checkpoint: known.cursor.checkpoint !== null },
      tables: known.bindings.tables.map(({ key, ref, columns }) => ({
        genre: key.split(':')[0],
        supprimee: ref === 0,
        colonnes: columns.length,
        colonnes_supprimees: columns.filter((column) => column.ref === 0).length,
        colonnes_figees: columns.filter(({ retired }) => retired !== undefined).length,
      })),
      changements: changes
        .slice(-LOOKED_AT)
        .map(({ number, kind, status, reason, cells, firstSeenAt, settledAt }) => ({
          ...{ number, kind, status, reason, cells, firstSeenAt, settledAt },
        })),
      preuves: proofs,
      dossiers_en_echec: failures.map(({ number, code }) => ({ dossier: number, code })),
      executions: runs.map((run) => ({
        ...{ id: run.id, genre: run.kind, declencheur: run.trigger, etat: run.status, code: run.code },
        ...{ demandee: run.requestedAt, debut: run.startedAt, fin: run.endedAt },
        portee: storedRunScope.safeParse(run.scope).data?.mode ?? null,
        ...{ lus: run.read, ajoutes: run.added, modifies: run.updated, inchanges: run.unchanged },
        ...{ retires: run.removed, hors_portee: run.outOfScope, echecs: run.failed },
        ...{ avertissements: run.warnings, trafic: run.traffic, phases: run.phases },
      })),
    },
    null,
    2,
  );
}

async function secretFacts(database: Service['database'], id: string | null) {
  if (id === null) return null;
  const { kind, givenAt, expiresAt, refusal } = await readCredential(database, id);
  return { genre: kind, donne_le: givenAt, expire_le: expiresAt, refus: refusal };
}

function probeFacts({ at, milliseconds, demarches, grist }: NonNullable<ReturnType<typeof probeOf>>) {
  const demarche = demarches.ok
    ? { ok: true, etat: demarches.found.state, dossiers: demarches.found.dossiersCount }
    : { ok: false, code: demarches.code };
  const { ok } = grist;
  const document = grist.ok
    ? { ok, role: grist.found.role, ecriture: grist.found.canWrite, lectures: grist.found.canQuery }
    : { ok, code: grist.code };
  return { le: at, millisecondes: milliseconds, demarche_numerique: demarche, grist: document };
}
