import { MessageRejected, SESv2Client, SendEmailCommand, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { simpleParser } from 'mailparser';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { Deliveries } from '#shared/core/deliveries/deliveries.ts';
import { ulids } from '#shared/core/records/ids.ts';
import type { Documents } from '#shared/core/table/dynamodb.ts';
import { Table } from '#shared/core/table/table.ts';
import { type Draft, deliver, type Incident } from '#shared/mail/notifications/deliver.ts';
import { sentEventOf } from '#shared/mail/notifications/mail-events.ts';
import { mailerBySes } from '#shared/mail/notifications/mailer.ts';
import { Outbox } from '#shared/mail/notifications/outbox.ts';
import { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

const minute = 60_000;
const start = Date.parse('2026-11-21T09:00:00.000Z');

// A delivery calls the table to be claimed and to be settled; each may fail.
let fails: 'claim' | 'settle' | undefined;
let memory: MemoryDynamoDb;

const sendToMemory: Documents['send'] = async (operation, input) => {
  const [condition] = /"ConditionExpression":"[^"]*claimedBy = :run[^"]*/.exec(JSON.stringify(input)) ?? [];
  const call = condition && (condition.includes('claimedAt') ? 'claim' : 'settle');
  if (call !== undefined && call === fails) throw new Error('the table does not answer');
  return memory.send(operation, input);
};

const environment = {
  MAIL_FROM: 'no-reply@mail.campus.example',
  MAIL_CONFIGURATION_SET: 'caseward-test',
};
type Course = Draft['course'];
const draftTo = (name: string, course: Course = { how: 'now' }): Draft => ({
  notification: 'case-raised-group',
  recipient: { address: `${name}@campus.example`, name, id: name, audience: 'staff' },
  course,
  write: async () => ({ subject: 'A case', text: 'Text', html: '<p>Text</p>' }),
});
const to = (...names: string[]): Draft[] => names.map((name) => draftTo(name));

const client = new SESv2Client({ region: 'eu-west-1' });
const ses = mockClient(client);
let table: Table;
let now: number;
let incidents: Incident[];

// Files of this project share their modules: the client of the next one is the real one again.
afterAll(() => ses.restore());

beforeEach(() => {
  ses.reset();
  ses.on(SendEmailCommand).resolves({ MessageId: 'ses-1' });
  memory = new MemoryDynamoDb();
  table = new Table({ send: sendToMemory }, 'memory');
  fails = undefined;
  now = start;
  incidents = [];
});

const deliveries = () => new Deliveries(table, () => now);
const outbox = () => new Outbox(table, () => now, ulids());
const run = (messageId: string, drafts = to('anna')) =>
  deliver(
    {
      deliveries: deliveries(),
      outbox: outbox(),
      send: mailerBySes({ send: (input) => client.send(new SendEmailCommand(input)) }, environment),
      awaitBatch: async (person, at) => `${person}@${at}`,
      report: (incident) => incidents.push(incident),
    },
    { about: { kind: 'case', id: '01K00000000000000000000000' }, eventId: 'E1', messageId, drafts },
  );
const sentTo = () => ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input.Destination?.ToAddresses?.[0]);
const states = () => memory.everything().map(({ state }) => state);
const mail = {
  about: { kind: 'case' as const, id: '01K00000000000000000000000' },
  eventId: 'E1',
  notification: 'case-raised-group',
  address: 'anna@campus.example',
};

/** What is left when the function dies in the middle: the claim, and nothing after it. */
const dieBeforeTheMark = (messageId: string) => deliveries().claim(messageId, [outbox().claimOf(mail)]);

describe('what is sent', () => {
  it('[NT-6] is one mail to each recipient, as MIME, by the configuration set, tagged with its record and event', async () => {
    await run('m1', to('anna', 'ben'));
    expect(sentTo()).toEqual(['anna@campus.example', 'ben@campus.example']);
    const input = ses.commandCalls(SendEmailCommand)[0]?.args[0].input;
    expect(input).toMatchObject({
      FromEmailAddress: environment.MAIL_FROM,
      ConfigurationSetName: 'caseward-test',
      EmailTags: [
        { Name: 'case', Value: '01K00000000000000000000000' },
        { Name: 'event', Value: 'E1' },
        { Name: 'notification', Value: 'case-raised-group' },
      ],
    });
    expect(await simpleParser(Buffer.from(input?.Content?.Raw?.Data ?? ''))).toMatchObject({
      subject: 'A case',
      html: '<p>Text</p>',
    });
  });

  it('reaches five hundred members', async () => {
    await run('m1', to(...Array.from({ length: 500 }, (_, i) => `member${i}`)));
    expect(new Set(sentTo()).size).toBe(500);
  });
});

describe('once', () => {
  it('[NT-6] a message that comes again, and a duplicate of it, send nothing more', async () => {
    await run('m1');
    await run('m1');
    await run('m2');
    expect(sentTo()).toHaveLength(1);
    expect(states()).toEqual(['sent']);
  });

  it('[NT-6] of two messages at the same time one sends', async () => {
    await Promise.all([run('m1'), run('m2'), run('m3')]);
    expect(sentTo()).toHaveLength(1);
  });

  it('[NT-6] the mark says what SES called the mail, and goes thirty days later', async () => {
    await run('m1');
    expect(memory.everything()[0]).toMatchObject({
      pk: 'CASE#01K00000000000000000000000',
      sk: expect.stringMatching(/^~mail#E1#case-raised-group#[\w-]{22}$/),
      outcome: { sesMessageId: 'ses-1' },
      expiresAt: start / 1000 + 30 * 24 * 60 * 60,
    });
  });

  it('[NT-6] after a crash before SES the same message sends the mail', async () => {
    await dieBeforeTheMark('m1');
    await run('m1');
    expect(sentTo()).toHaveLength(1);
    expect(states()).toEqual(['sent']);
  });

  it('[NT-6] after a crash between SES and the mark the same message sends it a second time, and no third', async () => {
    fails = 'settle';
    await run('m1');
    fails = undefined;
    await run('m1');
    await run('m1');
    expect(sentTo()).toHaveLength(2);
    expect(states()).toEqual(['sent']);
  });

  it('[NT-6] after a crash another message leaves the claim alone, until it can only be abandoned', async () => {
    await dieBeforeTheMark('m1');
    now += 14 * minute;
    await run('m2');
    expect(sentTo()).toEqual([]);
    now += 2 * minute;
    await run('m3');
    expect(sentTo()).toHaveLength(1);
    await run('m1');
    expect(sentTo()).toHaveLength(1);
  });

  it('[NT-6] whoever was taken over from does not overwrite the mark of the other', async () => {
    await dieBeforeTheMark('m1');
    now += 16 * minute;
    await run('m2');
    await deliveries().settle('m1', [{ ...outbox().claimOf(mail), state: 'waiting' }]);
    expect(states()).toEqual(['sent']);
  });

  it('[NT-6] a mail that went out but could not be marked does not bring the message back', async () => {
    fails = 'settle';
    await run('m1');
    expect(incidents).toMatchObject([{ what: 'not-marked', notification: 'case-raised-group' }]);
    fails = undefined;
    await run('m2');
    expect(sentTo()).toHaveLength(1);
  });
});

describe('SES that does not take it', () => {
  const meta = { $metadata: {}, message: 'no: ben@campus.example' };
  const refuse = (address: string, error: Error) =>
    ses.on(SendEmailCommand, { Destination: { ToAddresses: [address] } }).rejects(error);

  it('[NT-6] one failing recipient keeps no other from their mail; the message comes again for that one alone', async () => {
    refuse('ben@campus.example', new TooManyRequestsException(meta));
    await expect(run('m1', to('anna', 'ben', 'tom'))).rejects.toThrow('1 of 3 mails could not be sent');
    expect(states().sort()).toEqual(['sent', 'sent', 'waiting']);
    ses.reset();
    ses.on(SendEmailCommand).resolves({ MessageId: 'ses-2' });
    await run('m1', to('anna', 'ben', 'tom'));
    expect(sentTo()).toEqual(['ben@campus.example']);
  });

  it('[NT-6] what failed goes out from the dead drafts too, where the message has a new id', async () => {
    refuse('anna@campus.example', new TooManyRequestsException(meta));
    await expect(run('m1')).rejects.toThrow();
    ses.reset();
    ses.on(SendEmailCommand).resolves({ MessageId: 'ses-2' });
    await run('m1-moved-back');
    expect(sentTo()).toEqual(['anna@campus.example']);
  });

  it('[NT-6] a mail that SES will never take is marked with the reason and not tried again', async () => {
    refuse('ben@campus.example', new MessageRejected(meta));
    await run('m1', to('anna', 'ben'));
    await run('m1', to('anna', 'ben'));
    expect(sentTo().filter((address) => address === 'ben@campus.example')).toHaveLength(1);
    expect(memory.everything().find(({ state }) => state === 'refused')).toMatchObject({
      outcome: { reason: 'MessageRejected: no: ben@campus.example' },
    });
  });

  it('a domain that is not verified yet can be mended, so the mail waits', async () => {
    refuse('anna@campus.example', new MessageRejected({ ...meta, message: 'Email address is not verified.' }));
    await expect(run('m1')).rejects.toThrow();
    expect(states()).toEqual(['waiting']);
  });

  it('a template that cannot be written fails its message and leaves the mail to be sent', async () => {
    const failing = deliver(
      {
        deliveries: deliveries(),
        outbox: outbox(),
        send: async () => 'x',
        awaitBatch: async () => 'p',
        report: (incident) => incidents.push(incident),
      },
      {
        about: { kind: 'case', id: 'c' },
        eventId: 'E1',
        messageId: 'm1',
        drafts: [{ ...draftTo('anna'), write: () => Promise.reject(new Error('undefined variable: x')) }],
      },
    );
    await expect(failing).rejects.toThrow('1 of 1');
    expect(states()).toEqual(['waiting']);
  });

  it('a table that does not answer fails the message before anything is sent', async () => {
    fails = 'claim';
    await expect(run('m1')).rejects.toThrow('1 of 1');
    expect(sentTo()).toEqual([]);
    expect(incidents).toMatchObject([{ what: 'not-sent', code: 'Error' }]);
  });

  it('what is reported holds no address', async () => {
    refuse('anna@campus.example', new TooManyRequestsException(meta));
    refuse('ben@campus.example', new MessageRejected(meta));
    const error = await run('m1', to('anna', 'ben')).catch((thrown: Error) => thrown);
    expect(incidents).toHaveLength(2);
    expect(`${JSON.stringify(incidents)} ${error}`).not.toMatch(/campus/);
  });
});

describe('what SES says afterwards', () => {
  const bounced = (isFinal: boolean) =>
    outbox().failed(
      { ...mail, state: 'bounced', detail: isFinal ? 'Permanent' : 'Transient', isFinal },
      { version: 1 },
    );
  const listed = () => memory.everything().filter(({ pk }) => pk === 'SUPPRESSION');
  const failures = () => memory.everything().filter(({ event }) => event).length;

  it('[NT-6] a mailbox that is full and then gone is not mailed any more, and no third report changes anything', async () => {
    await run('m1');
    await bounced(false);
    expect([listed().length, failures()]).toEqual([0, 1]);
    await bounced(true);
    expect([listed().length, failures()]).toEqual([1, 2]);
    await table.deleteAll(listed());
    await bounced(true);
    await bounced(false);
    expect([listed().length, failures()]).toEqual([0, 2]);
  });

  it('[NT-6] [CA-1] of a requester whom staff do not know it stands on the case, and the address on no list', async () => {
    const as = 'requester@anonymous.invalid';
    const hiddenKey = { pk: 'CASE#01K00000000000000000000000', sk: 'requester' };
    await table.put(hiddenKey);
    await run('m1', [{ ...draftTo('x'), recipient: { address: as, id: 'x', audience: 'requester' } }]);
    const feedback = {
      ...mail,
      address: 'rosa@home.example',
      state: 'bounced',
      detail: 'Permanent',
      isFinal: true,
    } as const;
    await outbox().failed(feedback, { version: 1, hidden: { as, isTheirs: true } });
    expect(states()).toContain('bounced');
    expect([listed().length, failures()]).toEqual([0, 1]);
    expect(await table.get(hiddenKey)).toMatchObject({ unmailableSince: new Date(start).toISOString() });
    expect(JSON.stringify(memory.everything())).not.toContain('rosa@');
  });
});

describe('mail that is not sent at once', () => {
  const held = { how: 'held', at: start + 60 * minute } as const;
  /** Anna's mail as it comes out of the batch of an instant. */
  const keptAt = (at: number): Draft[] => [
    {
      ...draftTo('anna'),
      kept: {
        batch: `anna@${at}`,
        draft: { to: { address: 'anna@campus.example', audience: 'staff' }, subject: 'A case' },
      },
    },
  ];
  const items = () => memory.everything();

  it('[NT-5] [NT-6] is kept also where a function died with it that meant to send it at once', async () => {
    await dieBeforeTheMark('m1');
    await run('m1', [draftTo('anna', held)]);
    expect(states()).toEqual(['held']);
  });

  it('[NT-5] is written and kept in the batch of its instant, once', async () => {
    await run('m1', [draftTo('anna', held)]);
    await run('m1', [draftTo('anna', held)]);
    expect(sentTo()).toEqual([]);
    expect(items()).toMatchObject([
      {
        state: 'held',
        batch: `anna@${held.at}`,
        gsi1pk: `batch#anna@${held.at}`,
        draft: { content: { text: 'Text' } },
      },
    ]);
  });

  it('[NT-5] is sent when its batch is opened, and by nobody else', async () => {
    await run('m1', [draftTo('anna', held)]);
    await run('m2');
    expect(sentTo()).toEqual([]);
    await run('m3', keptAt(held.at));
    await run('m4', keptAt(held.at));
    expect(sentTo()).toEqual(['anna@campus.example']);
    expect(items()).toMatchObject([{ state: 'sent' }]);
    expect(items()[0]).not.toHaveProperty('gsi1pk');
  });

  it('[NT-5] [NT-6] stays in its batch until it is sent, so that whoever opens it again finds it', async () => {
    await run('m1', [draftTo('anna', held)]);
    ses.on(SendEmailCommand).rejectsOnce(new TooManyRequestsException({ $metadata: {}, message: 'no' }));
    await expect(run('m2', keptAt(held.at))).rejects.toThrow('1 of 1');
    expect(items()).toMatchObject([{ state: 'waiting', gsi1pk: `batch#anna@${held.at}` }]);
    ses.on(SendEmailCommand).resolves({ MessageId: 'ses-3' });
    await run('m2', keptAt(held.at));
    expect(items()).toMatchObject([{ state: 'sent' }]);
    expect(items()[0]).not.toHaveProperty('gsi1pk');
  });

  it('[NT-5] of a digest it keeps the subject alone, and nobody sends it by itself', async () => {
    const at = start + 60 * minute;
    await run('m1', [draftTo('anna', { how: 'digest', at })]);
    await run('m2');
    await run('m3', keptAt(at));
    expect(sentTo()).toEqual([]);
    expect(items()).toMatchObject([{ state: 'digest', draft: { subject: 'A case' } }]);
    expect(items()[0]?.draft).not.toHaveProperty('content.text');
  });

  it('[NT-5] is not sent at all to who does not want it', async () => {
    await run('m1', [draftTo('anna', { how: 'off' }), draftTo('ben')]);
    expect(sentTo()).toEqual(['ben@campus.example']);
    expect(items()).toHaveLength(1);
  });

  it('[NT-6] is not sent to an address that is not mailed any more, and that stands beside its record', async () => {
    await run('m1', [draftTo('anna', { how: 'suppressed' })]);
    expect(sentTo()).toEqual([]);
    expect(states()).toEqual(['suppressed']);
  });
});

describe('what is told of a mail', () => {
  const mark = { pk: 'CASE#1', sk: '~mail#E1#k#f', state: 'sent', markedAt: start, sentEventId: 'S1' };
  const mail = {
    about: { kind: 'case', id: '1', reference: 'R' },
    eventId: 'E1',
    notification: 'k',
    address: 'a@b.example',
  };

  it('[NT-6] that it was sent, once, as an event of its record', () => {
    const event = sentEventOf({ ...mark, mail, state: 'sending' }, { ...mark, mail });
    expect(event).toMatchObject({
      eventId: 'S1',
      type: 'Notification Sent',
      subject: { kind: 'case', id: '1', reference: 'R' },
      cause: { eventId: 'E1', depth: 1 },
      after: { notification: 'k', to: 'a@b.example' },
    });
    expect(sentEventOf({ ...mark, mail }, { ...mark, mail, state: 'bounced' })).toBeUndefined();
    expect(sentEventOf({ ...mark, mail }, { ...mark, mail })).toBeUndefined();
  });

  it('nothing of a digest, which is about no record', () => {
    expect(sentEventOf(undefined, { ...mark, mail: { ...mail, about: { kind: 'batch', id: 'p' } } })).toBeUndefined();
  });

  it('[NT-6] that SES refused it, on the history of its record', async () => {
    ses.on(SendEmailCommand).rejects(new MessageRejected({ $metadata: {}, message: 'no' }));
    await run('m1');
    const failure = memory.everything().find(({ event }) => event !== undefined);
    expect(failure).toMatchObject({
      sk: expect.stringMatching(/^~event#0000000001#~/),
      event: { type: 'Notification Failed', after: { to: 'anna@campus.example', reason: 'refused' } },
    });
  });
});
