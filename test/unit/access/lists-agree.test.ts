import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleTypes } from '#functions/api/visible.ts';
import { type Person, personOf } from '#shared/access/person.ts';
import { mayOnAlert, mayOnCase, seesAlertsByType, seesByType } from '#shared/access/policy.ts';
import { alertLayout } from '#shared/casework/alerts/alert.layout.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertTypeSchema } from '#shared/casework/alerts/alert-type.ts';
import { caseLayout } from '#shared/casework/cases/case.layout.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { caseTypeSchema } from '#shared/casework/cases/case-type.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { ListedRecord, ListRequest } from '#shared/core/records/list-request.ts';
import { listRecords } from '#shared/core/records/listing.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { type RecordKind, recordKey } from '#shared/core/table/keys.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { alertThatIs } from '../alerts/sample-alerts.ts';
import { at, openCase, typeOfCases } from '../cases/sample-cases.ts';

// A list shows what the caller could GET, and nothing else. Lists narrow what they read by type and
// person; here that is held against the policy, record by record.

const ofGroups = [
  'managers',
  'reassignment',
  'escalation',
  'enquiry',
  'appointment',
  'export',
  'autoAssign',
  'starters',
];
const amount = { amount: 1, unit: 'hours', time: 'calendar' };
const concern = caseTypeSchema.parse({
  ...typeOfCases,
  groups: Object.fromEntries(ofGroups.map((group) => [group, [group]])),
  targets: [
    {
      key: 'completion',
      target: amount,
      onBreach: { escalate: true, ladder: [{ after: amount, groups: ['ladder'] }] },
    },
  ],
  taskTypes: [{ key: 'interview', name: 'Interview', groups: ['interviewers'], users: ['ned'] }],
  roles: [{ key: 'lead', name: 'Lead', manager: true }],
});
const types = new Map([
  ['concern', { key: 'concern', value: concern }],
  ['other', { key: 'other', value: caseTypeSchema.parse(typeOfCases) }],
]);
const worry = alertTypeSchema.parse({ name: 'Worry', groups: { raisers: ['raisers'], reviewers: ['reviewers'] } });
const alertTypes = new Map([
  ['worry', { key: 'worry', value: worry }],
  ['other', { key: 'other', value: alertTypeSchema.parse({ name: 'Other' }) }],
]);

const people: Person[] = [
  ...[...ofGroups, 'ladder', 'interviewers', 'raisers', 'reviewers', 'admins', 'view-all', 'team'].map((group) => ({
    sub: `of-${group}`,
    groups: [group],
  })),
  { sub: 'ned', groups: ['staff'] },
  { sub: 'paula', groups: ['staff'] },
  { sub: 'mara', groups: ['team', 'enquiry'] },
].map((claims) => personOf(claims, () => true));

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const idOf = (number: number) => `01KAG00000000000000000000${letters[number % 32]}`;
const someone = fc.constantFrom<PersonOrGroup>(
  { user: 'paula' },
  { user: 'mara' },
  { group: 'team' },
  { user: 'nobody' },
);
const userId = fc.constantFrom('paula', 'mara', 'of-export', 'nobody');
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 2 });
const shared = {
  number: fc.nat(31),
  minute: fc.nat(9),
  type: fc.constantFrom('concern', 'other'),
  private: fc.boolean(),
  owner: maybe(someone),
  by: userId,
  dueIn: maybe(fc.integer({ min: -30, max: 30 })),
};
const datesOf = ({
  number,
  minute,
  by,
  dueIn,
}: {
  number: number;
  minute: number;
  by: string;
  dueIn?: number | undefined;
}) => ({
  id: idOf(number),
  createdAt: iso(at(minute)),
  createdBy: { kind: 'user' as const, id: by },
  ...(dueIn !== undefined && { dueAt: iso(at(dueIn)) }),
});
const someCase = fc
  .record({
    ...shared,
    closed: fc.boolean(),
    escalated: fc.nat(1),
    role: maybe(fc.record({ id: userId, ended: fc.boolean() })),
    taskOwner: maybe(someone),
    hasInterview: fc.boolean(),
    locked: maybe(userId),
  })
  .map((one): Case => {
    const { assignee: _a, dueAt: _d, ...plain } = openCase();
    return {
      ...plain,
      ...datesOf(one),
      type: one.type,
      private: one.private,
      escalated: one.escalated,
      ...(one.owner && { assignee: one.owner }),
      status: one.closed ? { key: 'resolved', category: 'resolved' } : { key: 'new', category: 'to-do' },
      roles: one.role
        ? [{ role: 'lead', id: one.role.id, from: iso(at(0)), ...(one.role.ended && { to: iso(at(1)) }) }]
        : [],
      helpers: { owners: one.taskOwner ? [one.taskOwner] : [], taskTypes: one.hasInterview ? ['interview'] : [] },
      locks: one.locked ? [one.locked] : [],
    };
  });
const someAlert = fc.record({ ...shared, closed: fc.boolean() }).map((one): Alert => {
  const { reviewer: _r, dueAt: _d, ...plain } = alertThatIs(one.closed ? 'resolved' : 'triage');
  const type = one.type === 'concern' ? 'worry' : 'other';
  return { ...plain, ...datesOf(one), type, private: one.private, ...(one.owner && { reviewer: one.owner }) };
});

const itemsOf = <R extends ListedRecord>(
  kind: RecordKind,
  layout: { indexes: object; satellites: object },
  record: R,
): Item[] => {
  const { indexes, satellites } = layout as unknown as {
    indexes: (record: R) => Record<string, string>;
    satellites: (before: undefined, after: R) => Write[];
  };
  const beside = satellites(undefined, record).flatMap((write) => ('put' in write ? [write.put] : []));
  return [{ ...recordKey({ kind, id: record.id }), ...indexes(record), record }, ...beside];
};

type Narrowed = Pick<ListRequest<ListedRecord>, 'types' | 'otherTypes' | 'everything' | 'owners'>;

/** All pages of a list, as a story reads it. */
const listed = async <R extends ListedRecord>(
  items: Item[],
  asked: Pick<ListRequest<R>, 'kind' | 'sort' | 'dueBefore' | 'accept'> & Narrowed,
): Promise<string[]> => {
  const { table } = memoryTable(items);
  const openness = asked.dueBefore ? (['open'] as const) : (['open', 'closed'] as const);
  const ids: string[] = [];
  for (let position: string | undefined, more = true; more; ) {
    const priorities = ['critical', 'high', 'medium', 'low'];
    const page = await listRecords<R>(table, { ...asked, priorities, openness, limit: 3, position });
    ids.push(...page.items.map(({ id }) => id));
    position = page.next;
    more = position !== undefined;
  }
  return ids;
};

const queries = fc.record({
  sort: fc.constantFrom('-createdAt', 'createdAt', 'dueAt', '-dueAt', '-updatedAt', '-priority'),
  dueBefore: maybe(fc.constant(iso(at(5)))),
  asked: maybe(fc.constantFrom('concern', 'other')),
});

describe('[FN-4] a list and GET agree', () => {
  it.each(people.map((person) => [person.id, person] as const))('[FN-4] on cases, for %s', async (_id, person) => {
    const sees = (record: Case) => {
      const type = types.get(record.type)?.value;
      return type !== undefined && mayOnCase(person, 'view', type, record);
    };
    const cases = fc.uniqueArray(someCase, { selector: ({ id }) => id, maxLength: 20 });
    const property = fc.asyncProperty(cases, queries, async (records, { asked, dueBefore, sort }) => {
      const visible = visibleTypes(person, types, {
        asked: asked === undefined ? undefined : [asked],
        sees: (type) => seesByType(person, type),
      });
      const fits = (record: Case) =>
        sees(record) &&
        (asked === undefined || record.type === asked) &&
        (dueBefore === undefined ||
          (record.status.category === 'to-do' && record.dueAt !== undefined && record.dueAt < dueBefore));
      const items = records.flatMap((record) => itemsOf('case', caseLayout, record));
      const found = await listed<Case>(items, { kind: 'case', sort, dueBefore, ...visible, accept: fits });
      const wanted = records.filter(fits).map(({ id }) => id);
      expect(found.toSorted()).toEqual(wanted.toSorted());
    });
    await fc.assert(property, { numRuns: 25 });
  });

  it.each(people.map((person) => [person.id, person] as const))('[FN-4] on alerts, for %s', async (_id, person) => {
    const alerts = fc.uniqueArray(someAlert, { selector: ({ id }) => id, maxLength: 20 });
    const property = fc.asyncProperty(alerts, queries, async (records, { sort }) => {
      const visible = visibleTypes(person, alertTypes, { sees: (type) => seesAlertsByType(person, type) });
      const sees = (record: Alert) => {
        const type = alertTypes.get(record.type)?.value;
        return type !== undefined && mayOnAlert(person, 'view', type, record);
      };
      const items = records.flatMap((record) => itemsOf('alert', alertLayout, record));
      const found = await listed<Alert>(items, { kind: 'alert', sort, ...visible, accept: sees });
      expect(found.toSorted()).toEqual(
        records
          .filter(sees)
          .map(({ id }) => id)
          .toSorted(),
      );
    });
    await fc.assert(property, { numRuns: 20 });
  });
});
