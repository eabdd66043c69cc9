import { isObject, type Json } from '#console/admin/schema/json.ts';

const most = 4;
const naming = ['name', 'title', 'subject', 'key', 'do', 'event', 'field', 'date', 'id', 'group', 'user', 'template'];

/** What an item is called, by whichever member names it. */
export const titleOf = (value: Json | undefined): string | undefined => {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (!isObject(value)) return undefined;
  const name = naming.find((one) => typeof value[one] === 'string' && value[one] !== '');
  return name === undefined ? undefined : String(value[name]);
};

/** What is in a folded part of a form: the names of its items or members. */
export const summaryOf = (value: Json | undefined, label: (name: string) => string): string | undefined => {
  const names = Array.isArray(value)
    ? value.map((item, index) => titleOf(item) ?? String(index + 1))
    : isObject(value)
      ? Object.entries(value).flatMap(([name, member]) => (isEmpty(member) ? [] : [label(name)]))
      : [];
  if (names.length === 0) return undefined;
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} … (${names.length})`;
};

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);
