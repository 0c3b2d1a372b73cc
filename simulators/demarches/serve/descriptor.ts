// Fields of a form as DN describes them.

import { COMMUNES, PAYS, REGIONS } from '../content/places';
import { descriptorId, type Field, type Revision } from '../form/field';
import type { Source } from '../graphql/execute';
import { fieldTypeInfo } from '../schema/champs';
import { typedId } from './ids';

const DEPARTEMENT_OPTIONS = [
  ...new Map(COMMUNES.map(({ departement }) => [departement.code, departement])).values(),
];

/** Only lists have options; those fed by a référentiel show none (facts §4). */
const options = (field: Field): unknown => {
  switch (field.type) {
    case 'drop_down_list':
    case 'multiple_drop_down_list':
    case 'linked_drop_down_list':
      return field.advanced ? [] : field.options;
    case 'departements':
      return DEPARTEMENT_OPTIONS;
    case 'regions':
      return REGIONS;
    case 'pays':
      return PAYS;
    default:
      return null;
  }
};

export const descriptorSource = (field: Field): Source => ({
  __typename: `${fieldTypeInfo(field.type).descriptor}ChampDescriptor`,
  id: descriptorId(field.stableId),
  type: field.type,
  label: field.label,
  description: field.description,
  required: field.required,
  condition:
    field.shownWhen === null ? null : { term: 'eq', left: descriptorId(field.shownWhen), right: true },
  conditionExpression: null,
  champDescriptors: field.type === 'repetition' ? () => field.children.map(descriptorSource) : null,
  options: options(field),
  otherOption: field.otherOption,
  level: field.level,
  birthdate: false,
  fileTemplate: null,
  collapsibleExplanationEnabled: false,
  collapsibleExplanationText: null,
});

const revisions = new WeakMap<Revision, { readonly id: string; readonly source: Source }>();

/** A revision object never changes: the draft is replaced when it is edited. */
const shown = (revision: Revision): { readonly id: string; readonly source: Source } => {
  let known = revisions.get(revision);
  if (known === undefined) {
    const id = typedId('ProcedureRevision', revision.id);
    const source: Source = {
      id,
      dateCreation: revision.createdAt,
      datePublication: revision.publishedAt,
      champDescriptors: () => revision.form.champs.map(descriptorSource),
      annotationDescriptors: () => revision.form.annotations.map(descriptorSource),
    };
    known = { id, source };
    revisions.set(revision, known);
  }
  return known;
};

export const revisionId = (revision: Revision): string => shown(revision).id;

export const revisionSource = (revision: Revision): Source => shown(revision).source;
