import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { CaseType, Status } from '#shared/casework/cases/case-type.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';
import { isSameAddress } from '#shared/core/records/address.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { valueSchema } from '#shared/core/records/field-value.schema.ts';
import { mostTags } from '#shared/core/records/limits.ts';
import { tag } from '#shared/core/records/primitives.ts';
import { fieldValueOf } from '#shared/insight/imports/field-text.ts';
import type {
  ForeignCase,
  ForeignPerson,
  ForeignStanding,
  ForeignUrgency,
} from '#shared/insight/imports/foreign/foreign-case.ts';
import { textOf } from '#shared/insight/imports/foreign/members.ts';
import type { ForeignFormat } from '#shared/insight/imports/import.schema.ts';
import type { Author } from '#shared/insight/imports/rows.schema.ts';
import { isSameName } from '#shared/insight/imports/same-name.ts';

// A case of another system, in the words of a type of this institution. What its words have no
// counterpart for is named in the result of the row; nothing is dropped without a word.

/** Who there is here. */
interface StaffAndGroups {
  /** The id of a member of staff, by id or mail address. */
  staff: (said: string) => string | undefined;
  /** Groups by key, with their names. */
  groups: ReadonlyMap<string, string>;
}

interface FittedCase {
  /** A row of cases. */
  row: Record<string, unknown>;
  /** What of it has no home here. */
  unmapped: string[];
}

const isFinal: Record<ForeignStanding, boolean> = {
  'to-do': false,
  'in-progress': false,
  waiting: false,
  resolved: true,
  cancelled: true,
};

const isWaiting = ({ name, key, pausesClocks }: Status): boolean =>
  (pausesClocks?.length ?? 0) > 0 || /wait|pend|hold|stall/i.test(`${key} ${name}`);

/** The status by its name, where that is as open; else the first that stands where it stood. */
const statusFor = ({ name, standing }: NonNullable<ForeignCase['status']>, type: CaseType): Status | undefined => {
  const { statuses, defaultStatus } = type;
  const fits = ({ category }: Status) => isClosedCategory(category) === isFinal[standing];
  const named = statuses.find((one) => fits(one) && (isSameName(one.key, name) || isSameName(one.name, name)));
  const first = (category: Status['category']) => statuses.find((one) => one.category === category);
  const fallback = statuses.find(({ key }) => key === defaultStatus);
  const by: Record<ForeignStanding, () => Status | undefined> = {
    'to-do': () => (fallback?.category === 'to-do' ? fallback : first('to-do')),
    'in-progress': () => first('in-progress'),
    waiting: () => statuses.find((one) => one.category === 'in-progress' && isWaiting(one)) ?? first('in-progress'),
    resolved: () => first('resolved'),
    cancelled: () => first('cancelled') ?? first('resolved'),
  };
  return named ?? by[standing]() ?? (isFinal[standing] ? first('resolved') : fallback);
};

const synonyms: Record<ForeignUrgency, readonly string[]> = {
  critical: ['critical', 'urgent', 'emergency', 'highest', 'high'],
  high: ['high', 'urgent', 'critical'],
  medium: ['medium', 'normal', 'moderate', 'standard'],
  low: ['low', 'minor', 'lowest'],
};

const priorityFor = (
  { name, urgency }: NonNullable<ForeignCase['priority']>,
  { priorities, disabledPriorities }: CaseDefinition,
): string | undefined => {
  const known = priorities.filter((key) => !disabledPriorities.has(key));
  const words = urgency === undefined ? [name] : [name, ...synonyms[urgency]];
  return words.flatMap((word) => known.find((key) => isSameName(key, word)) ?? [])[0];
};

const asTexts = (value: unknown): string =>
  Array.isArray(value)
    ? value.map((one) => textOf(one) ?? JSON.stringify(one)).join(';')
    : (textOf(value) ?? JSON.stringify(value));

/** The value of a custom field; undefined where the field cannot hold it. */
const valueFor = (definition: FieldDefinition, value: unknown): unknown => {
  const schema = valueSchema(definition);
  const candidates = [value, fieldValueOf(definition, asTexts(value))];
  return candidates.find((one) => schema.safeParse(one).success);
};

const longestSubject = 200;
const longestText = 20_000;
const cut = (text: string, most: number): string => [...text].slice(0, most).join('');

const tagOf = (text: string): string | undefined => tag.safeParse(cut(text.trim(), 64).trim()).data;

/** Who is meant, in words that the directory and the contacts are asked with. */
const authorOf = (person: ForeignPerson | undefined): Author | undefined => person?.email ?? person?.name ?? person?.id;

const isSamePerson = (one: ForeignPerson | undefined, other: ForeignPerson | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  ((one.id !== undefined && one.id === other.id) ||
    isSameAddress(one.email, other.email) ||
    (one.email === undefined && other.email === undefined && one.name !== undefined && one.name === other.name));

/** A case of another system as a row of cases of a type. */
export const fitCase = (
  foreign: ForeignCase,
  format: ForeignFormat,
  {
    definition,
    house,
    requester,
  }: { definition: CaseDefinition; house: StaffAndGroups; requester?: Author | undefined },
): FittedCase => {
  const { type } = definition;
  const unmapped: string[] = [];
  const missing = <T>(name: string, value: T | undefined): T | undefined => {
    if (value === undefined) unmapped.push(name);
    return value;
  };
  const status = foreign.status && missing('status', statusFor(foreign.status, type));
  const priority = foreign.priority && missing('priority', priorityFor(foreign.priority, definition));
  const assigned = authorOf(foreign.assignee);
  const user = typeof assigned === 'string' ? house.staff(assigned) : undefined;
  const group =
    foreign.group === undefined
      ? undefined
      : [...house.groups].find(
          ([key, name]) => isSameName(key, foreign.group ?? '') || isSameName(name, foreign.group ?? ''),
        )?.[0];
  if (assigned !== undefined && user === undefined) unmapped.push('assignee');
  if (foreign.group !== undefined && group === undefined) unmapped.push('group');
  const fields = new Map<string, unknown>();
  for (const [name, value] of foreign.more) {
    const field = type.fields.find(({ key, name: label }) => isSameName(key, name) || isSameName(label, name));
    const held = field && valueFor(field, value);
    if (field && held !== undefined && !fields.has(field.key)) fields.set(field.key, held);
    else unmapped.push(name);
  }
  const tags = foreign.tags.map((one) => tagOf(one) ?? missing('tags', tagOf(one)));
  const author = (person: ForeignPerson | undefined): Author | undefined =>
    isSamePerson(person, foreign.requester) ? requester : authorOf(person);
  const isClosed = status !== undefined && isClosedCategory(status.category);
  const { description } = foreign;
  const firstLine = description?.split('\n').find((line) => line.trim() !== '');
  const called = foreign.id === undefined ? undefined : `${format} ${foreign.id}`;
  const subject = foreign.subject ?? firstLine?.trim() ?? called;
  const kept = (name: string, text: string, most: number): string => {
    const short = cut(text, most);
    if (short.length < text.length) unmapped.push(`end of ${name}`);
    return short;
  };
  if (!isClosed && foreign.closing !== undefined) unmapped.push('closing');
  if (new Set(tags).size > mostTags) unmapped.push('tags');
  return {
    row: {
      ...(foreign.id !== undefined && { externalId: `${format}:${foreign.id}` }),
      type: definition.key,
      ...(subject !== undefined && {
        subject: foreign.subject ? kept('subject', subject, longestSubject) : cut(subject, longestSubject),
      }),
      ...(description !== undefined && { description: kept('description', description, longestText) }),
      ...(status && { status: status.key }),
      ...(priority !== undefined && { priority }),
      ...(user === undefined ? group !== undefined && { assignee: { group } } : { assignee: { user } }),
      ...(fields.size > 0 && { fields: Object.fromEntries(fields) }),
      tags: [...new Set(tags.flatMap((one) => one ?? []))].slice(0, mostTags),
      ...(foreign.createdAt !== undefined && { createdAt: foreign.createdAt }),
      ...(author(foreign.createdBy ?? foreign.requester) && {
        createdBy: author(foreign.createdBy ?? foreign.requester),
      }),
      ...(foreign.updatedAt !== undefined && { updatedAt: foreign.updatedAt }),
      ...(isClosed && foreign.closedAt !== undefined && { closedAt: foreign.closedAt }),
      ...(isClosed &&
        foreign.closing !== undefined && { closure: { details: kept('closing', foreign.closing, longestText) } }),
      ...(foreign.dueAt !== undefined && { dueAt: foreign.dueAt }),
      notes: foreign.notes
        .filter(({ text }) => text.trim() !== '')
        .map(({ text, at, author: by, public: isPublic }) => ({
          text: kept('notes', text, longestText),
          ...(at !== undefined && { at }),
          ...(author(by) && { author: author(by) }),
          public: isPublic,
        })),
    },
    unmapped: [...new Set(unmapped)],
  };
};
