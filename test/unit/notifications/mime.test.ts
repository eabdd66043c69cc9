import { type AddressObject, simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '#shared/notifications/fingerprint.ts';
import { composeMime, type Mail } from '#shared/notifications/mime.ts';

const mail: Mail = {
  about: { kind: 'case', id: '01K00000000000000000000000' },
  eventId: '01K0000000000000000000EVNT',
  notification: 'case-assigned-person',
  to: { address: 'tom@campus.example', name: 'Tom "T" <Tutor>' },
  content: { subject: 'Fall für Jürgen – 7K3F', text: 'Grüße\nhttps://staff.example\n', html: '<p>Grüße</p>' },
};
const sender = { from: 'no-reply@mail.campus.example' };
const composed = async (changes: Partial<Mail> = {}, from = sender) =>
  simpleParser(await composeMime({ ...mail, ...changes }, from));
const addresses = (field: AddressObject | AddressObject[] | undefined) =>
  [field ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address));

describe('a mail as MIME', () => {
  it('[NT-6] reads back as it was written, in text and HTML', async () => {
    const read = await composed();
    expect(addresses(read.to)).toEqual(['tom@campus.example']);
    expect(addresses(read.from)).toEqual(['no-reply@mail.campus.example']);
    expect(read).toMatchObject({ subject: mail.content.subject, html: '<p>Grüße</p>' });
    expect(read.text?.trim()).toBe('Grüße\nhttps://staff.example');
    expect(read.attachments).toEqual([]);
  });

  it('says that no person wrote it, so that no absence note answers', async () => {
    const { headers } = await composed();
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('x-caseward-notification')).toBe('case-assigned-person');
  });

  it('[NT-6] has the same Message-ID for the same event, notification and address, and no address in it', async () => {
    const ids = await Promise.all(
      [
        {},
        { to: { address: 'Tom@Campus.example' } },
        { to: { address: 'anna@campus.example' } },
        { eventId: 'other' },
        { notification: 'case-escalated' },
      ].map(async (changes) => (await composed(changes)).messageId),
    );
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toMatch(/^<[^@]+@mail\.campus\.example>$/);
    expect(ids[0]).not.toContain('tom');
  });

  it('threads all mails of a case, and only those', async () => {
    const [one, two, other] = await Promise.all([
      composed(),
      composed({ eventId: 'other', to: { address: 'x@y.example' } }),
      composed({ about: { kind: 'case', id: 'another' } }),
    ]);
    expect(one?.inReplyTo).toBe('<case-01K00000000000000000000000@mail.campus.example>');
    expect(two?.references).toEqual(one?.references);
    expect(other?.references).not.toEqual(one?.references);
  });

  it('asks for answers elsewhere where that is configured', async () => {
    expect((await composed()).replyTo).toBeUndefined();
    const read = await composed({}, {
      from: 'Caseward <no-reply@mail.campus.example>',
      replyTo: 'help@campus.example',
    } as typeof sender);
    expect(addresses(read.replyTo)).toEqual(['help@campus.example']);
    expect(read.messageId).toMatch(/@mail\.campus\.example>$/);
  });

  it('[NT-3] takes no header from a subject or a name', async () => {
    const read = await composed({
      to: { address: 'tom@campus.example', name: 'Tom\r\nBcc: evil@x.example' },
      content: { ...mail.content, subject: 'Hello\r\nBcc: evil@x.example' },
    });
    expect(read.bcc).toBeUndefined();
    expect(addresses(read.to)).toEqual(['tom@campus.example']);
  });

  it('takes an address to be the same however it is written', () => {
    expect(fingerprintOf(' Tom@Campus.example')).toBe(fingerprintOf('tom@campus.example'));
    expect(fingerprintOf('tom@campus.example')).toHaveLength(22);
  });
});
