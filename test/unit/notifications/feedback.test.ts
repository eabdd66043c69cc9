import { describe, expect, it } from 'vitest';
import { feedbackOf } from '#shared/mail/notifications/feedback.ts';

// Details as the documentation of SES shows them, with what nobody reads left in here and there.
const mail = {
  timestamp: '2026-11-21T09:00:00.000Z',
  source: 'no-reply@mail.example',
  messageId: 'ses-1',
  destination: ['a@x.example', 'b@x.example'],
  headersTruncated: false,
  tags: {
    'ses:configuration-set': ['caseward-prod'],
    case: ['C1'],
    event: ['E1'],
    notification: ['case-raised-group'],
  },
};
const bounce = (bounceType: string, bounceSubType = 'General') => ({
  eventType: 'Bounce',
  mail,
  bounce: {
    feedbackId: 'f',
    bounceType,
    bounceSubType,
    bouncedRecipients: [
      { emailAddress: 'a@x.example', action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550' },
    ],
    timestamp: '2026-11-21T09:00:05.000Z',
  },
});
const common = { about: { kind: 'case', id: 'C1' }, eventId: 'E1', notification: 'case-raised-group' };

describe('what SES says of a mail', () => {
  it('[NT-6] a bounce for good is final, one that may pass is not', () => {
    expect(feedbackOf(bounce('Permanent'))).toEqual([
      { ...common, address: 'a@x.example', state: 'bounced', detail: 'Permanent General', isFinal: true },
    ]);
    expect(feedbackOf(bounce('Transient', 'MailboxFull'))).toMatchObject([{ state: 'bounced', isFinal: false }]);
    expect(feedbackOf(bounce('Undetermined'))).toMatchObject([{ isFinal: false }]);
  });

  it('[NT-6] a complaint is final, whatever it is of', () => {
    const complaint = { complainedRecipients: [{ emailAddress: 'a@x.example' }], complaintFeedbackType: 'abuse' };
    expect(feedbackOf({ eventType: 'Complaint', mail, complaint })).toMatchObject([
      { state: 'complained', detail: 'abuse', isFinal: true },
    ]);
    const { complaintFeedbackType: _none, ...bare } = complaint;
    expect(feedbackOf({ eventType: 'Complaint', mail, complaint: bare })).toMatchObject([{ detail: 'complaint' }]);
  });

  it('[NT-6] that somebody takes a mail back out of their spam is no complaint', () => {
    const complaint = { complainedRecipients: [{ emailAddress: 'a@x.example' }], complaintFeedbackType: 'not-spam' };
    expect(feedbackOf({ eventType: 'Complaint', mail, complaint })).toEqual([]);
  });

  it('[NT-6] a mail that SES rejects later failed for each of its recipients', () => {
    const answer = feedbackOf({ eventType: 'Reject', mail, reject: { reason: 'Bad content' } });
    expect(answer.map(({ address, state, isFinal }) => [address, state, isFinal])).toEqual([
      ['a@x.example', 'refused', false],
      ['b@x.example', 'refused', false],
    ]);
  });

  it('[NT-6] leads back to an alert and to a digest too, and to nothing where the mail was not ours', () => {
    const about = (tags: Record<string, string[]>) =>
      feedbackOf({ ...bounce('Permanent'), mail: { ...mail, tags } }).map((one) => one.about);
    expect(about({ alert: ['A1'], event: ['E1'], notification: ['alert-outcome'] })).toEqual([
      { kind: 'alert', id: 'A1' },
    ]);
    expect(about({ batch: ['P1'], event: ['P1'], notification: ['digest'] })).toEqual([{ kind: 'batch', id: 'P1' }]);
    expect(about({})).toEqual([]);
    expect(about({ case: ['C1'] })).toEqual([]);
  });

  it.each([{}, undefined, { eventType: 'Delivery', mail }, { eventType: 'Bounce' }])(
    '[NT-6] %j tells nothing',
    (detail) => {
      expect(feedbackOf(detail)).toEqual([]);
    },
  );
});
