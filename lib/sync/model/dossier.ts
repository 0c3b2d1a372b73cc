// What a dossier is to the heart. Instants are ISO 8601 strings with an offset, dates are `YYYY-MM-DD`,
// « no text » is always null (DN says `""` or null for the same thing), identifiers are DN's typed ids.

export type Dossier = {
  readonly id: string;
  /** Global to the DN instance: the only key of a dossier. */
  readonly number: number;
  /** `en_construction`, `en_instruction`, `accepte`, `refuse`, `sans_suite`, or a value unknown to us. */
  readonly state: string;
  readonly archived: boolean;
  readonly prefilled: boolean;
  readonly revisionId: string | null;
  readonly dates: DossierDates;
  readonly motivation: string | null;
  readonly usagerEmail: string | null;
  readonly demandeur: Demandeur;
  readonly mandataire: { readonly prenom: string | null; readonly nom: string | null };
  readonly deposeParUnTiers: boolean | null;
  /** How the usager signs in to DN, e.g. `password`, `france_connect`; null when unknown. */
  readonly connectionUsager: string | null;
  readonly groupe: { readonly number: number; readonly label: string } | null;
  /** E-mails of the instructeurs who follow the dossier. */
  readonly suiviPar: readonly string[];
  readonly labels: readonly { readonly id: string; readonly name: string; readonly color: string }[];
  readonly attestation: FileRef | null;
  readonly motivationAttachment: FileRef | null;
  /** Champs hidden by a condition are absent: absent means « clear the cell ». */
  readonly champs: readonly Champ[];
  readonly annotations: readonly Champ[];
  readonly avis: readonly Avis[];
  readonly traitements: readonly Traitement[];
  readonly messages: readonly Message[];
  readonly pdfUrl: string | null;
};

export type DossierDates = {
  readonly depot: string | null;
  readonly passageEnConstruction: string | null;
  readonly passageEnInstruction: string | null;
  readonly traitement: string | null;
  readonly expiration: string | null;
  /** Truncated to the second by DN: a floor of the true instant. */
  readonly derniereModification: string;
  readonly derniereModificationChamps: string | null;
  readonly derniereModificationAnnotations: string | null;
  readonly derniereCorrectionEnAttente: string | null;
  readonly suppressionParUsager: string | null;
  readonly suppressionParAdministration: string | null;
  readonly accuseLecture: string | null;
  /** `YYYY-MM-DD`. */
  readonly previsionnelleDecisionSvaSvr: string | null;
  readonly traitementSvaSvr: string | null;
};

export type Demandeur =
  | {
      readonly type: 'physique';
      readonly civilite: string | null;
      readonly nom: string | null;
      readonly prenom: string | null;
      readonly email: string | null;
      readonly dateDeNaissance: string | null;
    }
  | { readonly type: 'morale'; readonly etablissement: Etablissement }
  /** API Entreprise was down at filing: only the SIRET is known yet. */
  | { readonly type: 'morale_incomplete'; readonly siret: string }
  | { readonly type: 'anonyme'; readonly email: string | null }
  /** A type that this code does not know yet; `typename` is DN's. */
  | { readonly type: 'inconnu'; readonly typename: string };

export type Etablissement = {
  readonly siret: string;
  readonly siegeSocial: boolean | null;
  readonly naf: string | null;
  readonly libelleNaf: string | null;
  readonly address: Address | null;
  readonly entreprise: Entreprise | null;
  readonly association: Association | null;
};

export type Entreprise = {
  readonly siren: string;
  readonly raisonSociale: string | null;
  readonly nomCommercial: string | null;
  readonly formeJuridique: string | null;
  readonly formeJuridiqueCode: string | null;
  /** Digits of a BigInt; `-1` means unknown and is given as null. */
  readonly capitalSocial: string | null;
  readonly codeEffectif: string | null;
  readonly numeroTva: string | null;
  readonly dateCreation: string | null;
  readonly etatAdministratif: string | null;
  readonly siretSiegeSocial: string | null;
  readonly enseigne: string | null;
  readonly nom: string | null;
  readonly prenom: string | null;
};

export type Association = {
  readonly rna: string;
  readonly titre: string | null;
  readonly objet: string | null;
  readonly dateCreation: string | null;
  readonly dateDeclaration: string | null;
  readonly datePublication: string | null;
};

export type Address = {
  readonly label: string | null;
  readonly type: string | null;
  readonly streetAddress: string | null;
  readonly streetNumber: string | null;
  readonly streetName: string | null;
  readonly postalCode: string | null;
  readonly cityName: string | null;
  readonly cityCode: string | null;
  readonly departmentName: string | null;
  readonly departmentCode: string | null;
  readonly regionName: string | null;
  readonly regionCode: string | null;
  readonly countryName: string | null;
  readonly countryCode: string | null;
};

/** A place of an administrative list. `code` is text: `01`, `2A`, `FR`, `200040715`. */
export type Place = { readonly name: string | null; readonly code: string | null };

/** A file as DN describes it: no id; identity = (checksum, filename, createdAt). */
export type FileRef = {
  readonly filename: string;
  readonly contentType: string | null;
  /** In bytes; null when DN does not know. */
  readonly byteSize: number | null;
  readonly checksum: string;
  readonly createdAt: string;
  readonly virusScan: string | null;
  /** Signed, valid for one hour, different at every call: never compared, never hashed. */
  readonly url: string | null;
};

export type Champ = {
  readonly descriptorId: string;
  readonly label: string;
  /** GraphQL type of the champ, e.g. `TextChamp`. */
  readonly typename: string;
  /** DN's own text of the value (`stringValue`), null when blank: the fallback of every family. */
  readonly text: string | null;
  readonly value: ChampValue;
};

export type ChampValue =
  /** `value` of a TextChamp (may differ from `text`: a telephone number, an IBAN). */
  | { readonly kind: 'text'; readonly text: string | null; readonly exposed?: readonly ExposedValue[] }
  /** Decimal digits with an optional sign, unbounded. */
  | { readonly kind: 'integer'; readonly digits: string | null }
  | { readonly kind: 'decimal'; readonly number: number | null }
  | { readonly kind: 'checkbox'; readonly checked: boolean }
  | { readonly kind: 'yes_no'; readonly yes: boolean | null }
  | { readonly kind: 'date'; readonly date: string | null }
  | { readonly kind: 'datetime'; readonly instant: string | null }
  | { readonly kind: 'civilite'; readonly civilite: string | null }
  | { readonly kind: 'choice'; readonly choice: string | null }
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'linked_choice'; readonly primary: string | null; readonly secondary: string | null }
  | { readonly kind: 'pays'; readonly pays: Place | null }
  | { readonly kind: 'region'; readonly region: Place | null }
  | { readonly kind: 'departement'; readonly departement: Place | null }
  | { readonly kind: 'epci'; readonly epci: Place | null; readonly departement: Place | null }
  | { readonly kind: 'commune'; readonly commune: Commune | null; readonly departement: Place | null }
  | {
      readonly kind: 'address';
      readonly address: Address | null;
      readonly commune: Commune | null;
      readonly departement: Place | null;
    }
  | { readonly kind: 'siret'; readonly etablissement: Etablissement | null }
  | {
      readonly kind: 'rna' | 'rnf';
      readonly id: string | null;
      readonly title: string | null;
      readonly address: Address | null;
    }
  | { readonly kind: 'carte'; readonly areas: readonly GeoArea[] }
  | { readonly kind: 'files'; readonly files: readonly FileRef[] }
  | { readonly kind: 'titre_identite'; readonly filled: boolean }
  /** The number of the linked dossier is in `Champ.text`: `dossier{}` is never asked (facts/demarches.md §5). */
  | { readonly kind: 'dossier_link' }
  | { readonly kind: 'repetition'; readonly rows: readonly RepetitionRow[] }
  /** Section titles and explanations: nothing to keep. */
  | { readonly kind: 'none' }
  /** A type that this code does not know: its text is kept, and the run says so. */
  | { readonly kind: 'unknown' };

/** One column that DN exposes for a référentiel, with its text. */
export type ExposedValue = { readonly id: string; readonly label: string; readonly text: string | null };

export type Commune = Place & { readonly postalCode: string | null };

/** `id` is `Row-<ULID>`: stable, and sorted by creation. */
export type RepetitionRow = { readonly id: string; readonly champs: readonly Champ[] };

export type GeoArea = {
  readonly id: string;
  /** `selection_utilisateur`, `cadastre`, `rpg`, or a value unknown to us. */
  readonly source: string;
  readonly description: string | null;
  /** GeoJSON geometry, WGS 84, longitude first. */
  readonly geometry: Geometry | null;
  /** Only for a parcelle (cadastre or RPG). `surface` is DN's text, in m² for the cadastre. */
  readonly parcelle: {
    readonly commune: string | null;
    readonly prefixe: string | null;
    readonly section: string | null;
    readonly numero: string | null;
    readonly surface: string | null;
  } | null;
};

export type Geometry = { readonly type: string; readonly coordinates: unknown };

export type Avis = {
  readonly id: string;
  readonly question: string | null;
  readonly questionLabel: string | null;
  readonly questionAnswer: boolean | null;
  readonly reponse: string | null;
  readonly dateQuestion: string | null;
  /** DN fills it even without an answer (it is the row's date): only meaningful beside `reponse`. */
  readonly dateReponse: string | null;
  readonly claimantEmail: string | null;
  readonly expertEmail: string | null;
  readonly attachments: readonly FileRef[];
};

export type Traitement = {
  readonly id: string;
  readonly event: string;
  readonly date: string | null;
  readonly agentEmail: string | null;
  readonly motivation: string | null;
};

export type Message = {
  readonly id: string;
  readonly email: string | null;
  readonly body: string | null;
  readonly createdAt: string | null;
  readonly discardedAt: string | null;
  readonly correction: { readonly reason: string; readonly dateResolution: string | null } | null;
  readonly attachments: readonly FileRef[];
};
