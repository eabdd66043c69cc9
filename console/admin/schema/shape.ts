import { isObject, type Json, type JsonObject } from '#console/admin/schema/json.ts';

/** As much of JSON Schema as the API's document uses. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  default?: Json;
  const?: Json;
  enum?: Json[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema | false;
  prefixItems?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

export type Schemas = Readonly<Record<string, JsonSchema>>;

const place = '#/components/schemas/';
const nameIn = (ref: string): string => ref.slice(place.length);

export const resolve = (schema: JsonSchema, schemas: Schemas): JsonSchema => {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...beside } = schema;
  return { ...resolve(schemas[nameIn($ref)] ?? {}, schemas), ...beside };
};

export interface Variant {
  schema: JsonSchema;
  /** The values of the member that tells the variants apart, such as `do`. */
  tags: string[];
}

/** What a form draws for a schema. */
export type Shape =
  | { kind: 'text'; isLong: boolean; isWide: boolean; isRequired: boolean; suggestions: string[] }
  | { kind: 'number'; minimum?: number | undefined; maximum?: number | undefined; isWhole: boolean }
  | { kind: 'boolean'; default: boolean }
  | { kind: 'constant'; value: Json }
  | { kind: 'choice'; choices: string[] }
  | { kind: 'choices'; choices: string[] }
  | { kind: 'texts'; item: JsonSchema }
  | { kind: 'interval' }
  | { kind: 'list'; item: JsonSchema }
  | { kind: 'map'; value: JsonSchema; keys: string[] }
  | { kind: 'object'; properties: Record<string, JsonSchema>; required: string[] }
  | { kind: 'amount'; units: string[]; times: string[] }
  | { kind: 'variants'; tag: string; variants: Variant[] }
  | { kind: 'alternatives'; options: JsonSchema[] }
  | { kind: 'condition' }
  | { kind: 'json' };

const textsIn = (schema: JsonSchema): string[] => {
  const given = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  return given.filter((value) => typeof value === 'string');
};

const longerThan = 2000;
/** A line that has room for a sentence or an address. */
const widerThan = 200;

const ofText = (schema: JsonSchema): Shape => {
  const choices = textsIn(schema);
  if (choices.length > 0) return { kind: 'choice', choices };
  const isLong = (schema.maxLength ?? 0) > longerThan && schema.format === undefined;
  const isWide = (schema.maxLength ?? 0) > widerThan;
  return { kind: 'text', isLong, isWide, isRequired: (schema.minLength ?? 0) > 0, suggestions: [] };
};

const ofObject = (schema: JsonSchema): Shape => {
  const { properties, required = [] } = schema;
  if (properties === undefined || Object.keys(properties).length === 0) {
    const inner = schema.additionalProperties;
    if (!isObject(inner) || Object.keys(inner).length === 0) return { kind: 'json' };
    return { kind: 'map', value: inner as JsonSchema, keys: textsIn(schema.propertyNames ?? {}) };
  }
  const { amount, unit, time } = properties;
  if (amount && unit && time && Object.keys(properties).length === 3)
    return { kind: 'amount', units: textsIn(unit), times: textsIn(time) };
  return { kind: 'object', properties, required };
};

const ofList = (schema: JsonSchema, schemas: Schemas): Shape => {
  if (schema.prefixItems?.length === 2) return { kind: 'interval' };
  if (!schema.items) return { kind: 'json' };
  const item = shapeOf(schema.items, schemas);
  if (item.kind === 'choice') return { kind: 'choices', choices: item.choices };
  if (item.kind === 'text') return { kind: 'texts', item: schema.items };
  return { kind: 'list', item: schema.items };
};

/** A member that is in every alternative and in each has values of its own. */
const tagOf = (options: readonly JsonSchema[]): string | undefined =>
  Object.keys(options[0]?.properties ?? {}).find((name) =>
    options.every(({ properties }) => properties?.[name] && textsIn(properties[name]).length > 0),
  );

const ofAlternatives = (given: readonly JsonSchema[], schemas: Schemas): Shape => {
  const options = given.map((option) => resolve(option, schemas));
  const shapes = options.map((option) => shapeOf(option, schemas));
  // `completion` or `stage:…` is one text, of which some values are known.
  if (shapes.every(({ kind }) => kind === 'text' || kind === 'choice')) {
    const suggestions = shapes.flatMap((shape) => (shape.kind === 'choice' ? shape.choices : []));
    const isOpen = shapes.some(({ kind }) => kind === 'text');
    if (!isOpen) return { kind: 'choice', choices: suggestions };
    return { kind: 'text', isLong: false, isWide: false, isRequired: true, suggestions };
  }
  const tag = tagOf(options);
  if (tag === undefined) return { kind: 'alternatives', options };
  const variants = options.map((schema) => ({ schema, tags: textsIn(schema.properties?.[tag] ?? {}) }));
  return { kind: 'variants', tag, variants };
};

/** What a form is to draw for a schema; what it cannot draw is written as JSON. */
export const shapeOf = (given: JsonSchema, schemas: Schemas): Shape => {
  if (given.$ref !== undefined && nameIn(given.$ref) === 'Condition') return { kind: 'condition' };
  const schema = resolve(given, schemas);
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives) return ofAlternatives(alternatives, schemas);
  if (schema.const !== undefined && typeof schema.const !== 'string') return { kind: 'constant', value: schema.const };
  const type = Array.isArray(schema.type) ? schema.type.find((name) => name !== 'null') : schema.type;
  if (type === 'string') return ofText(schema);
  if (type === 'boolean') return { kind: 'boolean', default: schema.default === true };
  if (type === 'integer' || type === 'number')
    return { kind: 'number', minimum: schema.minimum, maximum: schema.maximum, isWhole: type === 'integer' };
  if (type === 'array') return ofList(schema, schemas);
  if (type === 'object') return ofObject(schema);
  return { kind: 'json' };
};

/** What a new item or section begins as: what is needed, empty. */
export const emptyValue = (given: JsonSchema, schemas: Schemas): Json => {
  const schema = resolve(given, schemas);
  if (schema.default !== undefined) return schema.default;
  const shape = shapeOf(given, schemas);
  switch (shape.kind) {
    case 'object':
      return Object.fromEntries(
        shape.required
          .filter((name) => Object.hasOwn(shape.properties, name) && isHeld(shape.properties[name] ?? {}, schemas))
          .map((name) => [name, emptyValue(shape.properties[name] ?? {}, schemas)]),
      );
    case 'amount':
      return { amount: 1, unit: shape.units.at(-1) ?? 'days', time: shape.times[0] ?? 'calendar' };
    case 'variants':
      return emptyVariant(shape.tag, shape.variants[0], schemas);
    case 'alternatives':
      return emptyValue(shape.options[0] ?? {}, schemas);
    case 'condition':
      return { all: [] };
    case 'constant':
      return shape.value;
    case 'choice':
      return shape.choices[0] ?? '';
    case 'interval':
      return ['09:00', '17:00'];
    case 'list':
    case 'texts':
    case 'choices':
      return [];
    case 'map':
      return {};
    case 'json':
      return {};
    case 'boolean':
      return shape.default;
    case 'number':
      return shape.minimum ?? 0;
    default:
      return '';
  }
};

/** Texts and numbers are left out until they are typed; what has a form of its own is there. */
const isHeld = (schema: JsonSchema, schemas: Schemas): boolean =>
  !['text', 'number', 'choice'].includes(shapeOf(schema, schemas).kind);

/** A variant as it begins, with what the one before had under the same names. */
export const emptyVariant = (
  tag: string,
  variant: Variant | undefined,
  schemas: Schemas,
  { value, before }: { value?: string | undefined; before?: Json | undefined } = {},
): JsonObject => {
  if (!variant) return {};
  const { [tag]: _tag, ...properties } = variant.schema.properties ?? {};
  const begun = emptyValue({ ...variant.schema, properties }, schemas);
  const kept = isObject(before)
    ? Object.fromEntries(Object.entries(before).filter(([name]) => Object.hasOwn(properties, name)))
    : {};
  return { [tag]: value ?? variant.tags[0] ?? '', ...(isObject(begun) ? begun : {}), ...kept };
};

/** Whether a value could be of a schema: by its type, and by its members where it is an object. */
export const fits = (value: Json | undefined, given: JsonSchema, schemas: Schemas): boolean => {
  const schema = resolve(given, schemas);
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives) return alternatives.some((option) => fits(value, option, schemas));
  const { type, required = [], properties = {} } = schema;
  if (isObject(value)) {
    if (type !== 'object') return type === undefined;
    const names = Object.keys(value);
    const isOpen = Boolean(schema.additionalProperties);
    return (
      required.every((name) => names.includes(name)) &&
      (isOpen || names.every((name) => Object.hasOwn(properties, name)))
    );
  }
  if (Array.isArray(value)) return type === 'array';
  if (schema.enum) return schema.enum.some((one) => one === value);
  if (typeof value === 'number') return type === 'number' || type === 'integer';
  return typeof value === type || type === undefined;
};

/** Of what an API answered, the members that may be put again. */
export const bodyOf = (answer: object, schema: JsonSchema, schemas: Schemas): JsonObject => {
  const { properties = {} } = resolve(schema, schemas);
  return Object.fromEntries(Object.entries(answer).filter(([name]) => Object.hasOwn(properties, name))) as JsonObject;
};
