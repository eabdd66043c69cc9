import { describe, expect, it } from 'vitest';
import type { CaseworkEventType } from '#shared/casework/casework.events.ts';
import { allEvents, eventTypes } from '#shared/contract/events.ts';
import { subscriptions } from '#shared/contract/subscriptions.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { allNotifications } from '#shared/mail/notifications/all-notifications.ts';
import { contactNotifications } from '#shared/mail/notifications/contact.notifications.ts';
import type { MailContext } from '#shared/mail/notifications/context.ts';
import { mailingsOf } from '#shared/mail/notifications/mailings.ts';
import { alertMailContext, caseMailContext, contactMailContext, neighbour, note, student } from './contexts.ts';

/** Who is mailed what, as `notification: names`, in the order of the table. */
const mailed = (context: MailContext, groupMail = true): string[] =>
  mailingsOf(context, { groupMail }).map(
    ({ notification, recipients }) =>
      `${notification}: ${recipients.map(({ address }) => address.split('@')[0]).join(' ')}`,
  );

const user = (id: string): Actor => ({ kind: 'user', id });
const requester: Actor = { kind: 'requester', id: 'S1' };
const breached = { clock: 'completion', dueAt: '2026-11-26T14:00:00.000Z' };

const owners = {
  unassigned: {},
  'with tom': { assignee: { user: 'tom' } },
  'with the tutors': { assignee: { group: 'tutors' } },
  'with a stranger': { assignee: { user: 'nobody-knows' } },
  'private, unassigned': { private: true },
  'private, with tom': { private: true, assignee: { user: 'tom' } },
  'private, with the tutors': { private: true, assignee: { group: 'tutors' } },
  'private, unassigned, raised by ben': { private: true, createdBy: user('ben') },
} as const;

const told: Partial<Record<CaseworkEventType, Record<keyof typeof owners, string[]>>> = {
  'Case Created': {
    unassigned: ['case-raised-requester: stella', 'case-raised-group: anna ben'],
    'with tom': ['case-raised-requester: stella', 'case-assigned-person: tom'],
    'with the tutors': ['case-raised-requester: stella', 'case-raised-group: tom anna'],
    'with a stranger': ['case-raised-requester: stella', 'case-raised-group: anna ben'],
    'private, unassigned': ['case-raised-requester: stella'],
    'private, with tom': ['case-raised-requester: stella', 'case-assigned-person: tom'],
    'private, with the tutors': ['case-raised-requester: stella', 'case-raised-group: tom anna'],
    'private, unassigned, raised by ben': ['case-raised-requester: stella', 'case-raised-group: ben'],
  },
  'Case Assigned': {
    unassigned: [],
    'with tom': ['case-assigned-person: tom'],
    'with the tutors': ['case-assigned-group: tom anna'],
    'with a stranger': [],
    'private, unassigned': [],
    'private, with tom': ['case-assigned-person: tom'],
    'private, with the tutors': ['case-assigned-group: tom anna'],
    'private, unassigned, raised by ben': [],
  },
  'Target Reminder Due': {
    unassigned: ['target-reminder: anna ben'],
    'with tom': ['target-reminder: tom'],
    'with the tutors': ['target-reminder: tom anna'],
    'with a stranger': ['target-reminder: anna ben'],
    'private, unassigned': [],
    'private, with tom': ['target-reminder: tom'],
    'private, with the tutors': ['target-reminder: tom anna'],
    'private, unassigned, raised by ben': ['target-reminder: ben'],
  },
  'Target Breached': {
    unassigned: ['target-breached-manager: anna ben', 'target-breached-escalation: lea'],
    'with tom': ['target-breached-manager: tom', 'target-breached-escalation: lea'],
    'with the tutors': ['target-breached-manager: tom anna', 'target-breached-escalation: lea'],
    'with a stranger': ['target-breached-manager: anna ben', 'target-breached-escalation: lea'],
    'private, unassigned': [],
    'private, with tom': ['target-breached-manager: tom'],
    'private, with the tutors': ['target-breached-manager: tom anna'],
    'private, unassigned, raised by ben': ['target-breached-manager: ben'],
  },
  'Case Reopened': {
    unassigned: ['case-reopened: anna ben'],
    'with tom': ['case-reopened: tom'],
    'with the tutors': ['case-reopened: tom anna'],
    'with a stranger': ['case-reopened: anna ben'],
    'private, unassigned': [],
    'private, with tom': ['case-reopened: tom'],
    'private, with the tutors': ['case-reopened: tom anna'],
    'private, unassigned, raised by ben': ['case-reopened: ben'],
  },
};

describe('who hears of an event of a case', () => {
  for (const [event, rows] of Object.entries(told))
    it.each(Object.entries(rows))(`[NT-2] ${event}, %s: %j`, (owner, expected) => {
      const context = caseMailContext(event as CaseworkEventType, {
        record: owners[owner as keyof typeof owners],
        after: breached,
      });
      expect(mailed(context)).toEqual(expected);
    });

  it('[NT-2] an escalation by hand goes to the case manager and the escalation group, an automatic one has had the mails of its breach', () => {
    const escalated = (by: string) =>
      mailed(caseMailContext('Case Escalated', { after: { escalated: 1, by, reason: 'urgent' } }));
    expect(escalated('hand')).toEqual(['case-escalated: anna ben', 'case-escalated: lea']);
    expect(escalated('breach')).toEqual([]);
  });

  it('[NT-2] [SLA-6] whoever escalates is left out, as manager and in the group', () => {
    const roles = [{ key: 'lead', name: 'Lead', groups: [], manager: true }];
    const held = [{ role: 'lead', id: 'lea', from: '2026-11-20T09:00:00.000Z' }];
    const by = (id: string, record: object) =>
      mailed(caseMailContext('Case Escalated', { record, after: { by: 'hand' }, actor: user(id), type: { roles } }));
    expect(by('tom', { assignee: { user: 'tom' } })).toEqual(['case-escalated: lea']);
    expect(by('anna', { assignee: { user: 'tom' } })).toEqual(['case-escalated: tom', 'case-escalated: lea']);
    expect(by('lea', { roles: held, assignee: { user: 'tom' } })).toEqual([]);
    expect(by('anna', { roles: held, assignee: { user: 'tom' } })).toEqual(['case-escalated: lea']);
  });

  it('[NT-2] of the escalation of a private case only the case manager hears', () => {
    const context = caseMailContext('Case Escalated', {
      record: { private: true, assignee: { user: 'tom' } },
      after: { by: 'hand' },
    });
    expect(mailed(context)).toEqual(['case-escalated: tom']);
  });

  it('[NT-2] closing is told to the requester, of a private case too', () => {
    expect(mailed(caseMailContext('Case Closed'))).toEqual(['case-closed-requester: stella']);
    expect(mailed(caseMailContext('Case Closed', { record: { private: true } }))).toEqual([
      'case-closed-requester: stella',
    ]);
  });

  it('[NT-2] the requester is the contact, else whoever the case was raised for, else there is none', () => {
    const onBehalfOf = { name: 'Guest', email: 'guest@mail.example' };
    const closed = (record: object, contact?: typeof student) =>
      mailed(caseMailContext('Case Closed', { record, contact }));
    expect(closed({ contactId: undefined, onBehalfOf })).toEqual(['case-closed-requester: guest']);
    expect(closed({ onBehalfOf }, student)).toEqual(['case-closed-requester: stella']);
    expect(closed({ contactId: undefined })).toEqual([]);
    expect(closed({}, { ...student, email: undefined })).toEqual([]);
  });

  it('[NT-2] a private note of staff goes to whoever looks after the case, a public one to the requester too', () => {
    const noted = (isPublic: boolean) =>
      mailed(
        caseMailContext('Note Added', {
          record: { assignee: { user: 'tom' } },
          after: { note: note(user('anna'), isPublic) },
          actor: user('anna'),
        }),
      );
    expect(noted(false)).toEqual(['note-by-staff: tom']);
    expect(noted(true)).toEqual(['note-by-staff: tom', 'note-by-staff: stella']);
  });

  it('[NT-2] a note of the requester goes to whoever looks after the case, that of a rule to nobody', () => {
    const noted = (by: Actor) => mailed(caseMailContext('Note Added', { after: { note: note(by, true) }, actor: by }));
    expect(noted(requester)).toEqual(['note-by-requester: anna ben']);
    expect(noted({ kind: 'rule', id: 'r' })).toEqual([]);
  });

  it('[NT-6] an address gets a notification once, also when two roles of one person lead to it', () => {
    const contact = { ...student, id: 'tom', email: 'Tom@Campus.example' };
    const context = caseMailContext('Note Added', {
      record: { assignee: { user: 'tom' } },
      after: { note: note(user('anna'), true) },
      contact,
    });
    expect(mailed(context)).toEqual(['note-by-staff: tom']);
  });
});

describe('who follows a case', () => {
  const closed = (subscriptions: object[], more: object = {}) =>
    mailed(
      caseMailContext('Case Closed', {
        record: { subscriptions, ...more } as never,
        followers: [neighbour],
        contact: { ...student, email: undefined },
      }),
    );

  it('[NT-2] [CA-11] staff and contacts who subscribe hear that it was closed, unless they asked for other events', () => {
    expect(closed([{ id: 'lea' }, { id: 'S2' }])).toEqual([
      'case-closed-subscribers: lea',
      'case-closed-subscribers: ned',
    ]);
    for (const name of ['Case Closed', 'case-closed', 'case-closed-subscribers'])
      expect(closed([{ id: 'lea', events: [name] }])).toEqual(['case-closed-subscribers: lea']);
    expect(
      closed([
        { id: 'lea', events: ['note-by-staff'] },
        { id: 'S2', events: [] },
      ]),
    ).toEqual([]);
  });

  it('[NT-2] [CA-11] staff hear of the notes, contacts of the public ones', () => {
    const noted = (isPublic: boolean) =>
      mailed(
        caseMailContext('Note Added', {
          record: { assignee: { user: 'tom' }, subscriptions: [{ id: 'lea' }, { id: 'S2' }] },
          followers: [neighbour],
          after: { note: note(user('anna'), isPublic) },
          actor: user('anna'),
        }),
      );
    expect(noted(false)).toEqual(['note-by-staff: tom', 'note-by-staff: lea']);
    expect(noted(true)).toEqual([
      'note-by-staff: tom',
      'note-by-staff: stella',
      'note-by-staff: lea',
      'note-by-staff: ned',
    ]);
  });

  it('[NT-2] of a private case only those who may see it hear', () => {
    expect(closed([{ id: 'lea' }, { id: 'S2' }], { private: true })).toEqual([]);
  });

  it('[NT-2] somebody who is kept out of it hears nothing', () => {
    expect(closed([{ id: 'lea' }, { id: 'S2' }], { locks: ['lea', 'S2'] })).toEqual([]);
  });
});

describe('the case manager', () => {
  const roles = [{ key: 'lead', name: 'Lead', groups: [], manager: true }];
  const breachedWith = (record: object) =>
    mailed(caseMailContext('Target Breached', { record, after: breached, type: { roles } }))[0];
  const held = (id: string, to?: string) => ({ role: 'lead', id, from: '2026-11-20T09:00:00.000Z', ...(to && { to }) });

  it('[NT-2] [SLA-5] is who holds the role of manager, else the assignee, else every manager', () => {
    expect(breachedWith({ roles: [held('lea')], assignee: { user: 'tom' } })).toBe('target-breached-manager: lea');
    expect(breachedWith({ roles: [held('lea', '2026-11-20T10:00:00.000Z')], assignee: { user: 'tom' } })).toBe(
      'target-breached-manager: tom',
    );
    expect(breachedWith({})).toBe('target-breached-manager: anna ben');
  });
});

describe('contact details', () => {
  it('[NT-1] that change are told to whoever looks after a case, other changes of a contact are not', () => {
    const changed = (...fields: string[]) => mailed(caseMailContext('Contact Updated', { changed: fields }));
    expect(changed('email', 'labels')).toEqual(['contact-updated: anna ben']);
    expect(changed('labels', 'courses')).toEqual([]);
  });

  const told = (more: Parameters<typeof contactMailContext>[0] = {}) =>
    mailingsOf(contactMailContext({ changed: ['phone'], ...more }), { groupMail: true }).flatMap(
      ({ notification, recipients }) => recipients.map(({ address }) => `${notification}: ${address}`),
    );
  const current = 'contact-updated: stella@students.example';

  it('[NT-1] [NT-2] that change are told to the person, whoever changed them, with or without a case', () => {
    expect(told()).toEqual([current]);
    expect(told({ actor: requester })).toEqual([current]);
    expect(told({ actor: { kind: 'signal', id: 'sis' } })).toEqual([current]);
    expect(told({ cases: [caseMailContext('Contact Updated', { changed: ['phone'] })] })).toEqual([current]);
    expect(told({ changed: ['labels', 'courses'] })).toEqual([]);
  });

  it('[NT-1] [NT-2] are told at the address before too, where the address changed', () => {
    const moved = { changed: ['email'], before: { email: 'stella@home.example' } };
    const former = 'contact-updated: stella@home.example';
    expect(told(moved)).toEqual([current, former]);
    expect(told({ ...moved, record: { email: undefined } })).toEqual([former]);
    expect(told({ changed: ['email'], before: { email: 'Stella@Students.example' } })).toEqual([current]);
    expect(told({ changed: ['email'], before: {} })).toEqual([current]);
  });

  it('[NT-1] are not told where every open case of the person has the mail switched off, or keeps them out', () => {
    const off = { notifications: { 'contact-updated': { enabled: false } } };
    const silent = caseMailContext('Contact Updated', { type: off });
    const closed = caseMailContext('Contact Updated', { record: { locks: ['S1'] } });
    expect(told({ cases: [silent, closed] })).toEqual([]);
    expect(told({ cases: [silent, closed, caseMailContext('Contact Updated')] })).toEqual([current]);
  });
});

describe('own doing', () => {
  it('[NT-2] who claims a case has it confirmed', () => {
    const claimed = { record: { assignee: { user: 'tom' } }, after: { claimed: true }, actor: user('tom') };
    expect(mailed(caseMailContext('Case Assigned', claimed))).toEqual(['case-assigned-person: tom']);
  });

  it('[NT-2] who gives a case to themselves or to their own team is not told, the others are', () => {
    expect(
      mailed(caseMailContext('Case Assigned', { record: { assignee: { user: 'tom' } }, actor: user('tom') })),
    ).toEqual([]);
    expect(
      mailed(caseMailContext('Case Assigned', { record: { assignee: { group: 'tutors' } }, actor: user('anna') })),
    ).toEqual(['case-assigned-group: tom']);
  });

  it('[NT-2] [CA-1] a requester who raises a case has it confirmed', () => {
    expect(mailed(caseMailContext('Case Created', { actor: requester }))).toEqual([
      'case-raised-requester: stella',
      'case-raised-group: anna ben',
    ]);
  });

  it('[NT-2] [PO-1] a requester who withdraws has it confirmed; staff who close their own case do not', () => {
    expect(mailed(caseMailContext('Case Closed', { actor: requester }))).toEqual(['case-closed-requester: stella']);
    expect(mailed(caseMailContext('Case Closed', { actor: user('S1') }))).toEqual([]);
  });

  it('[NT-2] [CA-1] a requester whom staff do not know has both confirmed too', () => {
    const hidden = { contactId: undefined, anonymous: true } as const;
    const own = (event: CaseworkEventType) => {
      const id = caseMailContext(event).record.id;
      return mailed(
        caseMailContext(event, { record: hidden, contact: undefined, actor: { kind: 'requester', id } }),
      )[0];
    };
    expect(own('Case Created')).toBe('case-raised-requester: requester');
    expect(own('Case Closed')).toBe('case-closed-requester: requester');
  });

  it('[NT-2] a note of the assignee is not mailed to the managers in their place', () => {
    expect(
      mailed(
        caseMailContext('Note Added', {
          record: { assignee: { user: 'tom' } },
          after: { note: note(user('tom'), false) },
          actor: user('tom'),
        }),
      ),
    ).toEqual([]);
  });

  it('[NT-2] a clock or rule whose id happens to be that of a person excludes nobody', () => {
    expect(
      mailed(
        caseMailContext('Target Reminder Due', {
          record: { assignee: { user: 'tom' } },
          after: breached,
          actor: { kind: 'clock', id: 'tom' },
        }),
      ),
    ).toEqual(['target-reminder: tom']);
  });
});

describe('switches and templates', () => {
  it('[NT-1] every notification is switched off by its type', () => {
    const off = (key: string) => ({ notifications: { [key]: { enabled: false } } });
    expect(mailed(caseMailContext('Case Created', { type: off('case-raised-group') }))).toEqual([
      'case-raised-requester: stella',
    ]);
    expect(
      mailed(caseMailContext('Target Breached', { type: off('target-breached-manager'), after: breached })),
    ).toEqual(['target-breached-escalation: lea']);
    expect(
      mailed(alertMailContext('Alert Created', { record: { reviewer: { user: 'ben' } }, type: off('alert-assigned') })),
    ).toEqual([]);
  });

  it('[NT-1] a change of status is mailed only where the type says so', () => {
    expect(mailed(caseMailContext('Case Status Changed'))).toEqual([]);
    expect(
      mailed(caseMailContext('Case Status Changed', { type: { notifications: { 'status-changed': {} } } })),
    ).toEqual(['status-changed: stella']);
  });

  it('[NT-1] the global switch ends group mail on new and reassigned cases and no other', () => {
    expect(mailed(caseMailContext('Case Created'), false)).toEqual(['case-raised-requester: stella']);
    expect(mailed(caseMailContext('Case Assigned', { record: { assignee: { group: 'tutors' } } }), false)).toEqual([]);
    expect(mailed(caseMailContext('Case Assigned', { record: { assignee: { user: 'tom' } } }), false)).toEqual([
      'case-assigned-person: tom',
    ]);
    expect(mailed(caseMailContext('Target Breached', { after: breached }), false)).toHaveLength(2);
  });

  it('[NT-1] the template is that of the closing reason, else that of the type, else the shipped one', () => {
    const template = (reason: string | undefined, type = {}) => {
      const closure = { ...(reason && { reason }), at: '2026-11-21T09:00:00.000Z', by: user('tom') };
      return mailingsOf(caseMailContext('Case Closed', { record: { closure }, type }), { groupMail: true })[0]
        ?.template;
    };
    const own = { notifications: { 'case-closed-requester': { template: 'our-closing' } } };
    expect(template('solved', own)).toBe('closed-solved');
    expect(template('gone', own)).toBe('our-closing');
    expect(template('gone')).toBe('case-closed-requester');
  });

  it('[NT-1] the reason of an escalation or a reassignment may bring its own words too', () => {
    const worded = (event: CaseworkEventType, after: Record<string, unknown>, type: Record<string, unknown>) =>
      mailingsOf(caseMailContext(event, { record: { assignee: { user: 'tom' } }, after, type }), {
        groupMail: true,
      })[0]?.template;
    const reasons = [{ key: 'urgent', name: 'Cannot wait', template: 'our-words' }];
    expect(worded('Case Escalated', { by: 'hand', reason: 'urgent' }, { escalationReasons: reasons })).toBe(
      'our-words',
    );
    expect(worded('Case Escalated', { by: 'hand', reason: 'other' }, { escalationReasons: reasons })).toBe(
      'case-escalated',
    );
    expect(worded('Case Assigned', { reason: 'urgent' }, { reassignReasons: reasons })).toBe('our-words');
    expect(worded('Case Created', {}, { reassignReasons: reasons })).toBe('case-raised-requester');
  });

  it('[NT-1] every notification is brought by an event', () => {
    expect(Object.values(allNotifications).filter(({ sent }) => sent.length === 0)).toEqual([]);
  });

  it('subscribes to the events that bring a notification and to no others', () => {
    const { sentToContact } = contactNotifications['contact-updated'];
    const sent = Object.values(allNotifications).flatMap((one) => one.sent.map(({ on }) => on));
    const wanted = new Set<string>([...sent, ...sentToContact.map(({ on }) => on)]);
    // Who is invited to an appointment follows from its case.
    const moving = allEvents.flatMap(({ type, movesInvitations }) =>
      movesInvitations !== undefined && !wanted.has(type) ? type : [],
    );
    // It also sends what staff wrote and what rules ask for, opens the batches of mails that
    // waited, and writes to administrators.
    const others = ['Mail Due', 'Message Sent', 'Mail Requested'];
    const toAdmins = ['Rule Stopped', 'Webhook Failing', 'Webhook Switched Off'];
    expect([...subscriptions.notify].sort()).toEqual([...wanted, ...moving, ...others, ...toAdmins].sort());
    expect(eventTypes.filter((type) => !wanted.has(type)).flatMap((type) => mailed(caseMailContext(type)))).toEqual([]);
  });
});

describe('who hears of an event of an alert', () => {
  it.each([
    ['no reviewer', undefined, {}, []],
    ['a person', { user: 'ben' }, {}, ['alert-assigned: ben']],
    ['a group', { group: 'advisers' }, {}, ['alert-assigned: anna ben']],
    ['a person, private', { user: 'ben' }, { private: true }, ['alert-assigned: ben']],
    ['a person unknown to the directory', { user: 'who' }, {}, []],
  ])('[NT-2] an alert for %s', (_title, reviewer, record, expected) => {
    for (const event of ['Alert Created', 'Alert Reviewer Changed'] as const)
      expect(mailed(alertMailContext(event, { record: { ...record, reviewer } }))).toEqual(expected);
  });

  it('[NT-2] a reviewer who took an alert themselves is not told', () => {
    expect(
      mailed(alertMailContext('Alert Reviewer Changed', { record: { reviewer: { user: 'ben' } }, actor: user('ben') })),
    ).toEqual([]);
  });

  it('[NT-2] whoever raised an alert hears that it was resolved or dismissed, and of nothing before', () => {
    const became = (status: 'in-progress' | 'resolved' | 'dismissed' | 'cancelled', actor = user('ben')) =>
      mailed(alertMailContext('Alert Status Changed', { record: { status }, actor }));
    expect(became('resolved')).toEqual(['alert-outcome: fay']);
    expect(became('dismissed')).toEqual(['alert-outcome: fay']);
    expect(became('in-progress')).toEqual([]);
    expect(became('cancelled')).toEqual([]);
    expect(became('resolved', user('fay'))).toEqual([]);
  });

  it('[NT-2] nobody is told of the outcome of an alert that a signal raised', () => {
    expect(
      mailed(
        alertMailContext('Alert Status Changed', {
          record: { status: 'resolved', createdBy: { kind: 'signal', id: 'lms' } },
        }),
      ),
    ).toEqual([]);
  });
});
