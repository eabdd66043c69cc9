/**
 * A value as the SDK has to be given it. The SDK asks an object's `constructor` what it is, also
 * where that is a member of the object, such as a custom field; it takes a Map for its entries.
 */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const all = value.map(plain);
    return all.some((one, index) => one !== value[index]) ? all : value;
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const entries = Object.entries(value);
  const all = entries.map(([name, one]) => [name, plain(one)] as const);
  if (Object.hasOwn(value, 'constructor')) return new Map(all);
  return all.some(([, one], index) => one !== entries[index]?.[1]) ? Object.fromEntries(all) : value;
};

/** The values of an item, or of an expression, as the SDK has to be given them. */
export const plainMembers = <T extends Record<string, unknown>>(values: T): T =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)])) as T;
