import * as z from 'zod';

// zod's schemas as JSON Schema. A schema with a name (`.meta({ id })`) becomes a component of the
// document, once, and everything else refers to it.

export type JsonObject = { [member: string]: unknown };
/** What goes in may leave out what has a default; what comes out has it. */
type SchemaDirection = 'input' | 'output';

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;

/** Every `$ref` of a document, rewritten. */
const withReferences = (value: unknown, rewrite: (reference: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((one) => withReferences(one, rewrite));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [
      member,
      member === '$ref' && typeof inner === 'string' ? rewrite(inner) : withReferences(inner, rewrite),
    ]),
  );
};

const referencesOf = (value: unknown): string[] => {
  const found: string[] = [];
  withReferences(value, (reference) => {
    found.push(reference);
    return reference;
  });
  return found;
};

/** How a document writes its schemas. */
interface SchemaStyle {
  /** OpenAPI 3.1 speaks 2020-12, AsyncAPI 3.0 draft 7 unless configured. */
  dialect: 'draft-2020-12' | 'draft-07';
  /**
   * Whether members may be added later: its readers must not refuse members that they do not know.
   */
  grows: boolean;
  /** The values of texts of which only the whole house knows which there are. */
  values?: ReadonlyMap<z.core.$ZodTypes, readonly string[]>;
}

const written =
  ({ grows, values }: SchemaStyle) =>
  ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
    const known = values?.get(zodSchema);
    if (known) jsonSchema.enum = [...known];
    // zod writes the limits of a safe integer at every integer; they say nothing.
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (grows && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  };

/**
 * A schema as JSON Schema that stands by itself, its named parts below `$defs`, or `definitions` in
 * draft 7.
 */
export const jsonSchemaOf = (schema: z.ZodType, direction: SchemaDirection, style: SchemaStyle): JsonObject => {
  const options = { io: direction, target: style.dialect, override: written(style) } as const;
  const { '~standard': _zod, ...plain } = z.toJSONSchema(schema, options) as JsonObject;
  return plain;
};

const nameOf = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);

/**
 * Collects the named schemas of a document while it is written; `finish` gives the document and its
 * components. A name that means something else in each direction is also `<name>Input`.
 */
export const componentCollector = (style: SchemaStyle) => {
  const named: Record<SchemaDirection, Map<string, JsonObject>> = { input: new Map(), output: new Map() };

  const schemaOf = (schema: z.ZodType, direction: SchemaDirection): JsonObject => {
    const { $schema: _dialect, $defs = {}, definitions = $defs, ...root } = jsonSchemaOf(schema, direction, style);
    const provisional = (value: unknown) =>
      withReferences(value, (reference) =>
        reference.replace(/^#\/(\$defs|definitions)\//, `#/${direction}/`),
      ) as JsonObject;
    for (const [name, definition] of Object.entries(definitions as JsonObject))
      named[direction].set(name, provisional(definition));
    return provisional(root);
  };

  /** Names whose schema, or one that it leads to, is not the same in both directions. */
  const namesThatDiffer = (): Set<string> => {
    const text = (direction: SchemaDirection, name: string) =>
      JSON.stringify(withReferences(named[direction].get(name), nameOf));
    const inBoth = [...named.input.keys()].filter((name) => named.output.has(name));
    const differing = new Set(inBoth.filter((name) => text('input', name) !== text('output', name)));
    for (let size = -1; size !== differing.size; ) {
      size = differing.size;
      for (const name of inBoth)
        if (referencesOf(named.input.get(name)).some((reference) => differing.has(nameOf(reference))))
          differing.add(name);
    }
    return differing;
  };

  const finish = <D>(document: D): { document: D; schemas: JsonObject } => {
    const differing = namesThatDiffer();
    const finalName = (direction: string, name: string) =>
      direction === 'input' && differing.has(name) ? `${name}Input` : name;
    const final = (value: unknown) =>
      withReferences(value, (reference) => {
        const [, direction, name] = /^#\/(input|output)\/(.+)$/.exec(reference) ?? [];
        return direction && name ? `#/components/schemas/${finalName(direction, name)}` : reference;
      });
    const all = (['output', 'input'] as const).flatMap((direction) =>
      [...named[direction]].map(([name, schema]) => [finalName(direction, name), final(schema)] as const),
    );
    return { document: final(document) as D, schemas: Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))) };
  };

  return { schemaOf, finish };
};
