import ICAL from 'ical.js';
import { type AddressObject, simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { Invitation } from '#shared/casework/appointments/invitation.ts';
import { fingerprintOf } from '#shared/mail/notifications/fingerprint.ts';
import { composeMime, type Mail } from '#shared/mail/notifications/mime.ts';
import { newText } from '#shared/mail/replies/new-text.ts';

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

  it('[ME-2] has a mark by which it is known in an answer, where its answers come to its case', async () => {
    const read = await composed({ replyTo: 'reply+01k@mail.campus.example' });
    const { text, doubtful } = newText({ html: `Yes.<div>${read.html}</div>Below.` });
    expect([text.replace(/\n+/g, ' '), doubtful]).toEqual(['Yes. Below.', false]);
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
    expect(fingerprintOf('Tom@Campus.example')).toBe(fingerprintOf('tom@campus.example'));
    expect(fingerprintOf('tom@campus.example')).toHaveLength(22);
  });
});

describe('[AP-1] an invitation', () => {
  const appointment = {
    id: '01K0000000000000000000MEET',
    sequence: 0,
    title: 'A talk; your courses, and more',
    // Hours after the clocks of Berlin were set back, and days before they are in New York.
    startsAt: '2026-10-25T03:30:00.000Z',
    endsAt: '2026-10-25T04:30:00.000Z',
    location: 'Room 3',
  };
  const invitation: Invitation = {
    method: 'REQUEST',
    appointment,
    at: '2026-10-01T08:00:00.000Z',
    timeZone: 'Europe/Berlin',
  };
  const inviting = (changes: Partial<Invitation> = {}) => ({
    content: { ...mail.content, invitation: { ...invitation, ...changes } },
  });
  const from = { from: '"Campus Advising" <no-reply@mail.campus.example>' };
  const partsOf = async (changes: Partial<Invitation> = {}) => (await composed(inviting(changes), from)).attachments;
  const calendarIn = (text: string) => {
    const calendar = new ICAL.Component(ICAL.parse(text));
    for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
    const [event] = calendar.getAllSubcomponents('vevent');
    return { calendar, event: new ICAL.Event(event) };
  };
  const read = async (changes: Partial<Invitation> = {}) => calendarIn(String((await partsOf(changes))[0]?.content));

  it('[AP-1] comes as a part that mail clients show buttons for, beside text and HTML, and as a file', async () => {
    const raw = (await composeMime({ ...mail, ...inviting() }, from)).toString();
    expect(raw).toMatch(
      /content-type: multipart\/alternative[\s\S]*content-type: text\/plain[\s\S]*text\/html[\s\S]*text\/calendar/i,
    );
    expect(raw.replaceAll(/\r\n\s+/g, ' ')).toMatch(/content-type: text\/calendar; charset=utf-8; method=REQUEST/i);
    const parts = await partsOf();
    expect(parts.map(({ filename, contentType }) => [filename, contentType])).toContainEqual([
      'invite.ics',
      'application/ics',
    ]);
    const texts = parts.map(({ content }) => content.toString());
    expect(new Set(texts).size).toBe(1);
    expect((await composed(inviting(), from)).text?.trim()).toBe('Grüße\nhttps://staff.example');
  });

  it('[AP-1] says what, where, when, from whom and to whom', async () => {
    const { calendar, event } = await read();
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(event).toMatchObject({
      uid: 'appointment-01K0000000000000000000MEET@mail.campus.example',
      summary: appointment.title,
      location: 'Room 3',
      organizer: 'mailto:no-reply@mail.campus.example',
    });
    expect(event.attendees.map((one) => String(one.getFirstValue()).toLowerCase())).toEqual([
      'mailto:tom@campus.example',
    ]);
    expect(event.attendees[0]?.getParameter('rsvp')).toBe('TRUE');
  });

  it('[AP-1] keeps its UID, grows in SEQUENCE, and is taken back by CANCEL', async () => {
    const later = await read({ method: 'CANCEL', appointment: { ...appointment, sequence: 3 } });
    expect(later.event.uid).toBe((await read()).event.uid);
    expect([(await read()).event.sequence, later.event.sequence]).toEqual([0, 3]);
    expect(later.calendar.getFirstPropertyValue('method')).toBe('CANCEL');
    expect(later.event.component.getFirstPropertyValue('status')).toBe('CANCELLED');
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', undefined])(
    '[AP-1] is at its instant by the rules that it brings for %s, on either side of a change of clocks',
    async (timeZone) => {
      for (const startsAt of [appointment.startsAt, '2027-03-14T12:00:00.000Z', '2027-07-01T12:00:00.000Z']) {
        const endsAt = new Date(Date.parse(startsAt) + 3_600_000).toISOString();
        const { event, calendar } = await read({ timeZone, appointment: { ...appointment, startsAt, endsAt } });
        expect(event.startDate.toJSDate().toISOString()).toBe(startsAt);
        expect(event.endDate.toJSDate().toISOString()).toBe(endsAt);
        expect(event.startDate.zone?.tzid).toBe(timeZone ?? 'UTC');
        expect(calendar.getAllSubcomponents('vtimezone')).toHaveLength(timeZone === undefined ? 0 : 1);
      }
    },
  );

  it('[AP-1] is written in UTC in the hour that its zone repeats, when that comes the second time', async () => {
    const second = { ...appointment, startsAt: '2026-10-25T01:30:00.000Z', endsAt: '2026-10-25T01:45:00.000Z' };
    const { event } = await read({ timeZone: 'Europe/Dublin', appointment: second });
    expect(event.startDate.toString()).toBe('2026-10-25T01:30:00Z');
    const first = { ...appointment, startsAt: '2026-10-25T00:30:00.000Z', endsAt: '2026-10-25T00:45:00.000Z' };
    const before = await read({ timeZone: 'Europe/Dublin', appointment: first });
    expect([before.event.startDate.zone?.tzid, before.event.startDate.toJSDate().toISOString()]).toEqual([
      'Europe/Dublin',
      first.startsAt,
    ]);
  });
});
