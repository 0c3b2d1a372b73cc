// Assembles the SDL of one variant from its one source, and builds the executable schema.

import { buildSchema, type GraphQLSchema } from 'graphql';
import {
  CHAMP_FIELDS,
  DESCRIPTOR_FIELDS,
  existsIn,
  FIELD_TYPES,
  type FieldType,
  fieldTypeInfo,
} from './champs';
import {
  CHAMP_INTERFACE,
  DESCRIPTOR_INTERFACE,
  DOSSIERS_ARGUMENTS,
  TOMBSTONES_ARGUMENTS,
  TYPES,
} from './sdl';
import type { Variant } from './variant';

const DEPRECATED = '@deprecated(reason: "Champ remplacé.")';

/** Keeps the lines of a variant and turns the marker of deprecation into the directive. */
const resolveMarkers = (text: string, variant: Variant): string =>
  text
    .split('\n')
    .filter((line) => !line.includes(variant === '2026-08' ? '#S' : '#N'))
    .map((line) => line.replace(/ #[NS]\b/, '').replace(/ #D\b/, ` ${DEPRECATED}`))
    .join('\n');

const fieldTypes = (variant: Variant): readonly FieldType[] =>
  (Object.keys(FIELD_TYPES) as FieldType[]).filter((type) => existsIn(type, variant));

const descriptorTypes = (variant: Variant): string => {
  // The descriptor of identity documents outlived its type de champ (facts §12).
  const names = new Set([
    ...fieldTypes(variant).map((type) => fieldTypeInfo(type).descriptor),
    'TitreIdentite',
  ]);
  return [...names]
    .map((name) => {
      const nested = `champDescriptors: [ChampDescriptor!]${name === 'Repetition' ? '' : ' #D'}`;
      return `type ${name}ChampDescriptor implements ChampDescriptor {\n${nested}\n${DESCRIPTOR_INTERFACE}\n${DESCRIPTOR_FIELDS[name] ?? ''}\n}`;
    })
    .join('\n');
};

const champTypes = (): string =>
  Object.entries(CHAMP_FIELDS)
    .map(([name, fields]) => `type ${name}Champ implements Champ {\n${CHAMP_INTERFACE}\n${fields}\n}`)
    .join('\n');

/** The SDL of a variant, in French DN's own names; deprecated where DN says so, because introspection hides those. */
export const schemaText = (variant: Variant): string =>
  resolveMarkers(
    [
      TYPES.replaceAll('(TOMBSTONES)', `(${TOMBSTONES_ARGUMENTS})`).replaceAll(
        '(DOSSIERS)',
        `(${DOSSIERS_ARGUMENTS})`,
      ),
      `interface Champ {\n${CHAMP_INTERFACE}\n}`,
      `interface ChampDescriptor {\nchampDescriptors: [ChampDescriptor!] #D\n${DESCRIPTOR_INTERFACE}\n}`,
      champTypes(),
      descriptorTypes(variant),
      `enum TypeDeChamp {\n${fieldTypes(variant).join('\n')}\n}`,
    ].join('\n'),
    variant,
  );

const built = new Map<Variant, GraphQLSchema>();

/** The schema of a variant, built once a process. */
export const schemaOf = (variant: Variant): GraphQLSchema => {
  let schema = built.get(variant);
  if (schema === undefined) {
    schema = buildSchema(schemaText(variant));
    built.set(variant, schema);
  }
  return schema;
};
