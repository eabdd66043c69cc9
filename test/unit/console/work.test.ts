import { describe, expect, test } from 'vitest';
import { bulkActionOf, endingChoices, outcomeOf } from '#console/work/bulk/bulk-action.ts';
import { bodyOfDraft, draftOfType, emptyDraft, firstDraft, mayRaise, pointersOfForm } from '#console/work/new-case.ts';
import { conditionOfList, isFiltered, listQueryOf, readWorkSearch, sortOf } from '#console/work/work-search.ts';
import { ruleActionSchema } from '#shared/automation/rules/rule-action.ts';
import { listCasesRoute } from '#shared/casework/cases/case.routes.ts';
import { newCaseBodySchema } from '#shared/casework/cases/case.ts';
import { caseTypeSchema } from '#shared/casework/cases/case-type.ts';
import { csvHeadOf, csvOf } from '#shared/insight/csv.ts';

const aType = (key: string, more: object = {}) => ({
  ...caseTypeSchema.parse({
    name: key,
    statuses: [
      { key: 'new', name: 'New', category: 'to-do' },
      { key: 'done', name: 'Done', category: 'resolved' },
    ],
    defaultStatus: 'new',
    defaultPriority: 'medium',
    ...more,
  }),
  key,
});

describe('[UI-1] the address of a list of cases', () => {
  test('is read leniently: what it says that is none of ours is left out', () => {
    const raw = { view: 'overdue', sort: 'name', type: '', category: 'to-do', priority: 3, group: 'tutors', x: 'y' };
    expect(readWorkSearch(raw)).toEqual({ view: 'overdue', category: 'to-do', group: 'tutors' });
  });

  test('asks for what the API takes, and is mine unless it says otherwise', () => {
    const query = listQueryOf(readWorkSearch({ type: 'concern', sort: '-priority' }));
    expect(query).toEqual({ view: 'mine', type: 'concern', sort: '-priority' });
    expect(listCasesRoute.input.query.safeParse(query).success).toBe(true);
  });

  test('is sorted by what is due first, by what the view says, or by what was asked for', () => {
    expect(sortOf({})).toBe('dueAt');
    expect(sortOf({}, { builtIn: true })).toBe('dueAt');
    expect(sortOf({}, { builtIn: false })).toBe('-createdAt');
    expect(sortOf({}, { builtIn: false, sort: '-updatedAt' })).toBe('-updatedAt');
    expect(sortOf({ sort: 'priority' }, { builtIn: false, sort: '-updatedAt' })).toBe('priority');
  });

  test('is one condition with its view, for what is done to the whole list', () => {
    const condition = { field: 'case.category', op: 'is', value: 'to-do' } as const;
    expect(conditionOfList({}, { condition })).toEqual(condition);
    expect(conditionOfList({ view: 'triage', type: 'concern', group: 'tutors' }, { condition })).toEqual({
      all: [
        condition,
        { field: 'case.type', op: 'is', value: 'concern' },
        { field: 'case.group', op: 'is', value: 'tutors' },
      ],
    });
    expect([isFiltered({ view: 'triage', sort: 'dueAt' }), isFiltered({ type: 'concern' })]).toEqual([false, true]);
  });
});

describe('[UI-1] what is done to many cases', () => {
  test('is an action of rules as soon as it is said in full', () => {
    expect([
      bulkActionOf('cases', 'assign', {}),
      bulkActionOf('cases', 'priority', {}),
      bulkActionOf('cases', 'tag', { tag: ' ' }),
    ]).toEqual([undefined, undefined, undefined]);
    const actions = [
      bulkActionOf('cases', 'assign', { owner: { group: 'tutors' } }),
      bulkActionOf('cases', 'assign', { owner: { user: 'ben' } }),
      bulkActionOf('cases', 'priority', { priority: 'high' }),
      bulkActionOf('cases', 'tag', { tag: ' library ' }),
      bulkActionOf('cases', 'close', { reason: 'solved' }),
      bulkActionOf('cases', 'close', {}),
      bulkActionOf('alerts', 'assign', { owner: { user: 'ben' } }),
      bulkActionOf('alerts', 'resolve', { reason: 'contacted' }),
      bulkActionOf('alerts', 'dismiss', {}),
    ];
    for (const action of actions) expect(ruleActionSchema.safeParse(action).error).toBeUndefined();
    expect(actions[3]).toEqual({ do: 'add-tag', tag: 'library' });
  });

  test('offers the reasons of the types that are selected, and says of which each is', () => {
    const solved = { key: 'solved', name: 'Solved' };
    const types = [
      { key: 'one', name: 'one', endings: [solved] },
      { key: 'two', name: 'two', endings: [solved, { key: 'gone', name: 'Gone' }] },
    ];
    expect(endingChoices(types, [{ type: 'one' }])).toEqual([{ id: 'solved', name: 'Solved' }]);
    expect(endingChoices(types, [])).toEqual([
      { id: 'solved', name: 'Solved', detail: 'one, two' },
      { id: 'gone', name: 'Gone', detail: 'two' },
    ]);
  });

  test('is counted off the report: what changes, what is so already, what is refused and why', () => {
    const columns = ['id', 'status', 'code'];
    const report = `${csvHeadOf(columns)}${csvOf(columns, [
      { id: 'A', status: 'changed' },
      { id: 'B', status: 'refused', code: 'not-allowed' },
      { id: 'C', status: 'unchanged', code: 'no-match' },
      { id: 'D', status: 'refused', code: 'not-allowed' },
      { id: 'E', status: 'changed' },
    ])}`;
    expect(outcomeOf(report)).toEqual({ changed: 2, unchanged: 1, refused: new Map([['not-allowed', 2]]) });
    expect(outcomeOf('')).toEqual({ changed: 0, unchanged: 0, refused: new Map() });
  });
});

describe('[UI-1] the form of a new case', () => {
  const type = aType('hazard', {
    groups: { starters: ['students'], managers: ['estates'] },
    fields: [
      { key: 'kind', name: 'Kind', type: 'text', default: 'lighting' },
      { key: 'note', name: 'Note', type: 'text', shownWhen: { field: 'case.fields.kind', op: 'is', value: 'other' } },
    ],
  });

  test('is offered to starters, managers and administrators, of types that are enabled', () => {
    const may = (groups: string[], isAdmin = false) => mayRaise(type, { groups, isAdmin });
    expect([may(['students']), may(['estates']), may(['advisers']), may([], true)]).toEqual([true, true, false, true]);
    expect(mayRaise({ ...type, enabled: false }, { groups: ['estates'], isAdmin: false })).toBe(false);
  });

  test('begins with its only type, and what that begins with', () => {
    expect(firstDraft([type], { contactId: 'S1' })).toMatchObject({
      type: 'hazard',
      contactId: 'S1',
      priority: 'medium',
      fields: { kind: 'lighting' },
    });
    expect(firstDraft([type, aType('other')])).toEqual(emptyDraft);
  });

  test('keeps what was typed when another type is chosen', () => {
    const draft = { ...emptyDraft, subject: 'Dark', priority: 'high', fields: { kind: 'surface' } };
    expect(draftOfType(draft, type)).toMatchObject({
      subject: 'Dark',
      priority: 'medium',
      fields: { kind: 'surface' },
    });
  });

  test('sends what it says and nothing else', () => {
    expect(bodyOfDraft(emptyDraft, undefined)).toEqual({ subject: '' });
    const draft = { ...firstDraft([type]), subject: 'Dark', description: ' ', fields: { kind: 'surface', note: 'x' } };
    const body = bodyOfDraft(draft, type);
    expect(body).toEqual({ type: 'hazard', subject: 'Dark', priority: 'medium', fields: { kind: 'surface' } });
    expect(newCaseBodySchema.safeParse(body).success).toBe(true);
  });

  test('knows the pointers of its faults, also inside another request', () => {
    expect(pointersOfForm(type)).toEqual(expect.arrayContaining(['/subject', '/fields/kind']));
    expect(pointersOfForm(type, '/case')).toEqual(expect.arrayContaining(['/case/subject', '/case/fields/kind']));
  });
});
