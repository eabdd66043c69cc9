import { isObject, type Json, type JsonObject } from '#console/admin/schema/json.ts';

const most = 4;
const naming = ['name', 'title', 'subject', 'key', 'do', 'event', 'field', 'date', 'id', 'group', 'user', 'template'];

// What people typed stays as they typed it; the API's own names have words.
const ofApi = /^[a-z][a-z0-9-]*$/;

/** What an item is called, by whichever member names it. */
export const titleOf = (value: Json | undefined, word: (value: string) => string): string | undefined => {
  if (Array.isArray(value)) return value.join('–');
  const name = isObject(value) ? naming.find((one) => typeof value[one] === 'string' && value[one] !== '') : undefined;
  const title = isObject(value) ? name && value[name] : value;
  if (typeof title === 'number') return String(title);
  return typeof title === 'string' && ofApi.test(title) ? word(title) : title?.toString();
};

/** Values by their names, known names in the order in which they are known: Monday, Tuesday. */
export const inOrder = (value: JsonObject, known: readonly string[]): [string, Json][] => {
  const place = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
  return Object.entries(value).sort(([one], [other]) => place(one) - place(other));
};

interface SummaryWords {
  /** Of a member. */
  label: (name: string) => string;
  /** Of what the API has a name for, such as an action. */
  word: (value: string) => string;
  /** Names of a map, in their order. */
  known?: readonly string[];
}

/** What is in a folded part of a form: the names of its items or members. */
export const summaryOf = (value: Json | undefined, { label, word, known = [] }: SummaryWords): string | undefined => {
  const names = Array.isArray(value)
    ? value.map((item, index) => titleOf(item, word) ?? String(index + 1))
    : isObject(value)
      ? inOrder(value, known).flatMap(([name, member]) => (isEmpty(member) ? [] : [label(name)]))
      : [];
  if (names.length === 0) return undefined;
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} … (${names.length})`;
};

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);

/** A value as people read it, line by line: its members by their labels. */
export const linesOf = (value: Json, words: Pick<SummaryWords, 'label' | 'word'>, depth = 0): string[] => {
  const indent = '  '.repeat(depth);
  if (value === null) return [`${indent}–`];
  if (typeof value === 'boolean') return [`${indent}${value ? '✓' : '✗'}`];
  if (typeof value !== 'object') return [`${indent}${value}`];
  const isFlat = (one: Json) => typeof one !== 'object' || one === null;
  if (Array.isArray(value) && value.every(isFlat)) return [`${indent}${value.join(', ')}`];
  const members: [string, Json][] = Array.isArray(value)
    ? value.map((item, index) => [`${index + 1}.`, item])
    : Object.entries(value).map(([name, member]) => [`${words.label(name)}:`, saidOf(name, member, words.word)]);
  return members.flatMap(([name, member]) => {
    const lines = linesOf(member, words, depth + 1);
    return lines.length === 1 ? [`${indent}${name} ${lines[0]?.trimStart()}`] : [`${indent}${name}`, ...lines];
  });
};

// Members whose values are words of the API; a key is nobody's word but its own.
const spoken = new Set(['do', 'event', 'op', 'unit', 'time', 'kind']);
const saidOf = (name: string, value: Json, word: SummaryWords['word']): Json =>
  spoken.has(name) && typeof value === 'string' ? word(value) : value;
