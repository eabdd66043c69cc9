import { type RosterKind, type RosterThing, rosterSchemas } from '#shared/automation/roster/roster.schema.ts';
import { type Fault, invalid } from '#shared/core/errors.ts';
import { checkBody } from '#shared/core/http/check-body.ts';
import { own } from '#shared/core/records/own.ts';

/** One thing of a roster as it came, of a kind that is kept, or of one that is passed over. */
export interface RosterEntry {
  kind: RosterKind | 'ignored';
  value: Record<string, unknown>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members by which the REST interface says what it sends, alone and as a list. */
const members: Readonly<Record<string, RosterEntry['kind']>> = {
  user: 'user',
  users: 'user',
  course: 'course',
  courses: 'course',
  class: 'class',
  classes: 'class',
  enrollment: 'enrollment',
  enrollments: 'enrollment',
  org: 'ignored',
  orgs: 'ignored',
  academicSession: 'ignored',
  academicSessions: 'ignored',
};

/**
 * What a detail or a line holds of a roster in the shapes of the REST interface: `{user: {…}}`,
 * `{users: […]}` and so on. Undefined for anything else.
 */
export const rosterEntriesIn = (detail: unknown): RosterEntry[] | undefined => {
  if (!isObject(detail)) return undefined;
  const [only, ...others] = Object.entries(detail);
  if (!only || others.length > 0) return undefined;
  const kind = own(members, only[0]);
  const values = [only[1]].flat();
  if (kind === undefined || !values.every((one) => isObject(one) && 'sourcedId' in one)) return undefined;
  return values.map((value) => ({ kind, value: value as Record<string, unknown> }));
};

/** Columns of the CSV that the REST interface calls otherwise. */
const memberOfColumn: Readonly<Record<string, string>> = {
  preferredGivenName: 'preferredFirstName',
  preferredFamilyName: 'preferredLastName',
  classSourcedId: 'class',
  userSourcedId: 'user',
  courseSourcedId: 'course',
  termSourcedIds: 'terms',
};

/** Columns by which the files of OneRoster are told apart, the first that has all of them. */
const filesByColumns: readonly (readonly [RosterEntry['kind'], readonly string[]])[] = [
  ['user', ['sourcedId', 'givenName', 'familyName']],
  ['enrollment', ['sourcedId', 'classSourcedId', 'userSourcedId']],
  ['class', ['sourcedId', 'courseSourcedId', 'classType']],
  ['class', ['sourcedId', 'courseSourcedId', 'title']],
  ['course', ['sourcedId', 'courseCode']],
  ['ignored', ['sourcedId', 'parentSourcedId']],
  ['ignored', ['sourcedId', 'startDate', 'endDate']],
];

/** Which file of OneRoster has such columns. */
export const kindOfColumns = (columns: readonly string[]): RosterEntry['kind'] | undefined =>
  filesByColumns.find(([, wanted]) => wanted.every((column) => columns.includes(column)))?.[0];

// Left out where they are blank, as in files in bulk; any other blank clears what was there.
const meta = new Set(['sourcedId', 'status', 'dateLastModified', 'role']);

/** A row of a file of OneRoster, in the shape of the REST interface. */
export const entryOfRow = (kind: RosterEntry['kind'], row: readonly (readonly [string, string])[]): RosterEntry => {
  const cells = row.flatMap(([column, text]): [string, unknown][] => {
    const name = own(memberOfColumn, column) ?? column;
    if (text === '') return meta.has(name) ? [] : [[name, null]];
    return [[name, name === 'terms' ? text.split(',').map((one) => one.trim()) : text]];
  });
  return { kind, value: Object.fromEntries(cells) };
};

/**
 * A thing of a roster, read by its schema.
 * @throws `invalid-request` with every fault
 */
export const rosterThing = (kind: RosterKind, value: unknown): RosterThing => {
  const checked: { data?: unknown; faults: Fault[] } = checkBody(rosterSchemas[kind], value);
  if (checked.faults.length > 0) throw invalid(checked.faults);
  return { kind, value: checked.data } as RosterThing;
};
