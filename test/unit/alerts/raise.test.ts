import { describe, expect, it } from 'vitest';
import { alertAnswerSchema, type NewAlert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import { raiseAlert } from '#shared/casework/alerts/raise-alert.ts';
import { faultsIn, refusalOf } from '../refused.ts';
import { adviser, alertDefinition, noon } from './sample-alerts.ts';

const id = '01KAG0000000000000000000A1';
const raise = (input: Omit<NewAlert, 'type'>, definition: AlertDefinition) =>
  raiseAlert({ id, input: { type: 'attendance', ...input }, by: adviser, at: noon }, definition);

describe('raising an alert', () => {
  it('[AL-1] puts it into triage with the defaults of its type', () => {
    const definition = alertDefinition({
      defaultReviewer: { group: 'advisers' },
      due: { amount: 6, unit: 'hours', time: 'working' },
      calendar: 'office',
      fields: [{ key: 'channel', name: 'Channel', type: 'text', default: 'lms' }],
    });
    const { after, events } = raise({ contactId: 'S1' }, definition);
    expect(after).toMatchObject({
      version: 1,
      status: 'triage',
      category: 'open',
      priority: 'medium',
      reviewer: { group: 'advisers' },
      // Monday 12:00 and six working hours: five that day, one on Tuesday.
      dueAt: '2026-11-24T10:00:00.000Z',
      fields: { channel: 'lms' },
      tags: [],
      private: false,
      repeats: 0,
      typeVersion: 3,
    });
    expect(events).toMatchObject([{ type: 'Alert Created', before: {} }]);
    expect(events[0]?.changed).toContain('priority');
    expect(alertAnswerSchema.parse(answerAlert(after))).not.toHaveProperty('statusBefore');
  });

  it('[AL-1] keeps what the caller says in place of each default', () => {
    const definition = alertDefinition({
      defaultReviewer: { group: 'advisers' },
      due: { amount: 2, unit: 'days', time: 'calendar' },
    });
    const given = {
      priority: 'critical',
      reviewer: { user: 'u9' },
      dueAt: '2026-12-01T00:00:00.000Z',
      description: '',
      course: { code: 'MATH-101' },
      source: 'lms',
      tags: ['first-year'],
      private: true,
    };
    expect(raise(given, definition).after).toMatchObject(given);
  });

  it('[AL-1] needs nothing but a type and a priority', () => {
    const { after } = raise({ priority: 'critical' }, alertDefinition({ defaultPriority: undefined }));
    expect(after).not.toHaveProperty('contactId');
    expect(after).not.toHaveProperty('reviewer');
    expect(after).not.toHaveProperty('dueAt');
  });

  it('[AL-1] names every fault at once: priority, course and custom fields', () => {
    const definition = alertDefinition({
      defaultPriority: undefined,
      courseRelated: true,
      fields: [{ key: 'missed', name: 'Missed', type: 'integer', required: true }],
    });
    expect(faultsIn(() => raise({ fields: { other: 1 } }, definition))).toEqual([
      { pointer: '/priority', code: 'required' },
      { pointer: '/course', code: 'required' },
      { pointer: '/fields/other', code: 'unknown-field' },
      { pointer: '/fields/missed', code: 'required' },
    ]);
  });

  it('[AL-1] refuses a priority that there is not', () => {
    expect(faultsIn(() => raise({ priority: 'huge' }, alertDefinition()))).toEqual([
      { pointer: '/priority', code: 'unknown-priority' },
    ]);
  });

  it('[AL-1] is refused by a type that is disabled, whatever else is wrong', () => {
    expect(refusalOf(() => raise({ priority: 'huge' }, alertDefinition({ enabled: false })))).toBe('disabled');
  });
});
