import { isObject, isSame, type Json, type JsonObject, type JsonPath } from '#console/admin/schema/json.ts';

/** One member that is not what it was. */
export interface Difference {
  path: JsonPath;
  before: Json | undefined;
  after: Json | undefined;
}

/** What an item of a list is called among its like, so that one that was moved is found again. */
const nameOf = (item: Json): string | undefined => {
  if (!isObject(item)) return undefined;
  const { key, id, date } = item;
  return [key, id, date].find((name) => typeof name === 'string');
};

const named = (items: readonly Json[]): Map<string, Json> | undefined => {
  const names = items.map(nameOf);
  if (names.includes(undefined) || new Set(names).size !== names.length) return undefined;
  return new Map(items.map((item, index) => [names[index] ?? '', item]));
};

const betweenLists = (before: Json[], after: Json[], path: JsonPath): Difference[] => {
  const [old, young] = [named(before), named(after)];
  if (!old || !young || old.size + young.size === 0) {
    if (before.every((item) => !isObject(item)) && after.every((item) => !isObject(item)))
      return [{ path, before, after }];
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => differences(before[index], after[index], [...path, index])).flat();
  }
  const names = [...new Set([...old.keys(), ...young.keys()])];
  const found = names.flatMap((name) => differences(old.get(name), young.get(name), [...path, name]));
  const shared = [...young.keys()].filter((name) => old.has(name));
  const wasShared = [...old.keys()].filter((name) => young.has(name));
  return isSame(shared, wasShared) ? found : [...found, { path, before: [...old.keys()], after: [...young.keys()] }];
};

/** Field by field what differs, as far down as both have the same form. */
export const differences = (before: Json | undefined, after: Json | undefined, path: JsonPath = []): Difference[] => {
  if (isSame(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return betweenLists(before, after, path);
  if (!isObject(before) || !isObject(after)) return [{ path, before, after }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => differences(before[name], after[name], [...path, name]));
};

/** Mine, with what somebody else changed meanwhile wherever I changed nothing. */
export const merged = (base: JsonObject, mine: JsonObject, theirs: JsonObject): JsonObject => {
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
  const members = names.map((name) => [name, isSame(base[name], mine[name]) ? theirs[name] : mine[name]] as const);
  return Object.fromEntries(members.filter((member): member is [string, Json] => member[1] !== undefined));
};
