import { describe, expect, it } from 'vitest';
import { answerCase, answerCaseForRequester } from '#shared/casework/cases/answer-case.ts';
import { caseAnswerSchema, caseSchema } from '#shared/casework/cases/case.ts';
import { faultsIn, refusalOf } from '../refused.ts';
import { adviser, caseDefinition, noon, raised } from './sample-cases.ts';

describe('raising a case', () => {
  it('[CA-1] begins in the default status of its type, with its defaults and its clocks', () => {
    const { after, events } = raised();
    expect(after).toMatchObject({
      version: 1,
      type: 'academic-concern',
      typeVersion: 7,
      status: { key: 'new', category: 'to-do' },
      priority: 'medium',
      createdBy: adviser,
      escalated: 0,
      openTasks: 0,
      alertIds: [],
      private: false,
      dueAt: '2026-11-23T13:00:00.000Z',
    });
    expect(after.clocks.map((clock) => [clock.key, clock.state])).toEqual([
      ['completion', 'running'],
      ['first-response', 'running'],
    ]);
    expect(caseSchema.parse(after)).toEqual(after);
    expect(events).toMatchObject([{ type: 'Case Created', before: {} }]);
  });

  it('[CA-1] keeps what the caller says in place of each default', () => {
    const given = {
      description: 'three in a row',
      contactId: 'S1',
      priority: 'critical',
      subtype: 'maths',
      stage: 'stage-1',
      tags: ['first-year'],
      location: { lat: 40.7, lon: -74 },
      assignee: { group: 'tutors' },
      onBehalfOf: { name: 'A friend', email: 'friend@example.org' },
      private: true,
    };
    expect(raised(given).after).toMatchObject({ ...given, dueAt: '2026-11-23T12:20:00.000Z' });
  });

  it('[CA-1] keeps both identities when staff raise it for somebody', () => {
    const { after } = raised({ contactId: 'S1', onBehalfOf: { contactId: 'S2' } });
    expect(after).toMatchObject({ createdBy: adviser, contactId: 'S1', onBehalfOf: { contactId: 'S2' } });
  });

  it('[CA-1] names every fault at once: priority, subtype, stage and custom fields', () => {
    const definition = caseDefinition({ fields: [{ key: 'course', name: 'Course', type: 'text', required: true }] });
    const input = { priority: 'huge', subtype: 'arts', stage: 'stage-9', fields: { room: 1 } };
    expect(faultsIn(() => raised(input, definition))).toEqual([
      { pointer: '/priority', code: 'unknown-priority' },
      { pointer: '/subtype', code: 'unknown-subtype' },
      { pointer: '/stage', code: 'unknown-stage' },
      { pointer: '/fields/room', code: 'unknown-field' },
      { pointer: '/fields/course', code: 'required' },
    ]);
  });

  it('is refused by a type that is disabled', () => {
    expect(refusalOf(() => raised({}, caseDefinition({ enabled: false })))).toBe('disabled');
  });

  it('has no date due where its type has no completion target', () => {
    const { after } = raised({}, caseDefinition({ targets: [] }));
    expect(after).not.toHaveProperty('dueAt');
    expect(after.clocks).toEqual([]);
  });
});

describe('the answers of a case', () => {
  it('are the case as staff see it, clocks as the API has them, and nothing internal', () => {
    const definition = caseDefinition();
    const answer = answerCase(raised({}, definition).after, definition, noon + 600_000);
    expect(caseAnswerSchema.parse(answer)).toEqual(answer);
    expect(answer).not.toHaveProperty('generation');
    expect(answer.clocks[0]).toMatchObject({
      key: 'completion',
      state: 'running',
      remaining: 3_000_000,
      nextReminderAt: '2026-11-23T12:30:00.000Z',
    });
  });

  it('show a requester neither stage, escalation, tags and assignee nor fields that are not theirs to see', () => {
    const definition = caseDefinition({
      fields: [
        { key: 'course', name: 'Course', type: 'text', visibleToRequester: true },
        { key: 'suspicion', name: 'Suspicion', type: 'text' },
      ],
    });
    const fields = { course: 'MATH-101', suspicion: 'depressed' };
    const { after } = raised({ stage: 'stage-1', tags: ['risk'], assignee: { group: 'tutors' }, fields }, definition);
    const answer = answerCaseForRequester(after, definition);
    expect(answer).toMatchObject({ reference: '7K3F-92QX-M', fields: { course: 'MATH-101' } });
    expect(JSON.stringify(answer)).not.toMatch(/stage|escalated|risk|tutors|suspicion|clocks|alertIds/);
  });
});
