import { expect, it } from 'vitest';
import type { Case } from '#shared/casework/cases/case.ts';
import { writerOf } from '#shared/mail/replies/accept-reply.ts';
import { caseMailContext, directory, neighbour, student } from '#test/unit/notifications/contexts.ts';

const written = (from: string | string[], record: Partial<Case> = {}, isVerified = true) => {
  const context = caseMailContext('Case Created', { record });
  return writerOf(
    { from: [from].flat(), isVerified },
    {
      record: context.record,
      type: context.definition.type,
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

it('[ME-2] nobody is taken for a person of the case whom SES does not confirm: their mail stays among staff, and is by nobody', () => {
  const nobody = { by: { kind: 'system', id: 'mail' }, public: false, isUnverified: true };
  for (const from of ['stella@students.example', 'anna@campus.example', 'ned@students.example'])
    expect(written(from, {}, false)).toEqual(nobody);
  expect(written(['eve@evil.example', 'anna@campus.example'], {}, true)).toEqual(nobody);
  expect(written(['stella@students.example', 'anna@campus.example'], {}, true)).toEqual(nobody);
  expect(written('stranger@elsewhere.example', {}, false)).toBeUndefined();
  expect(written('anna@campus.example', { locks: ['anna'] }, false)).toBeUndefined();
});

it('[ME-2] an address that only looks like one of the case is a stranger’s', () => {
  expect(written('\u017ftella@students.example')).toBeUndefined();
  expect(written('STELLA@Students.Example')).toMatchObject({ public: true });
});

it('[ME-2] [CA-16] requesters of merged cases write in public too, each as who they are in their own case', () => {
  const { record, definition } = caseMailContext('Case Created', { record: { anonymous: true, contactId: undefined } });
  const mergedInto = record.id;
  const [hidden, named] = ['01KAG00000000000000000HID1', '01KAG00000000000000000NAM1'];
  const ofMerged = [
    { record: { ...record, id: hidden, mergedInto }, hiddenEmail: 'wanda@secret.example' },
    { record: { ...record, id: named, mergedInto, onBehalfOf: { name: 'Guest', email: 'guest@mail.example' } } },
    { record: { ...record, id: '01KAG00000000000000000CON1', mergedInto }, contact: student },
  ];
  const by = (from: string, locks: string[] = []) =>
    writerOf(
      { from: [from], isVerified: true },
      { record: { ...record, locks }, type: definition.type, directory, others: [], ofMerged },
    );
  expect(by('wanda@secret.example')).toEqual({ by: { kind: 'requester', id: hidden }, public: true });
  expect(by('guest@mail.example')).toEqual({ by: { kind: 'requester', id: named }, public: true });
  expect(by('stella@students.example')).toEqual({ by: { kind: 'requester', id: 'S1' }, public: true });
  expect(by('wanda@secret.example', [hidden])).toBeUndefined();
  expect(by('stranger@elsewhere.example')).toBeUndefined();
});

it('[ME-2] [CA-12] somebody who is kept out by one id does not write by another that has the same address', () => {
  const { record, definition } = caseMailContext('Case Created', {});
  const ofMerged = [
    {
      record: { ...record, id: '01KAG00000000000000000HID1', mergedInto: record.id },
      hiddenEmail: 'wanda@secret.example',
    },
    { record: { ...record, id: '01KAG00000000000000000CON1', mergedInto: record.id }, contact: neighbour },
  ];
  const by = (from: string, lockedAddresses: string[], changes: object = {}) =>
    writerOf(
      { from: [from], isVerified: true },
      {
        record,
        type: definition.type,
        directory,
        contact: student,
        others: [neighbour],
        lockedAddresses: new Set(lockedAddresses),
        ...changes,
      },
    );
  const [requester, other, colleague] = ['Stella@students.example', 'ned@students.example', 'anna@campus.example'];
  for (const from of [requester, other, colleague]) {
    expect(by(from, [])).toBeDefined();
    expect(by(from, [from.toLowerCase()])).toBeUndefined();
  }
  expect(by(other, [], { others: [], ofMerged })).toMatchObject({ public: true });
  expect(by(other, [other], { others: [], ofMerged })).toBeUndefined();
  // By address, a lock would tell staff who the hidden requester is.
  expect(by('wanda@secret.example', ['wanda@secret.example'], { ofMerged })).toMatchObject({ public: true });
});
