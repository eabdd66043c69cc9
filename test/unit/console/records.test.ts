import { describe, expect, test } from 'vitest';
import { prioritiesInOrder } from '#console/records/configured-map.ts';
import { dueTone } from '#console/records/due.ts';
import { ownerChoices, ownerFromId, ownerToId, peopleOf } from '#console/records/people.ts';
import { defaultsOf, saidFields, shownFields } from '#console/records/shown-fields.ts';
import { groupSchema } from '#shared/access/group.schema.ts';
import { prioritySchema } from '#shared/casework/priorities/priority.schema.ts';
import { fieldDefinitions } from '#shared/core/records/field-definition.schema.ts';

const keyed = <V extends object>(values: Record<string, V>): ReadonlyMap<string, V & { key: string }> =>
  new Map(Object.entries(values).map(([key, value]) => [key, { ...value, key }]));

const member = (id: string, name: string) => ({ id, name, email: `${id}@staff.example.edu` });
const groups = keyed({
  advisers: groupSchema.parse({ name: 'Advisers', members: [member('ben', 'Ben'), member('amara', 'Amara')] }),
  tutors: groupSchema.parse({ name: 'Tutors', members: [member('amara', 'Amara')] }),
  students: groupSchema.parse({ name: 'Students', staff: false, members: [member('s1', 'Sam')] }),
});

describe('[UI-1] whom work can be given to', () => {
  const people = peopleOf(groups);

  test('is everybody of the directory once, by name, with all of their teams', () => {
    expect([...people.values()].map(({ id, groups: theirs }) => [id, theirs])).toEqual([
      ['amara', ['advisers', 'tutors']],
      ['ben', ['advisers']],
      ['s1', ['students']],
    ]);
  });

  test('is offered as teams and people of staff, of some groups where these are named', () => {
    expect(ownerChoices({ groups, people }).map(({ id }) => id)).toEqual([
      'group:advisers',
      'group:tutors',
      'user:amara',
      'user:ben',
    ]);
    expect(ownerChoices({ groups, people }, new Set(['tutors'])).map(({ id }) => id)).toEqual([
      'group:tutors',
      'user:amara',
    ]);
  });

  test('is told apart where a person and a team are called alike', () => {
    for (const owner of [{ user: 'group:x' }, { group: 'user' }]) expect(ownerFromId(ownerToId(owner))).toEqual(owner);
  });
});

test('[UI-1] priorities are offered the most urgent first, without those that are disabled', () => {
  const priorities = keyed({
    low: prioritySchema.parse({ name: 'Low', order: 3 }),
    high: prioritySchema.parse({ name: 'High', order: 1 }),
    old: prioritySchema.parse({ name: 'Old', order: 2, enabled: false }),
  });
  expect(prioritiesInOrder(priorities).map(({ key }) => key)).toEqual(['high', 'low']);
  expect(prioritiesInOrder(priorities, ['low', 'old']).map(({ key }) => key)).toEqual(['low']);
});

test('[UI-1] what is due is late from its instant on, soon for two days before, and quiet once closed', () => {
  const dueAt = '2026-11-29T12:00:00.000Z';
  const hour = 3_600_000;
  const tone = (hours: number, isClosed = false) => dueTone(dueAt, { now: Date.parse(dueAt) - hours * hour, isClosed });
  expect([tone(49), tone(48), tone(0), tone(-1), tone(-1, true)]).toEqual(['later', 'soon', 'soon', 'late', 'over']);
});

describe('[UI-1] custom fields of a form', () => {
  const definitions = fieldDefinitions.parse([
    { key: 'kind', name: 'Kind', type: 'text' },
    { key: 'more', name: 'More', type: 'text', shownWhen: { field: 'case.fields.kind', op: 'is', value: 'other' } },
    { key: 'last', name: 'Last', type: 'text', shownWhen: { field: 'case.fields.more', op: 'exists' } },
    { key: 'urgent', name: 'Why', type: 'text', shownWhen: { field: 'case.priority', op: 'is', value: 'high' } },
    { key: 'known', name: 'Known', type: 'boolean', default: false },
  ]);
  const shown = (values: object, record = {}) =>
    shownFields(definitions, { kind: 'case', record, values: { ...values } }).map(({ key }) => key);

  test('are shown by what is filled in so far', () => {
    expect(shown({})).toEqual(['kind', 'known']);
    expect(shown({ kind: 'other' })).toEqual(['kind', 'more', 'known']);
    expect(shown({ kind: 'other', more: 'yes' })).toEqual(['kind', 'more', 'last', 'known']);
    expect(shown({}, { priority: 'high' })).toEqual(['kind', 'urgent', 'known']);
  });

  test('that are hidden say nothing, neither to other fields nor to the API', () => {
    const values = { kind: 'one', more: 'typed before', last: 'too', known: false };
    expect(shown(values)).toEqual(['kind', 'known']);
    expect(saidFields(definitions, { kind: 'case', record: {}, values })).toEqual({ kind: 'one', known: false });
  });

  test('of nothing but spaces are left out, and begin with their defaults', () => {
    expect(saidFields(definitions, { kind: 'case', record: {}, values: { kind: '  ' } })).toEqual({});
    expect(defaultsOf(definitions)).toEqual({ known: false });
  });
});
