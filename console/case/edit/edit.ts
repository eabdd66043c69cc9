import type { OperationInput } from '#client/client.ts';
import type { CaseRecord } from '#console/case/case-queries.ts';

// Editing a case: what was there when one began, what one typed, and what is there by now, each by
// the paths of its members, so that two versions are compared field by field.

/** Values by path: `subject`, `fields.course`, `details.housing.rooms`. */
export type Members = Readonly<Record<string, unknown>>;
export type CaseChanges = NonNullable<OperationInput<'editCase'>['body']>;

const plain = [
  'subject',
  'description',
  'contactId',
  'priority',
  'subtype',
  'stage',
  'tags',
  'dueAt',
  'private',
  'location',
] as const satisfies readonly (keyof CaseRecord)[];

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Whether two values say the same; nothing is nothing, however it is written. */
export const isSame = (one: unknown, other: unknown): boolean =>
  isEmpty(one) ? isEmpty(other) : JSON.stringify(one) === JSON.stringify(other);

/** What can be edited of a case, by path. */
export const membersOf = (record: CaseRecord): Members => ({
  ...Object.fromEntries(plain.map((name) => [name, record[name]])),
  ...Object.fromEntries(Object.entries(record.fields).map(([key, value]) => [`fields.${key}`, value])),
  ...Object.fromEntries(
    Object.entries(record.details ?? {}).flatMap(([section, fields]) =>
      Object.entries(fields).map(([key, value]) => [`details.${section}.${key}`, value]),
    ),
  ),
});

/** The paths at which two versions differ. */
export const differingPaths = (one: Members, other: Members): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((path) => !isSame(one[path], other[path]));

/** Members below a prefix: those of `fields.` by their keys. */
export const below = (members: Members, prefix: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(members).flatMap(([path, value]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), value]] : [],
    ),
  );

// These have a value always: nothing typed means that they stay as they are.
const neverCleared = new Set(['subject', 'contactId', 'priority', 'dueAt']);

/** What PATCH takes to make `before` into `after`; fields that are not shown are left alone. */
export const changesOf = (
  { before, after }: { before: Members; after: Members },
  isShown: (path: string) => boolean = () => true,
): CaseChanges => {
  const body: Record<string, unknown> = {};
  for (const path of differingPaths(before, after).filter(isShown)) {
    const [member = '', ...rest] = path.split('.');
    const given = after[path];
    if (neverCleared.has(member) && isEmpty(given)) continue;
    const value = member === 'tags' ? (given ?? []) : isEmpty(given) ? null : given;
    if (rest.length === 0) body[member] = value;
    else if (member === 'fields') body.fields = { ...(body.fields as object | undefined), [rest.join('.')]: value };
    else {
      const [section = '', key = ''] = rest;
      const details = (body.details ?? {}) as Record<string, object>;
      body.details = { ...details, [section]: { ...details[section], [key]: value } };
    }
  }
  return body;
};

export type Side = 'mine' | 'theirs';

/** A path that somebody else changed, too; `isBoth` where both did, and differently. */
export interface Difference {
  path: string;
  mine: unknown;
  theirs: unknown;
  isBoth: boolean;
}

interface ThreeVersions {
  /** What was there when one began. */
  base: Members;
  mine: Members;
  theirs: Members;
}

/** What others changed while one typed, the paths that both changed first. */
export const differencesOf = ({ base, mine, theirs }: ThreeVersions): Difference[] =>
  differingPaths(base, theirs)
    .filter((path) => !isSame(mine[path], theirs[path]))
    .map((path) => ({
      path,
      mine: mine[path],
      theirs: theirs[path],
      isBoth: !isSame(base[path], mine[path]),
    }))
    .sort((one, other) => Number(other.isBoth) - Number(one.isBoth));

/** One version of the three: theirs, with what was changed here where both changed by choice. */
export const mergedVersion = ({ base, mine, theirs }: ThreeVersions, choose: (path: string) => Side): Members => {
  const own = differingPaths(base, mine);
  const both = new Set(differingPaths(base, theirs));
  const kept = own.filter((path) => !both.has(path) || choose(path) === 'mine');
  return { ...theirs, ...Object.fromEntries(kept.map((path) => [path, mine[path]])) };
};
