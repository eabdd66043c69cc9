import { expect, test } from 'vitest';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import { aContact, everyPage, here } from './world.ts';

interface Activity {
  alerts: { tags: string[]; description: string }[];
  attendance: object[];
  grades: object[];
  enrolment: object[];
}

test('[AL-12] [IN-3] the ready-made mappings make what they say of plain events, Caliper and OneRoster', async () => {
  const { as, local } = here();
  await as.admin.post('/v1/configuration/ready-made/student-signals/install');
  const { id: contactId } = await aContact();
  const plain = (DetailType: string, detail: object) => ({
    Source: 'sis',
    DetailType,
    Detail: { contactId, course: 'HIST-210', ...detail },
  });
  const actor = { id: 'https://lms/users/7', type: 'Person', extensions: { sisSourcedId: contactId } };
  const caliper = (...data: object[]) => ({ Source: 'lms', DetailType: 'Caliper', Detail: { sensor: 's', data } });
  const eventTime = '2026-11-20T08:00:00.000Z';
  const at = '2026-11-20';
  const score = { type: 'Score', maxScore: 100, scoreGiven: 31 };
  const graded = { type: 'GradeEvent', eventTime, object: { assignee: actor }, generated: score };
  const events = [
    plain('Classes Missed', { missed: 3, week: 'W47' }),
    plain('Attendance Recorded', { value: 0.8, term: 'FA', at }),
    plain('Grade Posted', { grade: 52, drop: 20, term: 'FA', at }),
    plain('No Activity', { days: 14, lastSeenAt: at }),
    plain('Assignments Missed', { missed: 2 }),
    plain('Enrolment Ended', { term: 'FA', at, reason: 'left' }),
    caliper(
      { ...graded, id: 'urn:uuid:319f0132-0584-4efd-9489-0000000000a1', group: { courseNumber: 'BIO-1' } },
      { type: 'SessionEvent', action: 'LoggedIn', actor, eventTime },
      { type: 'SessionEvent', action: 'LoggedIn', actor, eventTime: '2026-11-20T19:00:00.000Z' },
      { type: 'AssignableEvent', action: 'Abandoned', actor, eventTime, object: { name: 'Essay' } },
    ),
    {
      Source: 'sis',
      DetailType: 'OneRoster',
      Detail: {
        enrollment: {
          sourcedId: 'e1',
          status: 'tobedeleted',
          role: 'student',
          user: { sourcedId: contactId },
          class: { sourcedId: 'k1' },
        },
      },
    },
  ];
  for (let time = 0; time < 2; time++) await local.putEvents(events);
  await local.idle();
  expect(await local.deadLetters()).toEqual([]);
  const alerts = await everyPage<AlertAnswer>(as.admin, `/v1/alerts?contactId=${contactId}`);
  expect([...new Set(alerts.map(({ description }) => description))].sort()).toEqual([
    '2 assignments of HIST-210 are missing.',
    '31 of 100.',
    'Gave up Essay.',
    'Missed 3 classes of HIST-210 in W47.',
    'No longer enrolled in HIST-210: left.',
    'No longer enrolled in class k1.',
    'Not seen for 14 days, since 2026-11-20.',
    'The grade in HIST-210 dropped by 20 to 52.',
  ]);
  const { attendance, grades, enrolment } = await as.admin.get<Activity>(`/v1/insight/activity?contactId=${contactId}`);
  expect(attendance).toHaveLength(2);
  expect(attendance).toEqual(
    expect.arrayContaining([
      { value: 1, at: '2026-11-20T00:00:00.000Z' },
      { value: 0.8, course: 'HIST-210', term: 'FA', at: '2026-11-20T00:00:00.000Z' },
    ]),
  );
  expect(grades).toHaveLength(2);
  expect(grades).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ value: 31, course: 'BIO-1' }),
      expect.objectContaining({ value: 52, course: 'HIST-210' }),
    ]),
  );
  expect(enrolment).toHaveLength(2);
  expect(enrolment).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ value: 'ended', course: 'HIST-210' }),
      expect.objectContaining({ value: 'tobedeleted', course: 'k1' }),
    ]),
  );
});

test('[AL-12] the ready-made mappings make no alert of what is short of their limits', async () => {
  const { as, local } = here();
  await as.admin.post('/v1/configuration/ready-made/student-signals/install');
  const { id: contactId } = await aContact();
  const plain = (DetailType: string, detail: object) => ({
    Source: 'sis',
    DetailType,
    Detail: { contactId, ...detail },
  });
  const actor = { id: 'https://lms/users/7', type: 'Person', extensions: { sisSourcedId: contactId } };
  const graded = (number: number, generated: object) => ({
    type: 'GradeEvent',
    id: `urn:uuid:319f0132-0584-4efd-9489-00000000000${number}`,
    eventTime: '2026-11-20T08:00:00.000Z',
    object: { assignee: actor },
    generated: { type: 'Score', ...generated },
  });
  const enrollment = { sourcedId: 'e1', role: 'student', user: { sourcedId: contactId }, class: { sourcedId: 'k1' } };
  const data = [
    graded(1, { maxScore: 100, scoreGiven: 40 }),
    graded(2, { scoreGiven: 3 }),
    { type: 'SessionEvent', action: 'LoggedOut', actor, eventTime: '2026-11-20T08:00:00.000Z' },
    { type: 'AssignableEvent', action: 'Started', actor, eventTime: '2026-11-20T08:00:00.000Z' },
  ];
  await local.putEvents([
    plain('Classes Missed', { missed: 2, week: 'W47', course: 'HIST-210' }),
    plain('Grade Posted', { grade: 70, drop: 14.9, term: 'FA', course: 'HIST-210', at: '2026-11-20' }),
    plain('No Activity', { days: 13, lastSeenAt: '2026-11-20' }),
    plain('Assignments Missed', { missed: 1, week: 'W47', course: 'HIST-210' }),
    { Source: 'lms', DetailType: 'Caliper', Detail: { sensor: 's', data } },
    { Source: 'sis', DetailType: 'OneRoster', Detail: { enrollment: { ...enrollment, status: 'active' } } },
    {
      Source: 'sis',
      DetailType: 'OneRoster',
      Detail: { enrollment: { ...enrollment, sourcedId: 'e2', role: 'teacher', status: 'tobedeleted' } },
    },
  ]);
  await local.idle();
  expect(await local.deadLetters()).toEqual([]);
  expect(await everyPage<AlertAnswer>(as.admin, `/v1/alerts?contactId=${contactId}`)).toEqual([]);
});
