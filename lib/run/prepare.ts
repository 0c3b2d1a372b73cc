// Prepare: read the form, refuse early what cannot go on, and tell what is out of the ordinary.

import { Failure } from '../errors/failure';
import type { Workshop } from './workshop';

export type PreparePolicy = {
  /** The user wants a démarche that is closed to new dossiers synchronised for the first time all the same. */
  readonly acceptClosed: boolean;
};

export type Prepared = {
  readonly title: string;
  readonly fields: number;
  readonly dossiersCount: number | null;
  /** The descriptors could not be read: the columns are those that some dossiers show. */
  readonly fromSample: boolean;
  /** Fields of a type unknown to this code, written as text. */
  readonly unknownTypes: readonly { readonly label: string; readonly typename: string }[];
};

/** DN: 1 request (2 when the instance's schema is not cached). Grist: none, or the access check on a first run. */
export async function prepare(workshop: Workshop, policy: PreparePolicy): Promise<Prepared> {
  const { ports } = workshop;
  ports.journal.write({ type: 'phase', phase: 'preparation' });
  const { demarche, shape } = await workshop.readForm();
  const link = await workshop.link();
  const isFirst = link.bindings.tables.length === 0;
  if (demarche.state === 'close' && isFirst && !policy.acceptClosed) throw new Failure('DEMARCHE_CLOSE');
  // Before anything is written for the first time: role, write probe, and what is missing said in words.
  if (isFirst) await ports.destination.check();
  const fromSample = demarche.form.origin === 'sample';
  if (fromSample) {
    ports.journal.write({
      type: 'notice',
      sentence:
        'Le formulaire n’a pas pu être lu : les colonnes sont déduites de quelques dossiers et peuvent être incomplètes.',
    });
  }
  for (const { label, typename } of shape.unknownTypes) {
    ports.journal.write({
      type: 'notice',
      sentence: `Type inconnu : le champ « ${label} » (${typename}) est écrit comme un texte.`,
    });
  }
  return {
    title: demarche.title,
    fields: demarche.form.champs.length + demarche.form.annotations.length,
    dossiersCount: demarche.dossiersCount,
    fromSample,
    unknownTypes: shape.unknownTypes,
  };
}
