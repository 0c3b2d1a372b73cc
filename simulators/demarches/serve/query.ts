// The root of the simulated API: démarche, dossier, groupe instructeur; and who may see them.

import { QueryError, ServerError } from '../graphql/errors';
import type { Execution, Source } from '../graphql/execute';
import { FOREIGN_NUMBERS, type Groupe } from '../world/world';
import { demarcheCommon, demarcheDescriptorSource } from './demarche-descriptor';
import { descriptorSource, revisionSource } from './descriptor';
import { dossierSource, groupeSource, labelSource, profile } from './dossier';
import {
  type DossiersArguments,
  deletedConnection,
  dossiersConnection,
  pendingConnection,
  type TombstonesArguments,
} from './dossiers';
import { idNumber } from './ids';
import type { Session } from './session';

const hidden = (type: string): QueryError =>
  new QueryError(`An object of type ${type} was hidden due to permissions`, 'unauthorized');

const lists = (session: Session, groupe: Groupe | null): Source => ({
  dossiers: (args: DossiersArguments) => {
    if (session.faults.timeoutAfter === -1) throw new QueryError('Timeout on Demarche.dossiers', 'timeout');
    return dossiersConnection(session, args, groupe);
  },
  deletedDossiers: (args: TombstonesArguments) => deletedConnection(session, args, groupe),
  pendingDeletedDossiers: (args: TombstonesArguments) => pendingConnection(session, args, groupe),
});

const demarcheSource = (session: Session): Source => {
  const { world } = session;
  const { active } = world;
  return {
    ...demarcheCommon(world),
    ...lists(session, null),
    activeRevision: () => revisionSource(active),
    draftRevision: () => revisionSource(world.draft),
    publishedRevision: () => (world.state === 'brouillon' ? null : revisionSource(active)),
    revisions: () => world.revisions.map(revisionSource),
    champDescriptors: () => active.form.champs.map(descriptorSource),
    annotationDescriptors: () => active.form.annotations.map(descriptorSource),
    groupeInstructeurs: ({ closed }: { closed?: boolean | null }) => {
      // The argument crashed the server before August 2026 (facts §4).
      if (closed != null && session.variant === '2026-01') throw new ServerError('closed.true?');
      return world.groupes.filter((one) => closed == null || one.closed === closed).map(groupeSource);
    },
    labels: () => world.labels.map(labelSource),
    administrateurs: () => [profile('Administrateur', 1, 'administration@exemple.fr')],
    chorusConfiguration: null,
  };
};

const isOurs = (session: Session, number: number | undefined): boolean =>
  number === session.world.settings.number && session.world.exists;

/** The sources of one request. */
export const rootSource = (session: Session): Source => {
  const { world } = session;
  return {
    demarche: ({ number }: { number: number }) => {
      if (!isOurs(session, number)) throw new QueryError('Demarche not found', 'not_found');
      if (!session.authorized) throw hidden('Demarche');
      return demarcheSource(session);
    },
    demarcheDescriptor: ({ demarche }: { demarche: { number?: number; id?: string } }) => {
      const number = demarche.number ?? idNumber(demarche.id ?? '') ?? undefined;
      if (!isOurs(session, number)) throw new QueryError('DemarcheDescriptor not found', 'not_found');
      if (!session.authorized) throw hidden('DemarcheDescriptor');
      return demarcheDescriptorSource(world, world.active);
    },
    dossier: ({ number }: { number: number }, execution: Execution) => {
      if (number >= FOREIGN_NUMBERS[0] && number <= FOREIGN_NUMBERS[1]) throw hidden('Dossier');
      const index = world.indexOf(number);
      if (index === null || !world.exists || !world.table.visible(index)) {
        throw new QueryError('Dossier not found', 'not_found');
      }
      if (!session.authorized) throw hidden('Dossier');
      session.served.add(number);
      if (session.faults.timeoutAfter !== null) execution.expire();
      if (session.faults.nullNumbers.has(number)) {
        throw new QueryError('Cannot return null for non-nullable field Dossier.demandeur', 'invalid_null');
      }
      return dossierSource(session, index);
    },
    groupeInstructeur: ({ number }: { number: number }) => {
      const groupe = world.groupes.find(({ id }) => id === number);
      if (groupe === undefined || !world.exists)
        throw new QueryError('GroupeInstructeurWithDossiers not found', 'not_found');
      if (!session.authorized) throw hidden('GroupeInstructeurWithDossiers');
      return { ...groupeSource(groupe), ...lists(session, groupe) };
    },
  };
};
