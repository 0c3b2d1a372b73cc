// For tests: a document that asks every field of a schema, generated from the schema itself.

import {
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Fields that lead back to where they come from, or that fail on purpose. */
const LEFT_OUT = new Set([
  'DossierLinkChamp.dossier',
  'DossierConnection.edges',
  'DeletedDossierConnection.edges',
  'Traitement.revision',
  'Dossier.revision',
  'DemarcheDescriptor.revision',
  'Demarche.draftRevision',
  'Demarche.publishedRevision',
  'Demarche.champDescriptors',
  'Demarche.annotationDescriptors',
]);

const shape = (type: GraphQLOutputType): string => {
  if (isNonNullType(type)) return `${shape(type.ofType)}N`;
  return isListType(type) ? `${shape(type.ofType)}L` : type.name;
};

/** Selection of every field of a type; `inside` holds the types above, so that blocks stop at their rows. */
const selection = (schema: GraphQLSchema, type: GraphQLNamedType, inside: readonly string[]): string => {
  if (isObjectType(type)) return `{ ${fields(schema, type, inside, new Set())} }`;
  if (!isInterfaceType(type)) return '';
  const common = new Set(Object.keys(type.getFields()));
  const particular = schema.getPossibleTypes(type).flatMap((one) => {
    const more = fields(schema, one, inside, common);
    return more === '' ? [`... on ${one.name} { __typename }`] : [`... on ${one.name} { ${more} }`];
  });
  return `{ __typename ${fields(schema, type, inside, new Set())} ${particular.join(' ')} }`;
};

const fields = (
  schema: GraphQLSchema,
  type: GraphQLObjectType | GraphQLInterfaceType,
  inside: readonly string[],
  without: ReadonlySet<string>,
): string =>
  Object.values(type.getFields())
    .flatMap((field) => {
      const target = getNamedType(field.type);
      const repeats = inside.filter((name) => name === target.name).length;
      if (without.has(field.name) || LEFT_OUT.has(`${type.name}.${field.name}`)) return [];
      if (repeats > (target.name === 'Champ' || target.name === 'ChampDescriptor' ? 1 : 0)) return [];
      // Same names of different types would not merge: each gets an alias of its own shape.
      const alias = `${field.name}_${shape(field.type)}`;
      if (isLeafType(target)) return [`${alias}: ${field.name}`];
      return [`${alias}: ${field.name} ${selection(schema, target, [...inside, target.name])}`];
    })
    .join(' ');

/** Every field of a dossier, champs in rows included. */
export const everyDossierField = (schema: GraphQLSchema): string => {
  const dossier = schema.getType('Dossier');
  return dossier === undefined ? '' : selection(schema, dossier, ['Dossier']);
};

/** Every field of the démarche but its dossiers. */
export const everyDemarcheField = (schema: GraphQLSchema): string => {
  const demarche = schema.getType('Demarche');
  return demarche === undefined ? '' : selection(schema, demarche, ['Demarche', 'DossierConnection']);
};
