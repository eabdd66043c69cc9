/** What JSON can hold. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };
/** Where something is within a value: `['targets', 0, 'key']`. */
export type JsonPath = readonly (string | number)[];

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A path as the API writes it in the faults of a request: `/targets/0/key`. */
export const pointerOf = (path: JsonPath): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

export const pathOf = (pointer: string): string[] =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** What is at a path, if anything. */
export const valueAt = (value: Json | undefined, path: JsonPath): Json | undefined => {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(value)) return valueAt(value[Number(step)], rest);
  return isObject(value) && Object.hasOwn(value, step) ? valueAt(value[step], rest) : undefined;
};

/** The object with a member changed, or without it. */
export const withMember = (object: JsonObject, name: string, member: Json | undefined): JsonObject => {
  if (member !== undefined) return { ...object, [name]: member };
  const { [name]: _gone, ...rest } = object;
  return rest;
};

/** The same, whatever the order of members. */
export const isSame = (one: Json | undefined, other: Json | undefined): boolean => {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
  );
};

/** A list with the item at one place moved to another. */
export const moved = <Item>(items: readonly Item[], from: number, to: number): Item[] => {
  const rest = items.filter((_item, index) => index !== from);
  const item = items[from];
  return item === undefined ? [...items] : [...rest.slice(0, to), item, ...rest.slice(to)];
};

/** What a text says as JSON, or why it is none; a whole is an object. */
export const readJson = (pointer: string, text: string): { value?: Json; wrong?: unknown } => {
  const isWhole = pointer === '';
  if (text.trim() === '' && !isWhole) return {};
  try {
    const value = JSON.parse(text) as Json;
    return isWhole && !isObject(value) ? { wrong: new SyntaxError('no object') } : { value };
  } catch (error) {
    return { wrong: error };
  }
};
