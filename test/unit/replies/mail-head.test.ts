import { describe, expect, it } from 'vitest';
import { readHead } from '#shared/mail/replies/mail-head.ts';
import { processorTime } from '../processor-time.ts';
import { rawMail } from './mails.ts';

const head = async (lines: string) =>
  readHead(Buffer.from(`${lines.trim().replaceAll('\n', '\r\n')}\r\n\r\nHello\r\n`));
const from = (results: string | undefined, senders = 'From: Ben <ben@uni.edu>') =>
  head(`${results === undefined ? '' : `Authentication-Results: ${results}\n`}${senders}\nTo: reply+x@y.example`);
const isVerified = async (...given: Parameters<typeof from>) => (await from(...given)).isVerified;

describe('[ME-2] a sender is the person with that address where SES says so', () => {
  it.each([
    'amazonses.com; spf=pass (spfCheck: ok) client-ip=1.2.3.4; envelope-from=ben@uni.edu; helo=mx.uni.edu; dkim=pass header.i=@uni.edu; dmarc=pass header.from=uni.edu;',
    'amazonses.com; spf=fail; dkim=pass header.d=mail.uni.edu; dmarc=none header.from=uni.edu',
    'amazonses.com; spf=pass envelope-from=bounce@bounces.uni.edu; dkim=fail header.d=uni.edu; dmarc=none',
    'AmazonSES.com 1; spf=none; dkim=none; DMARC=PASS header.from=UNI.EDU',
    'amazonses.com; dkim=fail header.d=list.example; dkim = pass (ok) header.d=uni.edu',
  ])('[ME-2] as in %j', async (results) => {
    expect(await isVerified(results)).toBe(true);
  });

  it.each([
    ['all fails', 'amazonses.com; spf=fail; dkim=none; dmarc=none'],
    ['there is no result', 'amazonses.com; none'],
    ['there is no header', undefined],
    ['another server says so', 'mx.uni.edu; dmarc=pass header.from=uni.edu'],
    ['a server with a longer name says so', 'amazonses.com.evil.example; dmarc=pass'],
    [
      'it passes for another domain',
      'amazonses.com; spf=pass envelope-from=x@evil.example; dkim=pass header.d=evil.example; dmarc=none',
    ],
    [
      'it passes for a neighbour under a suffix that many share',
      'amazonses.com; dkim=pass header.d=other.edu; dmarc=none',
    ],
    ['DMARC passes for another domain', 'amazonses.com; dmarc=pass header.from=evil.example'],
    [
      'DMARC fails though a signature passes',
      'amazonses.com; dkim=pass header.d=uni.edu; dmarc=fail header.from=uni.edu',
    ],
    [
      'what passes stands in a comment',
      'amazonses.com; spf=fail (dmarc=pass header.from=uni.edu; dmarc=pass); dkim=none; dmarc=none',
    ],
    [
      'what passes stands in an address',
      'amazonses.com; spf=fail envelope-from="x; dmarc=pass header.from=uni.edu; y"@evil.example; dkim=none; dmarc=none',
    ],
    [
      'SES contradicts what passes',
      'amazonses.com; spf=fail; helo=x; dkim=pass header.d=uni.edu; dkim=none; dmarc=none',
    ],
    [
      'SES contradicts the policy that passes',
      'amazonses.com; spf=fail; helo=x; dmarc=pass header.from=uni.edu; dmarc=none',
    ],
    [
      'it says neutral',
      'amazonses.com; spf=neutral envelope-from=ben@uni.edu; dkim=temperror header.d=uni.edu; dmarc=none',
    ],
  ])('[ME-2] not where %s', async (_why, results) => {
    expect(await isVerified(results)).toBe(false);
  });

  const passes =
    'amazonses.com; spf=pass envelope-from=ben@uni.edu; dkim=pass header.d=uni.edu; dmarc=pass header.from=uni.edu';
  it.each([
    ['two addresses', 'From: ben@uni.edu, eve@evil.example'],
    ['two of one domain', 'From: Ben <ben@uni.edu>, Ann <ann@uni.edu>'],
    ['two headers', 'From: ben@uni.edu\nFrom: ann@uni.edu'],
    ['a group', 'From: Us: ben@uni.edu, ann@uni.edu;'],
    ['no address', 'From: Ben'],
    ['none', 'Sender: ben@uni.edu'],
  ])('[ME-2] not where it says that it is from %s', async (_what, senders) => {
    expect(await isVerified(passes, senders)).toBe(false);
  });

  it('[ME-2] by the header on top, whatever the sender wrote below it', async () => {
    const forged = 'From: ben@uni.edu\nAuthentication-Results: amazonses.com; dmarc=pass header.from=uni.edu';
    expect(await isVerified('amazonses.com; spf=fail; dkim=none; dmarc=none', forged)).toBe(false);
    expect(await isVerified('mx.elsewhere.example; dmarc=pass', forged)).toBe(false);
  });

  it('[ME-2] every address that it names is known, as it is written', async () => {
    expect((await from(undefined, 'From: Ben <Ben@Uni.edu>, \u212aim <kim@x.example>')).from).toEqual([
      'Ben@Uni.edu',
      'kim@x.example',
    ]);
  });
});

describe('[ME-2] whom a mail is to', () => {
  it('[ME-2] is what it says, what servers noted, and for whom SES took it', async () => {
    const { to } = await head(`Received: from mx by inbound-smtp.eu-west-1.amazonaws.com with SMTP id x1
 for bcc@y.example; Mon, 23 Nov 2026 09:00:00 +0000
Delivered-To: three@y.example
From: a@b.example
To: One <one@y.example>, Group: five@y.example;
Cc: two@y.example
To: four@y.example`);
    expect([...to].sort()).toEqual(['bcc', 'five', 'four', 'one', 'three', 'two'].map((name) => `${name}@y.example`));
  });

  it('[ME-2] is known of a header of any size and shape in little time', async () => {
    const started = processorTime();
    for (const filler of ['"', '(', '<', ' ', 'a@', '\\', ',', ';', '=?utf-8?q?', 'a b']) {
      const long = filler.repeat(100_000 / filler.length);
      await readHead(Buffer.from(`From: ${long}\r\nTo: ${long}\r\nSubject: ${long}\r\n\r\n`));
      await readHead(Buffer.from(`Authentication-Results: amazonses.com; ${long}\r\nFrom: a@b.example\r\n\r\n`));
    }
    expect(processorTime() - started).toBeLessThan(8000);
  });
});

describe('[ME-2] who wrote it', () => {
  const read = async (mail: object) => readHead(await rawMail({ text: 'Hello', ...mail }));

  it.each([
    ['an out-of-office answer', { headers: { 'Auto-Submitted': 'auto-replied' } }],
    ['one of ours that came back', { headers: { 'X-Caseward-Notification': 'case-raised-group' } }],
    ['one with a precedence', { headers: { Precedence: 'bulk' } }],
    [
      'one with the precedence of an answer, also by a list',
      { headers: { Precedence: 'auto_reply', 'List-Id': '<x.y>' } },
    ],
    ['a bounce', { from: 'MAILER-DAEMON@mail.example' }],
    ['one that nobody can answer', { headers: { 'Return-Path': '<>' } }],
    ['an absence note', { subject: 'Automatische Antwort: Re: your case' }],
  ])('[ME-2] a machine: %s', async (_what, mail) => {
    expect(await read(mail)).toMatchObject({ isAutomatic: true });
  });

  it.each([
    ['through a mailing list', { headers: { 'List-Id': '<staff.uni.edu>', Precedence: 'list' } }],
    ['through one that says bulk', { headers: { 'List-Id': '<staff.uni.edu>', Precedence: 'bulk' } }],
    ['with a program that says so', { headers: { 'Auto-Submitted': 'no' } }],
    ['about an absence note', { subject: 'Re: Automatic reply: away' }],
  ])('[ME-2] a person %s', async (_what, mail) => {
    expect(await read(mail)).toMatchObject({ isAutomatic: false });
  });

  it('[ME-2] SES suspects what it says so of, on top and nowhere else', async () => {
    expect(await head('X-SES-Virus-Verdict: FAIL\nFrom: a@b.example')).toMatchObject({ isSuspicious: true });
    expect(await head('X-SES-Spam-Verdict: PASS\nFrom: a@b.example\nX-SES-Spam-Verdict: FAIL')).toMatchObject({
      isSuspicious: false,
    });
    expect(await from('amazonses.com; spf=pass; dmarc=fail')).toMatchObject({ isSuspicious: true });
    expect(await from('mx.elsewhere.example; dmarc=fail')).toMatchObject({ isSuspicious: false });
  });
});
