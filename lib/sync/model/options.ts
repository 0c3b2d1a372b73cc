// What the user chose for a link: which dossiers, and what of them becomes tables and columns.

/** Which dossiers are in scope. An empty list means « all ». */
export type Scope = {
  /** `YYYY-MM-DD`, inclusive, days of Europe/Paris; null: no bound. */
  readonly depotDebut: string | null;
  readonly depotFin: string | null;
  readonly statuts: readonly string[];
  /** Numbers of groupes instructeurs. Always applied on our side (facts/demarches.md §7). */
  readonly groupes: readonly number[];
  readonly archives: 'tous' | 'exclus' | 'seulement';
};

export type LayoutOptions = {
  /** Champs and annotations become columns of the dossiers table. */
  readonly uneSeuleTable: boolean;
  readonly demandeurs: boolean;
  readonly instructeurs: boolean;
  readonly avis: boolean;
  readonly traitements: boolean;
  readonly messages: boolean;
  readonly pieces: boolean;
  readonly zones: boolean;
  /** A SIRET champ gives raison sociale, forme juridique, NAF, adresse… beside the number. */
  readonly etablissementDetaille: boolean;
  /** `attestation_url` and `pdf_url`: links that expire. */
  readonly liensExpirants: boolean;
  /** Descriptor ids never asked for, never written. */
  readonly exclus: readonly string[];
  /** Descriptor ids of the fields whose files are copied into Grist. A titre d’identité never is. */
  readonly fichiersCopies: readonly string[];
};

export const EVERYTHING: Scope = {
  depotDebut: null,
  depotFin: null,
  statuts: [],
  groupes: [],
  archives: 'tous',
};

/** The defaults of design/data-model.md. */
export const DEFAULT_OPTIONS: LayoutOptions = {
  uneSeuleTable: false,
  demandeurs: true,
  instructeurs: true,
  avis: true,
  traitements: false,
  messages: false,
  pieces: true,
  zones: true,
  etablissementDetaille: false,
  liensExpirants: false,
  exclus: [],
  fichiersCopies: [],
};
