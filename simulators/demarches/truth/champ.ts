// A champ of the contract, made from what is stored and not from what GraphQL answers: an oracle for tests.

import type { Champ, ChampValue, FileRef, Place } from '../../../lib/sync/model/dossier';
import { checksumOf, type StoredFile } from '../content/files';
import type { Coded } from '../content/places';
import { descriptorId, type Field } from '../form/field';
import { optionLabel } from '../form/options';
import { fieldTypeInfo } from '../schema/champs';
import { columnId } from '../serve/champ';
import { typedId } from '../serve/ids';
import { stringValue } from '../serve/text';
import { printInstant } from '../time/instant';
import type { StoredChamp } from '../world/answers';
import { truthOfAddress, truthOfEtablissement } from './etablissement';

const place = (coded: Coded | null | undefined): Place | null =>
  coded == null ? null : { name: coded.name, code: coded.code };

const blank = (text: string | null): string | null => (text === '' ? null : text);

/** `url` is null: it changes at every call. */
export const truthOfFile = (file: StoredFile, scanned = false): FileRef => ({
  filename: file.filename,
  contentType: file.contentType,
  byteSize: file.size,
  checksum: checksumOf(file),
  createdAt: printInstant(file.createdAt),
  virusScan: scanned && file.virusScan === 'pending' ? 'safe' : file.virusScan,
  url: null,
});

const choiceLabel = (field: Field, choice: string): string =>
  field.advanced ? optionLabel(field, choice) : choice;

/** Of an advanced list DN gives ids, and one text with the labels: it can be cut only when no label has a comma. */
const choiceLabels = (field: Field, choices: readonly string[]): readonly string[] => {
  if (!field.advanced || choices.length === 0) return choices;
  const labels = choices.map((one) => optionLabel(field, one));
  const text = labels.join(', ');
  return text.split(', ').length === labels.length ? labels : [text];
};

const value = ({ field, stored, rows }: StoredChamp, scanned: boolean): ChampValue => {
  if (rows !== null) {
    return {
      kind: 'repetition',
      rows: rows.map(({ ulid, champs }) => ({
        id: typedId('Row', ulid),
        champs: champs.map((one) => truthOfChamp(one, scanned)),
      })),
    };
  }
  switch (stored.kind) {
    case 'text':
      return { kind: 'text', text: blank(stored.value) };
    case 'integer':
      return { kind: 'integer', digits: blank(stored.value) };
    case 'decimal':
      return { kind: 'decimal', number: stored.value };
    case 'checkbox':
      return { kind: 'checkbox', checked: stored.value };
    case 'yes_no':
      return { kind: 'yes_no', yes: stored.value };
    case 'date':
      return { kind: 'date', date: stored.value };
    case 'datetime':
      return { kind: 'datetime', instant: stored.value === null ? null : printInstant(stored.value) };
    case 'civilite':
      return { kind: 'civilite', civilite: stored.value };
    case 'choice':
      return { kind: 'choice', choice: blank(choiceLabel(field, stored.value ?? '')) };
    case 'choices':
      return { kind: 'choices', choices: choiceLabels(field, stored.value) };
    case 'linked':
      return {
        kind: 'linked_choice',
        primary: blank(stored.value?.primary ?? ''),
        secondary: blank(stored.value?.secondary ?? ''),
      };
    case 'pays':
      return { kind: 'pays', pays: place(stored.value) };
    case 'region':
      return { kind: 'region', region: place(stored.value) };
    case 'departement':
      return { kind: 'departement', departement: place(stored.value) };
    case 'epci':
      return { kind: 'epci', epci: place(stored.value), departement: place(stored.value?.departement) };
    case 'commune':
      return {
        kind: 'commune',
        commune:
          stored.value === null
            ? null
            : { name: stored.value.name, code: stored.value.code, postalCode: stored.value.postalCode },
        departement: place(stored.value?.departement),
      };
    case 'address': {
      const commune = stored.value?.commune ?? null;
      return {
        kind: 'address',
        address: truthOfAddress(stored.value?.address ?? null),
        commune:
          commune === null
            ? null
            : { name: commune.name, code: commune.code, postalCode: commune.postalCode },
        departement: place(commune?.departement),
      };
    }
    case 'siret': {
      const found = stored.value?.etablissement ?? null;
      return { kind: 'siret', etablissement: found === null ? null : truthOfEtablissement(found) };
    }
    case 'rna':
    case 'rnf': {
      const known = stored.value?.title == null ? null : stored.value;
      return {
        kind: stored.kind,
        id: known?.id ?? null,
        title: known?.title ?? null,
        address: truthOfAddress(known?.address ?? null),
      };
    }
    case 'carte':
      return {
        kind: 'carte',
        areas: stored.value.map(({ id, source, description, geometry, parcelle }) => ({
          id: typedId('GeoArea', id),
          source,
          description: blank(description),
          geometry,
          parcelle:
            parcelle === null
              ? null
              : {
                  commune: parcelle.commune,
                  prefixe: blank(parcelle.prefixe),
                  section: blank(parcelle.section),
                  numero: parcelle.numero,
                  surface: String(parcelle.surface),
                },
        })),
      };
    case 'files':
      return field.nature === 'TITRE_IDENTITE'
        ? { kind: 'titre_identite', filled: stored.value.length > 0 }
        : { kind: 'files', files: stored.value.map((one) => truthOfFile(one, scanned)) };
    case 'titre_identite':
      return { kind: 'titre_identite', filled: stored.value };
    case 'dossier_link':
      return { kind: 'dossier_link' };
    case 'referentiel':
      return {
        kind: 'text',
        text: blank(stored.value?.text ?? ''),
        exposed: field.exposed.map((label, rank) => ({
          id: columnId(field, `exposed-${rank}`),
          label,
          text: blank(stored.value?.exposed[rank] ?? ''),
        })),
      };
    case 'none':
      return field.type === 'header_section' || field.type === 'explication'
        ? { kind: 'none' }
        : { kind: 'text', text: null };
  }
};

/** GraphQL type of the champ for a document that has every fragment. */
const typename = (field: Field): string =>
  field.nature === 'TITRE_IDENTITE' ? 'TitreIdentiteChamp' : `${fieldTypeInfo(field.type).champ}Champ`;

/** `kind` text for an engagement juridique, whose number is only in `text`. */
export const truthOfChamp = (champ: StoredChamp, scanned: boolean): Champ => ({
  descriptorId: descriptorId(champ.field.stableId),
  label: champ.field.label,
  typename: typename(champ.field),
  text: blank(stringValue(champ.field, champ.stored, 'fr')),
  value: value(champ, scanned),
});
