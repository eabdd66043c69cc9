import { expect, it } from 'vitest';
import type { Case } from '#shared/cases/case.ts';
import { writerOf } from '#shared/replies/accept-reply.ts';
import { caseSituation, directory, neighbour, student } from '#test/unit/notifications/situations.ts';

const written = (from: string, record: Partial<Case> = {}) => {
  const situation = caseSituation('Case Created', { record });
  return writerOf(
    { from },
    {
      record: situation.record,
      type: situation.definition.type,
      directory,
      contact: record.onBehalfOf ? undefined : student,
      others: [neighbour],
    },
  );
};

it('[ME-2] the requester writes in public, staff who may work on the case and its other contacts among staff', () => {
  expect(written('stella@students.example')).toEqual({ by: { kind: 'requester', id: 'S1' }, public: true });
  expect(written('anna@campus.example')).toEqual({ by: { kind: 'user', id: 'anna' }, public: false });
  expect(written('ned@students.example')).toEqual({ by: { kind: 'requester', id: 'S2' }, public: false });
});

it('[ME-2] whoever a case was raised for without being a contact is its requester', () => {
  const onBehalfOf = { name: 'Guest', email: 'Guest@mail.example' };
  expect(written('guest@mail.example', { onBehalfOf, contactId: undefined })).toMatchObject({ public: true });
});

it('[ME-2] nobody else writes: strangers, staff who may only see it, whoever is kept out', () => {
  expect(written('stranger@elsewhere.example')).toBeUndefined();
  expect(written('fay@campus.example')).toBeUndefined();
  expect(written('tom@campus.example')).toBeUndefined();
  expect(written('tom@campus.example', { assignee: { user: 'tom' } })).toMatchObject({ public: false });
  for (const locks of [['S1'], ['S2'], ['anna']]) {
    const from = { S1: 'stella@students.example', S2: 'ned@students.example', anna: 'anna@campus.example' }[
      locks[0] ?? ''
    ];
    expect(written(String(from), { locks })).toBeUndefined();
  }
});

it('[ME-2] [CA-12] a manager who may not see a private case does not write on it either', () => {
  expect(written('anna@campus.example', { private: true, assignee: { user: 'tom' } })).toBeUndefined();
});
