// The public face of a démarche, as seen from a dossier or alone. Its revision is the dossier's.

import type { Revision } from '../form/field';
import type { Source } from '../graphql/execute';
import type { World } from '../world/world';
import { revisionSource } from './descriptor';
import { typedId } from './ids';

const SERVICE: Source = {
  id: typedId('Service', 1),
  nom: 'Bureau des lieux de proximité',
  organisme: 'Direction de l’exemple',
  siret: '00000000000018',
  typeOrganisme: 'administration_centrale',
  departement: null,
};

/** What the démarche and its descriptor have in common, read when it is asked. */
export const demarcheCommon = (world: World): Source => ({
  id: typedId('Procedure', world.settings.number),
  number: world.settings.number,
  title: () => world.title,
  description: 'Une démarche fictive pour essayer.',
  state: () => world.state,
  declarative: null,
  dateCreation: () => world.revisions[0]?.createdAt,
  datePublication: () => (world.state === 'brouillon' ? null : world.revisions[0]?.publishedAt),
  dateDerniereModification: () => world.updatedAt,
  dateDepublication: () => (world.state === 'depubliee' ? world.updatedAt : null),
  dateFermeture: () => (world.state === 'close' ? world.updatedAt : null),
  service: SERVICE,
});

const descriptors = new WeakMap<World, WeakMap<Revision, Source>>();

/** Made once for each revision: every dossier shows one. */
export const demarcheDescriptorSource = (world: World, revision: Revision): Source => {
  const known = descriptors.get(world) ?? new WeakMap<Revision, Source>();
  descriptors.set(world, known);
  let source = known.get(revision);
  if (source === undefined) {
    source = {
      ...demarcheCommon(world),
      revision: revisionSource(revision),
      dateLimite: null,
      demarcheURL: 'https://exemple.fr/commencer/lieux-de-proximite',
      dossiersCount: () => countVisible(world),
      dureeConservationDossiers: 12,
      forIndividual: world.settings.demandeurs === 'physique',
      opendata: false,
      tags: [],
      zones: [],
    };
    known.set(revision, source);
  }
  return source;
};

/** Dossiers that the administration sees. */
export const countVisible = (world: World): number => {
  let count = 0;
  for (let index = 0; index < world.table.count; index += 1) if (world.table.visible(index)) count += 1;
  return count;
};
