/**
 * As much of JSON Schema as says when a field of a public form is asked for: a schema of the object
 * of all fields, as `shared/portal/form.ts` writes it.
 */
export interface ShownIf {
  allOf?: ShownIf[];
  anyOf?: ShownIf[];
  not?: ShownIf;
  properties?: Record<string, ShownIf>;
  required?: string[];
  const?: unknown;
  enum?: unknown[];
  contains?: ShownIf;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const has = (value: unknown, name: string): boolean => isObject(value) && Object.hasOwn(value, name);

const fitsNumber = (schema: ShownIf, value: unknown): boolean => {
  if (typeof value !== 'number') return true;
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum, exclusiveMaximum } = schema;
  const isAbove = exclusiveMinimum === undefined || value > exclusiveMinimum;
  const isBelow = exclusiveMaximum === undefined || value < exclusiveMaximum;
  return isAbove && isBelow && value >= minimum && value <= maximum;
};

/** Whether a value is as a schema wants it. */
export const fits = (schema: ShownIf, value: unknown): boolean => {
  const { allOf = [], anyOf, not, properties = {}, required = [], contains } = schema;
  if (!allOf.every((one) => fits(one, value))) return false;
  if (anyOf && !anyOf.some((one) => fits(one, value))) return false;
  if (not && fits(not, value)) return false;
  if ('const' in schema && value !== schema.const) return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (contains && !(Array.isArray(value) && value.some((one) => fits(contains, one)))) return false;
  if (!required.every((name) => has(value, name))) return false;
  const inside = Object.entries(properties).filter(([name]) => has(value, name));
  return (
    fitsNumber(schema, value) && inside.every(([name, one]) => fits(one, isObject(value) ? value[name] : undefined))
  );
};

/** A field of the form: whether it is asked for may depend on the values of others. */
export interface AskedField {
  key: string;
  value: unknown;
  shownIf?: ShownIf | undefined;
}

/**
 * The keys of the fields that are asked for. What is not asked for has no value for those that
 * depend on it, so it is looked again until nothing changes.
 */
export const shownFields = (fields: readonly AskedField[]): ReadonlySet<string> => {
  let shown = new Set(fields.map(({ key }) => key));
  // No type has fields that depend on each other in a circle, so each round settles one more.
  for (let round = 0; round <= fields.length; round += 1) {
    const values = Object.fromEntries(
      fields.filter(({ key, value }) => shown.has(key) && value !== undefined).map(({ key, value }) => [key, value]),
    );
    const next = fields.filter(({ shownIf }) => shownIf === undefined || fits(shownIf, values));
    const keys = new Set(next.map(({ key }) => key));
    if (keys.size === shown.size && [...keys].every((key) => shown.has(key))) return keys;
    shown = keys;
  }
  return shown;
};
