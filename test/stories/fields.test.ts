import { describe, expect, test } from 'vitest';
import type { ClientResponse } from '#local/demo/client.ts';
import type { Activity } from '#shared/casework/activities/activity.ts';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { FileAnswer } from '#shared/casework/files/file.ts';
import { aCase, aCaseType, act, expectRefused, here, likeness, signIn, unique } from './world.ts';

// What custom fields hold, on cases and on activities, and instants as people write them.

const kinds = ['user', 'email', 'phone', 'file', 'contact'] as const;
const fields = kinds.map((type) => ({ key: type, name: `The ${type}`, type }));
const nowhere = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const manager = () => here().as.manager;

const detailsOf = ({ body }: ClientResponse<unknown>): unknown =>
  (body as { errors?: { detail: string }[] }).errors?.map(({ detail }) => detail);
const patch = (id: string, body: object, by = manager()) =>
  by.send<CaseAnswer>('PATCH', `/v1/cases/${id}`, { body, headers: { 'if-match': '*' } });
const announce = async (id: string): Promise<string> => {
  const said = { name: 'proof.png', size: 70, contentType: 'image/png' };
  return (await act<FileAnswer>(manager(), `/v1/cases/${id}/files`, said)).body.id;
};

describe('[CA-6] fields of a case', () => {
  test('[CA-6] name members of staff, addresses, numbers and files of the case, and nobody else', async () => {
    const type = await aCaseType({ fields, sections: [{ key: 'proof', name: 'Proof', fields }] });
    const said = { user: 'dev', email: 'ned@town.example', phone: '+44 20 7946 0958' };
    const record = await aCase({ type, fields: said });
    const file = await announce(record.id);
    const answer = await patch(record.id, { fields: { file }, details: { proof: { file, user: 'amara' } } });
    expect(answer.body).toMatchObject({ fields: { ...said, file }, details: { proof: { file, user: 'amara' } } });

    const other = await announce((await aCase()).id);
    const unknown = { user: 'nobody-here', file: other, contact: 'T-nobody' };
    const refused = await patch(record.id, { fields: unknown, details: { proof: { file: nowhere } } });
    const at = ['/details/proof/file', '/fields/contact', '/fields/file', '/fields/user'];
    expectRefused(refused, 422, 'unknown-reference', at);
    for (const value of [...Object.values(unknown), nowhere])
      expect(JSON.stringify(detailsOf(refused))).toContain(value);

    const raised = { type, subject: 'Is falling behind', fields: { file, user: 'S101' } };
    expectRefused(await act(manager(), '/v1/cases', raised), 422, 'unknown-reference', [
      '/fields/file',
      '/fields/user',
    ]);
    const wrong = { user: 'dev patel', email: 'ned', phone: 'none', file: 'proof.png' };
    const pointers = Object.keys(wrong).map((key) => `/fields/${key}`);
    expectRefused(await patch(record.id, { fields: wrong }), 400, 'invalid-request', pointers);
  });

  test('[CA-6] go over in a conversion as they are, and what is given anew is looked up', async () => {
    const type = await aCaseType({ fields });
    const record = await aCase({ fields: { course: 'MATH-101' } });
    const convert = (given: object) =>
      act(manager(), `/v1/cases/${record.id}/convert`, { type, targets: 'keep', fields: given });
    expectRefused(await convert({ user: 'nobody-here' }), 422, 'unknown-reference', ['/fields/user']);
    const file = await announce(record.id);
    expect((await convert({ user: 'dev', file })).body).toMatchObject({ type, fields: { user: 'dev', file } });
  });

  test('[CA-6] [NT-3] say a member of staff by name in a mail', async () => {
    const template = unique('who-');
    const admin = await signIn('ada', 'admins');
    const text = 'With {{ case.fields.user }} ({{ case.fields.user.user }}), {{ case.fields.phone }}.';
    await admin.send('PUT', `/v1/templates/${template}`, { body: { name: 'Who', subject: 'Who', text } });
    const type = await aCaseType({ fields });
    const { id: caseId } = await aCase({ type, fields: { user: 'dev', phone: '112' } });
    const shown = await act<{ text: string }>(manager(), `/v1/templates/${template}/preview`, { caseId });
    expect(shown.body.text).toContain('With Dev Patel (dev), 112.');
  });

  test('[CA-3] a type that fills in somebody who is not there is refused with the place and the name', async () => {
    const admin = await signIn('ada', 'admins');
    const value = await likeness('/v1/case-types/academic-concern', {
      fields: [{ key: 'mentor', name: 'Mentor', type: 'user', default: 'nobody-here' }],
      activityTypes: [
        { key: 'visit', name: 'Visit', fields: [{ key: 'with', name: 'With', type: 'user', default: 'nobody-else' }] },
      ],
    });
    const refused = await admin.send('PUT', `/v1/case-types/${unique('concern-')}`, { body: value });
    expectRefused(refused, 422, 'unknown-reference', ['/fields/0/default', '/activityTypes/0/fields/0/default']);
    expect(JSON.stringify(detailsOf(refused))).toMatch(/nobody-here.*nobody-else/);
  });
});

describe('[TA-5] fields of an activity', () => {
  test('[TA-5] are given, changed and completed, and named where they lead nowhere', async () => {
    const visit = {
      key: 'visit',
      name: 'Visit',
      fields: fields.map((field) => ({ ...field, required: field.key === 'user' })),
    };
    const type = await aCaseType({ activityTypes: [visit] });
    const { id } = await aCase({ type });
    const file = await announce(id);
    const add = (given: object) =>
      act<Activity>(manager(), `/v1/cases/${id}/activities`, { type: 'visit', subject: 'A visit', fields: given });
    expectRefused(await add({ email: 'ned@town.example' }), 400, 'invalid-request', ['/fields/user']);
    expectRefused(await add({ user: 'dev', shoe: 'left' }), 400, 'invalid-request', ['/fields/shoe']);
    expectRefused(await add({ user: 'nobody-here', file: nowhere }), 422, 'unknown-reference', [
      '/fields/file',
      '/fields/user',
    ]);
    const made = await add({ user: 'dev', file });
    expect(made).toMatchObject({ status: 201, body: { fields: { user: 'dev', file } } });
    const path = `/v1/cases/${id}/activities/${made.body.id}`;
    const changed = await manager().send<Activity>('PATCH', path, { body: { fields: { file: null, phone: '112' } } });
    expect(changed.body.fields).toEqual({ user: 'dev', phone: '112' });
    expectRefused(
      await act(manager(), `${path}/complete`, { fields: { user: 'nobody-here' } }),
      422,
      'unknown-reference',
      ['/fields/user'],
    );
    const done = await act<Activity>(manager(), `${path}/complete`, { fields: { user: 'amara' } });
    expect(done.body).toMatchObject({ status: 'completed', fields: { user: 'amara', phone: '112' } });
    expect(await manager().get<Activity>(path)).toEqual(done.body);
  });
});

describe('[CA-1] an instant', () => {
  test('[CA-1] is taken with any offset wherever there is one, and answered in UTC', async () => {
    const type = await aCaseType({ fields: [{ key: 'since', name: 'Since', type: 'date-time' }] });
    const { id } = await aCase({ type });
    const changes = { dueAt: '2029-03-01T09:00:00+01:00', fields: { since: '2027-03-01T00:30:00-05:30' } };
    const record = (await patch(id, changes, await signIn('ada', 'admins'))).body;
    expect(record).toMatchObject({
      dueAt: '2029-03-01T08:00:00.000Z',
      fields: { since: '2027-03-01T06:00:00.000Z' },
    });
    const when = { startsAt: '2029-03-01T09:00:00+01:00', endsAt: '2029-03-01T09:30:00.000Z' };
    const made = await act<Appointment>(manager(), `/v1/cases/${record.id}/appointments`, { title: 'Meet', ...when });
    expect(made.body).toMatchObject({ startsAt: '2029-03-01T08:00:00.000Z', endsAt: '2029-03-01T09:30:00.000Z' });
    const found = async (query: string) =>
      (await manager().get<{ items: CaseAnswer[] }>(`/v1/cases?type=${type}&${query}`)).items.map(({ id }) => id);
    // As it is written, and as a program writes it.
    expect(await found('dueBefore=2029-03-01T09:00:01+01:00&category=to-do')).toEqual([record.id]);
    expect(await found('dueBefore=2029-03-01T09:00:01%2B01:00&category=to-do')).toEqual([record.id]);
    expect(await found('dueBefore=2029-03-01T09:00:00+01:01&category=to-do')).toEqual([]);
  });

  test.each(['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00', '2027-03-01T09:00:00'])(
    '[CA-1] %s is refused wherever there is one',
    async (instant) => {
      const type = await aCaseType({
        fields: [
          { key: 'since', name: 'Since', type: 'date-time' },
          { key: 'day', name: 'Day', type: 'date' },
        ],
      });
      const raised = { type, subject: 'Is falling behind', fields: { since: instant, day: '0000-01-01' } };
      expectRefused(await act(manager(), '/v1/cases', raised), 400, 'invalid-request', [
        '/fields/day',
        '/fields/since',
      ]);
      const listed = await manager().send('GET', `/v1/cases?createdFrom=${encodeURIComponent(instant)}`);
      expectRefused(listed, 400, 'invalid-request', ['/query/createdFrom']);
    },
  );
});
