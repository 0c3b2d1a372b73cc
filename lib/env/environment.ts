// The configuration of a run, from the variables of the environment: all of it, or everything that is wrong with it.

import { z } from 'zod';
import { type Endpoint, parseEndpoint } from '../demarches/endpoint';
import { CATALOGUE, type FailureCode } from '../errors/catalogue';
import { Failure } from '../errors/failure';
import { type DocumentAddress, readDocumentAddress } from '../grist/address';
import type { LinkIdentity, LinkSettings } from '../run/ports';
import { DEFAULT_OPTIONS, EVERYTHING } from '../sync/model/options';
import { DEFAULT_POLICIES } from '../sync/model/policies';
import { OFFICIAL_FILE_ORIGINS } from './instances';
import {
  archives,
  day,
  filesCeiling,
  identifiers,
  number,
  numbers,
  oneOf,
  origins,
  postgresUrl,
  secret,
  states,
  yesOrNo,
} from './values';
import type { VariableName } from './variables';

export type Environment = {
  readonly identity: LinkIdentity;
  readonly settings: LinkSettings;
  readonly source: Endpoint;
  readonly destination: DocumentAddress;
  /** Where the files of dossiers may be copied from, besides the instance itself. Canonical origins. */
  readonly fileOrigins: readonly string[];
  readonly secrets: Secrets;
};

/** Never logged, never shown, never stored as they are. */
export type Secrets = {
  readonly demarchesToken: string;
  readonly gristKey: string;
  /** Null: a local Postgres is started. */
  readonly databaseUrl: string | null;
};

/** What is wrong with one variable. `reason` never quotes its value. */
export type Problem = { readonly variable: VariableName } & (
  | { readonly kind: 'missing' }
  | { readonly kind: 'invalid'; readonly reason: string; readonly code: FailureCode }
);

export type Reading =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const OFFICIAL_URL = 'https://demarche.numerique.gouv.fr';

const REQUIRED = z.object({
  DEMARCHES_API_TOKEN: secret,
  DEMARCHE_NUMBER: number,
  GRIST_BASE_URL: z.string(),
  GRIST_API_KEY: secret,
});

const OPTIONAL = z
  .object({
    DEMARCHES_API_URL: z.string(),
    INSTANCES_FICHIERS: origins,
    GRIST_DOC_ID: z.string(),
    DATABASE_URL: postgresUrl,
    DATE_DEPOT_DEBUT: day,
    DATE_DEPOT_FIN: day,
    STATUTS_DOSSIERS: states,
    GROUPES_INSTRUCTEURS: numbers,
    DOSSIERS_ARCHIVES: archives,
    UNE_SEULE_TABLE: yesOrNo,
    AVEC_DEMANDEURS: yesOrNo,
    AVEC_INSTRUCTEURS: yesOrNo,
    AVEC_AVIS: yesOrNo,
    AVEC_TRAITEMENTS: yesOrNo,
    AVEC_MESSAGES: yesOrNo,
    AVEC_PIECES: yesOrNo,
    AVEC_ZONES: yesOrNo,
    ETABLISSEMENT_DETAILLE: yesOrNo,
    LIENS_EXPIRANTS: yesOrNo,
    EXCLURE_CHAMPS: identifiers,
    COPIER_FICHIERS: identifiers,
    PLAFOND_FICHIERS: filesCeiling,
    DOSSIERS_PARTIS: oneOf('marquer', 'archiver', 'supprimer'),
    DOSSIERS_HORS_PERIMETRE: oneOf('marquer', 'archiver', 'supprimer'),
    CHANGEMENTS_DU_FORMULAIRE: oneOf('suivre', 'demander', 'suspendre'),
    LIBELLES: oneOf('suivre', 'garder'),
    OPTIONS_DES_CHOIX: oneOf('etendre', 'identiques'),
    TYPE_CHANGE_SANS_PERTE: oneOf('convertir', 'nouvelle_colonne'),
    TYPE_CHANGE_AVEC_PERTE: oneOf('nouvelle_colonne', 'convertir'),
    CHAMPS_RETIRES: oneOf('garder', 'masquer'),
    COLONNES_SUPPRIMEES: oneOf('signaler', 'recreer'),
    COLONNES_RETYPEES: oneOf('signaler', 'retablir'),
    CELLULES_MODIFIEES: oneOf('au_changement', 'a_la_verification'),
  })
  .partial();

const SCHEMA = z.object({ ...REQUIRED.shape, ...OPTIONAL.shape });

type Values = z.output<typeof SCHEMA>;

/**
 * Pure. Blanks around a value are dropped, an empty value is no value. Every problem is found at once, so that a person
 * mends the whole file in one go.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Reading {
  const given = Object.fromEntries(
    Object.keys(SCHEMA.shape).flatMap((name) => {
      const text = variables[name]?.trim();
      return text ? [[name, text]] : [];
    }),
  );
  const read = SCHEMA.safeParse(given);
  const problems: Problem[] = read.success ? [] : read.error.issues.map((issue) => toProblem(issue, given));
  const source = attempt('DEMARCHES_API_URL', problems, () =>
    parseEndpoint(given.DEMARCHES_API_URL ?? OFFICIAL_URL),
  );
  const destination = readDestination(given, problems);
  if (!read.success || source === null || destination === null) return { ok: false, problems };
  const { data } = read;
  if (data.DATE_DEPOT_DEBUT && data.DATE_DEPOT_FIN && data.DATE_DEPOT_DEBUT > data.DATE_DEPOT_FIN) {
    return { ok: false, problems: [invalid('DATE_DEPOT_FIN', 'la fin est avant le début')] };
  }
  return {
    ok: true,
    environment: {
      identity: {
        sourceUrl: source.origin,
        demarche: data.DEMARCHE_NUMBER,
        destinationUrl: destination.origin,
        document: destination.document,
      },
      settings: toSettings(data),
      source,
      destination,
      fileOrigins: data.INSTANCES_FICHIERS ?? OFFICIAL_FILE_ORIGINS,
      secrets: {
        demarchesToken: data.DEMARCHES_API_TOKEN,
        gristKey: data.GRIST_API_KEY,
        databaseUrl: data.DATABASE_URL ?? null,
      },
    },
  };
}

function toSettings(values: Values): LinkSettings {
  const options = DEFAULT_OPTIONS;
  const policies = DEFAULT_POLICIES;
  return {
    scope: {
      depotDebut: values.DATE_DEPOT_DEBUT ?? EVERYTHING.depotDebut,
      depotFin: values.DATE_DEPOT_FIN ?? EVERYTHING.depotFin,
      statuts: values.STATUTS_DOSSIERS ?? EVERYTHING.statuts,
      groupes: values.GROUPES_INSTRUCTEURS ?? EVERYTHING.groupes,
      archives: values.DOSSIERS_ARCHIVES ?? EVERYTHING.archives,
    },
    options: {
      uneSeuleTable: values.UNE_SEULE_TABLE ?? options.uneSeuleTable,
      demandeurs: values.AVEC_DEMANDEURS ?? options.demandeurs,
      instructeurs: values.AVEC_INSTRUCTEURS ?? options.instructeurs,
      avis: values.AVEC_AVIS ?? options.avis,
      traitements: values.AVEC_TRAITEMENTS ?? options.traitements,
      messages: values.AVEC_MESSAGES ?? options.messages,
      pieces: values.AVEC_PIECES ?? options.pieces,
      zones: values.AVEC_ZONES ?? options.zones,
      etablissementDetaille: values.ETABLISSEMENT_DETAILLE ?? options.etablissementDetaille,
      liensExpirants: values.LIENS_EXPIRANTS ?? options.liensExpirants,
      exclus: values.EXCLURE_CHAMPS ?? options.exclus,
      fichiersCopies: values.COPIER_FICHIERS ?? options.fichiersCopies,
    },
    ...(values.PLAFOND_FICHIERS === undefined ? {} : { filesCeiling: values.PLAFOND_FICHIERS }),
    policies: {
      departures: values.DOSSIERS_PARTIS ?? policies.departures,
      outOfScope: values.DOSSIERS_HORS_PERIMETRE ?? policies.outOfScope,
      formChanges: values.CHANGEMENTS_DU_FORMULAIRE ?? policies.formChanges,
      labels: values.LIBELLES ?? policies.labels,
      choices: values.OPTIONS_DES_CHOIX ?? policies.choices,
      losslessRetype: values.TYPE_CHANGE_SANS_PERTE ?? policies.losslessRetype,
      lossyRetype: values.TYPE_CHANGE_AVEC_PERTE ?? policies.lossyRetype,
      removedFields: values.CHAMPS_RETIRES ?? policies.removedFields,
      missing: values.COLONNES_SUPPRIMEES ?? policies.missing,
      retyped: values.COLONNES_RETYPEES ?? policies.retyped,
      editedCells: values.CELLULES_MODIFIEES ?? policies.editedCells,
    },
  };
}

/** The document may be named by the address alone, by the identifier beside the site's, or by both. */
function readDestination(
  given: Readonly<Record<string, string>>,
  problems: Problem[],
): DocumentAddress | null {
  const url = given.GRIST_BASE_URL;
  const document = given.GRIST_DOC_ID;
  if (url === undefined) {
    if (document === undefined) problems.push({ variable: 'GRIST_DOC_ID', kind: 'missing' });
    return null;
  }
  if (document !== undefined) {
    return attempt('GRIST_BASE_URL', problems, () => readDocumentAddress({ url, document }));
  }
  const alone: Problem[] = [];
  const address = attempt('GRIST_BASE_URL', alone, () => readDocumentAddress({ url }));
  if (address !== null) return address;
  // Is the address itself wrong, or does it only lack the document?
  const site = attempt('GRIST_BASE_URL', problems, () => readDocumentAddress({ url, document: 'document' }));
  if (site !== null) problems.push({ variable: 'GRIST_DOC_ID', kind: 'missing' });
  return null;
}

function attempt<T>(variable: VariableName, problems: Problem[], read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const reason = error.detail ?? CATALOGUE[error.code].quoi;
    problems.push({ variable, kind: 'invalid', reason, code: error.code });
    return null;
  }
}

function toProblem(issue: z.core.$ZodIssue, given: Readonly<Record<string, string>>): Problem {
  const name = SCHEMA.keyof().parse(issue.path[0]);
  return given[name] === undefined ? { variable: name, kind: 'missing' } : invalid(name, issue.message);
}

function invalid(name: VariableName, reason: string): Problem {
  const code = name === 'DEMARCHE_NUMBER' ? 'DEMARCHE_NUMERO_INVALIDE' : 'CONFIG_INVALIDE';
  return { variable: name, kind: 'invalid', reason, code };
}
