// What a census reads of a dossier: everything but its content, so that what changes without moving a date is seen
// (facts/demarches.md §6.2).

import { shortHash } from './hash';
import type { Demandeur, Dossier } from './model/dossier';

export type LightDossier = {
  readonly number: number;
  readonly state: string;
  readonly archived: boolean;
  readonly revisionId: string | null;
  readonly dates: Pick<Dossier['dates'], 'depot' | 'expiration' | 'derniereModification'>;
  readonly groupe: Dossier['groupe'];
  readonly labels: Dossier['labels'];
  readonly usagerEmail: string | null;
  /** DN's own name of the demandeur's type: an établissement that was incomplete gets another one. */
  readonly demandeur: string;
  readonly attestation: { readonly filename: string; readonly checksum: string } | null;
};

/** The same facts from a whole reading: both must give the same fingerprint, or every census would read all again. */
export function lightOf(dossier: Dossier): LightDossier {
  const { number, state, archived, revisionId, dates, groupe, labels, usagerEmail, attestation } = dossier;
  return {
    number,
    state,
    archived,
    revisionId,
    dates,
    groupe,
    labels,
    usagerEmail,
    demandeur: typenameOf(dossier.demandeur),
    attestation,
  };
}

/** Eleven characters, kept for each dossier. Labels come in no order: in ours. */
export function fingerprintLight(light: LightDossier): string {
  const { dates, groupe, attestation } = light;
  return shortHash(
    JSON.stringify([
      light.state,
      light.archived,
      light.revisionId,
      dates.derniereModification,
      dates.expiration,
      groupe === null ? null : [groupe.number, groupe.label],
      light.labels.map(({ id, name, color }) => `${id} ${color} ${name}`).sort(),
      light.usagerEmail,
      light.demandeur,
      attestation === null ? null : [attestation.filename, attestation.checksum],
    ]),
  );
}

/** States in which DN attaches a dossier to a revision published since (facts/demarches.md §0.5). */
export const UNFINISHED = ['en_construction', 'en_instruction'] as const;

export function isUnfinished(state: string): boolean {
  return UNFINISHED.some((one) => one === state);
}

function typenameOf(demandeur: Demandeur): string {
  switch (demandeur.type) {
    case 'physique':
      return 'PersonnePhysique';
    case 'morale':
      return 'PersonneMorale';
    case 'morale_incomplete':
      return 'PersonneMoraleIncomplete';
    case 'anonyme':
      return 'Anonymous';
    case 'inconnu':
      return demandeur.typename;
  }
}
