import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { afterLeaving, alertQueryOf, beside, hrefOfAlerts, readAlertSearch } from '#console/alerts/alert-search.ts';
import { changesOfAlert, membersOfAlert } from '#console/alerts/edit-alert.ts';
import { alertDraftOfType, bodyOfAlertDraft, firstAlertDraft, mayRaiseAlert } from '#console/alerts/new-alert.ts';
import { changesOf, occurrencesOf } from '#console/alerts/occurrences.ts';
import { listAlertsRoute } from '#shared/casework/alerts/alert.routes.ts';
import { alertChangesSchema, newAlertBodySchema } from '#shared/casework/alerts/alert.ts';
import { alertTypeSchema } from '#shared/casework/alerts/alert-type.ts';
import { caseworkEvents } from '#shared/casework/casework.events.ts';

describe('[UI-1] alerts that are gone through', () => {
  const ids = ['a', 'b', 'c'];

  test('are stepped through from either end, and no farther', () => {
    expect([beside(ids, undefined, 1), beside(ids, undefined, -1)]).toEqual(['a', 'c']);
    expect([beside(ids, 'a', 1), beside(ids, 'c', 1), beside(ids, 'a', -1)]).toEqual(['b', 'c', 'a']);
    expect(beside([], undefined, 1)).toBeUndefined();
  });

  test('lead on to the next when one is settled, and from the last to the one before', () => {
    expect([afterLeaving(ids, 'a'), afterLeaving(ids, 'c'), afterLeaving(['a'], 'a')]).toEqual(['b', 'b', undefined]);
  });

  test('are asked for by an address that the API takes, in triage unless it says otherwise', () => {
    expect(alertQueryOf({})).toEqual({ view: 'triage', sort: 'dueAt' });
    const query = alertQueryOf(readAlertSearch({ view: 'all', type: 'attendance', status: 'resolved', sort: 'x' }));
    expect(query).toEqual({ sort: '-createdAt', type: 'attendance', status: 'resolved' });
    expect(listAlertsRoute.input.query.safeParse(query).success).toBe(true);
    expect(hrefOfAlerts({ view: 'mine', type: 'a b' }, 'X')).toBe('/alerts/X?view=mine&type=a+b');
    expect(hrefOfAlerts({})).toBe('/alerts');
  });
});

describe('[UI-1] the reports of an alert', () => {
  const signal = { kind: 'signal', id: 'lms' } as const;
  const event = (type: string, occurredAt: string, after: object) => ({
    eventId: occurredAt,
    type,
    occurredAt,
    actor: signal,
    after,
  });

  test('are the one that raised it and each that repeated it, newest first', () => {
    const record = { createdAt: '2026-11-01T08:00:00.000Z', createdBy: { kind: 'user', id: 'grace' } } as const;
    const history = [
      event('Alert Repeated', '2026-11-03T08:00:00.000Z', { repeats: 2, repeat: { priority: 'high' } }),
      event('Alert Status Changed', '2026-11-02T09:00:00.000Z', { status: 'in-progress' }),
      event('Alert Repeated', '2026-11-02T08:00:00.000Z', {
        repeats: 1,
        repeat: { description: 'Again', source: 'lms' },
      }),
      event('Alert Created', '2026-11-01T08:00:00.000Z', { description: 'Missed a class' }),
    ];
    expect(occurrencesOf(record, history as never)).toEqual([
      { at: '2026-11-03T08:00:00.000Z', by: signal, priority: 'high' },
      { at: '2026-11-02T08:00:00.000Z', by: signal, description: 'Again', source: 'lms' },
      { at: '2026-11-01T08:00:00.000Z', by: record.createdBy, description: 'Missed a class' },
    ]);
  });
});

test('[UI-1] what a change made of an alert is said by the members that people ask about', () => {
  const change = {
    type: 'Alert Status Changed',
    before: { status: 'triage' },
    after: { status: 'in-progress', reviewedAt: 'x' },
  };
  expect(changesOf(change as never)).toEqual([{ name: 'status', from: 'triage', to: 'in-progress' }]);
  expect(changesOf({ ...change, type: 'Alert Created', before: {} } as never)).toEqual([]);
});

test('[UI-1] an edit of an alert sends what was changed, as PATCH takes it', () => {
  const before = membersOfAlert({
    priority: 'low',
    description: 'x',
    tags: ['a'],
    private: false,
    fields: { n: 1 },
  } as never);
  const body = changesOfAlert(before, { ...before, priority: 'high', description: '', 'fields.n': undefined });
  expect(body).toEqual({ priority: 'high', description: null, fields: { n: null } });
  expect(alertChangesSchema.safeParse(body).success).toBe(true);
  expect(changesOfAlert(before, before)).toEqual({});
});

describe('[UI-1] the form of a new alert', () => {
  const type = {
    ...alertTypeSchema.parse({
      name: 'Attendance',
      groups: { raisers: ['faculty'], reviewers: ['advisers'] },
      defaultPriority: 'medium',
    }),
    key: 'attendance',
  };

  test('is offered to raisers, reviewers and administrators', () => {
    const may = (groups: string[], isAdmin = false) => mayRaiseAlert(type, { groups, isAdmin });
    expect([may(['faculty']), may(['advisers']), may(['estates']), may([], true)]).toEqual([true, true, false, true]);
  });

  test('sends what it says and nothing else', () => {
    const draft = { ...firstAlertDraft([type], 'S1'), course: ' MATH-101 ' };
    expect(alertDraftOfType(draft, { ...type, defaultPriority: undefined }).priority).toBe('medium');
    const body = bodyOfAlertDraft(draft, type);
    expect(body).toEqual({ type: 'attendance', contactId: 'S1', priority: 'medium', course: { code: 'MATH-101' } });
    expect(newAlertBodySchema.safeParse(body).success).toBe(true);
  });
});

test('[UI-5] every event on the history of an alert has words', () => {
  const english: Record<string, string> = JSON.parse(
    readFileSync(new URL('../../../console/alerts/messages/en.json', import.meta.url), 'utf8'),
  );
  // One is on the bus alone, and with the other the alert is gone.
  const unseen = new Set<string>(['Notification Sent', 'Alert Deleted']);
  const seen = caseworkEvents.filter(
    ({ about, type }) => (about as readonly string[]).includes('alert') && !unseen.has(type),
  );
  expect(seen.length).toBeGreaterThan(10);
  expect(seen.filter(({ type }) => english[`alerts.event.${type}`] === undefined).map(({ type }) => type)).toEqual([]);
});
