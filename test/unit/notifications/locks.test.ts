import { describe, expect, it } from 'vitest';
import { notificationsOfCases } from '#shared/mail/notifications/all-notifications.ts';
import type { CaseMailContext, Recipient } from '#shared/mail/notifications/context.ts';
import { mailingsOf } from '#shared/mail/notifications/mailings.ts';
import { mayReceive } from '#shared/mail/notifications/may-receive.ts';
import { caseMailContext, neighbour } from './contexts.ts';
import { everyNotification } from './every-notification.ts';

const everyMail = everyNotification
  .filter((context) => context.kind === 'case')
  .flatMap((context) =>
    mailingsOf(context, { groupMail: true }).flatMap(({ notification, recipients }) =>
      recipients.map((recipient) => ({ context, notification, recipient, event: context.event.type })),
    ),
  );

/** The addresses that a notification goes to. */
const addressesOf = (context: CaseMailContext, notification: string): string[] =>
  mailingsOf(context, { groupMail: true })
    .filter((mailing) => mailing.notification === notification)
    .flatMap(({ recipients }) => recipients.map(({ address }) => address));

const locked = (context: CaseMailContext, id: string): CaseMailContext => ({
  ...context,
  record: { ...context.record, locks: [id] },
});

describe('whoever is kept out of a case', () => {
  it('[CA-12] the table below has a mail of every notification', () => {
    const shown = new Set(everyMail.map(({ notification, recipient }) => `${notification} ${recipient.audience}`));
    expect(
      Object.keys(notificationsOfCases).filter((key) => ![...shown].some((one) => one.startsWith(`${key} `))),
    ).toEqual([]);
    expect(new Set(everyMail.map(({ recipient }) => recipient.audience))).toEqual(
      new Set(['staff', 'requester', 'follower']),
    );
  });

  it.each(everyMail)(
    '[CA-12] [NT-2] $notification on $event is not told to $recipient.address of the $recipient.audience, by whichever id they are kept out',
    ({ context, notification, recipient }) => {
      expect(addressesOf(context, notification)).toContain(recipient.address);
      expect(addressesOf(locked(context, String(recipient.id)), notification)).not.toContain(recipient.address);
      // The lock names another record of the same person: both have this address.
      const byAddress = { ...locked(context, 'X9'), lockedAddresses: new Set([recipient.address.toLowerCase()]) };
      expect(addressesOf(byAddress, notification)).not.toContain(recipient.address);
    },
  );

  it('[CA-12] a lock on an id leads nowhere for somebody whom staff do not know', () => {
    const hidden = { contactId: undefined, anonymous: true } as const;
    const { id } = caseMailContext('Case Closed').record;
    const closed = (locks: string[]) =>
      addressesOf(
        caseMailContext('Case Closed', { record: { ...hidden, locks }, contact: undefined }),
        'case-closed-requester',
      );
    expect(closed([])).toHaveLength(1);
    expect(closed([id])).toEqual([]);
  });
});

describe('who may still be told when a mail is sent', () => {
  const reader = (more: Partial<Recipient>): Recipient => ({
    address: 'x@mail.example',
    audience: 'requester',
    ...more,
  });
  const told = (record: object, more: Partial<Recipient>, isByHand = false) =>
    mayReceive(caseMailContext('Case Updated', { record, followers: [neighbour] }), reader(more), { isByHand });

  it.each<[string, object, Partial<Recipient>, boolean]>([
    ['the requester', {}, { id: 'S1' }, true],
    ['a requester of before', { contactId: 'S7' }, { id: 'S1' }, false],
    ['a requester, of what lies in the trash', { trashedAt: '2026-11-21T09:00:00.000Z' }, { id: 'S1' }, false],
    ['somebody from whom something is taken back', { contactId: 'S7' }, { id: 'S1', isFormer: true }, true],
    ['somebody locked out from whom something is taken back', { locks: ['S1'] }, { id: 'S1', isFormer: true }, false],
    ['a follower', { subscriptions: [{ id: 'S2' }] }, { id: 'S2', audience: 'follower' }, true],
    ['a follower who unsubscribed', {}, { id: 'S2', audience: 'follower' }, false],
    [
      'a follower of a case that became private',
      { private: true, subscriptions: [{ id: 'S2' }] },
      { id: 'S2', audience: 'follower' },
      false,
    ],
    ['a client, of a notification', { clients: ['S2'] }, { id: 'S2', audience: 'follower' }, false],
    ['a manager', {}, { id: 'anna', audience: 'staff' }, true],
    ['a manager of a case that became private', { private: true }, { id: 'anna', audience: 'staff' }, false],
    ['somebody who left the directory', {}, { id: 'gone', audience: 'staff' }, false],
  ])('[NT-2] [CA-12] %s', (_who, record, more, expected) => {
    expect(told(record, more)).toBe(expected);
  });

  it('[ME-2] a client and a contact with a role get what staff wrote to them, also of a private case', () => {
    const roles = [{ role: 'mentor', id: 'S3', from: '2026-11-20T09:00:00.000Z' }];
    for (const id of ['S2', 'S3'])
      expect(told({ private: true, clients: ['S2'], roles }, { id, audience: 'follower' }, true)).toBe(true);
    expect(told({ clients: ['S2'], locks: ['S2'] }, { id: 'S2', audience: 'follower' }, true)).toBe(false);
  });
});
