// What the user chose for a link when the two sides stop agreeing: dossiers that leave, forms that change, and what
// people did in the document. The defaults are those of design/data-model.md: nothing is ever destroyed by them.

/** What becomes of the rows of a dossier that is no longer to be kept equal. */
export type Departure =
  /** The rows stay; `etat_dn` says why they are no longer followed. */
  | 'marquer'
  /** The rows move, children included, to tables of the same columns kept for that. */
  | 'archiver'
  /** The rows are deleted, children included. */
  | 'supprimer';

export type Policies = {
  /** Dossiers deleted, about to be, or gone from Démarche numérique. */
  readonly departures: Departure;
  /** Dossiers that leave the filters. */
  readonly outOfScope: Departure;
  /**
   * What a run does of a change of the form: `suivre` does everything that loses nothing; `demander` does nothing of it
   * until the user says so, and synchronises the rest; `suspendre` writes nothing at all until the user says so.
   */
  readonly formChanges: 'suivre' | 'demander' | 'suspendre';
  /** A field's new label or help text: into Grist where the user has put no other, or never. */
  readonly labels: 'suivre' | 'garder';
  /** Options of choices: added and never removed, or exactly those of the form and of the values in use. */
  readonly choices: 'etendre' | 'identiques';
  readonly losslessRetype: 'convertir' | 'nouvelle_colonne';
  readonly lossyRetype: 'nouvelle_colonne' | 'convertir';
  /** The columns of a field removed from the form: as they are, or hidden in the pages. Never deleted. */
  readonly removedFields: 'garder' | 'masquer';
  /** Managed tables and columns that were deleted in Grist: told, or made again. */
  readonly missing: 'signaler' | 'recreer';
  /** Managed columns whose type was changed in Grist to one that does not hold every value: told, or changed back. */
  readonly retyped: 'signaler' | 'retablir';
  /** Managed cells edited in Grist: restored when their dossier next changes, or by the next complete verification. */
  readonly editedCells: 'au_changement' | 'a_la_verification';
};

export const DEFAULT_POLICIES: Policies = {
  departures: 'marquer',
  outOfScope: 'marquer',
  formChanges: 'suivre',
  labels: 'suivre',
  choices: 'etendre',
  losslessRetype: 'convertir',
  lossyRetype: 'nouvelle_colonne',
  removedFields: 'garder',
  missing: 'signaler',
  retyped: 'signaler',
  editedCells: 'a_la_verification',
};
