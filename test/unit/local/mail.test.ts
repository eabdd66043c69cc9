import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { type MailFilter, startMail } from '#local/mail/mail.ts';
import { clientConfiguration, createContext, day, deploymentOf, minute, stateFolder } from './local-services.ts';

const resources = deploymentOf(
  { type: 'AWS::SES::EmailIdentity', name: 'caseward.example' },
  { type: 'AWS::SES::EmailIdentity', name: 'head@school.example' },
  { type: 'AWS::SES::ConfigurationSet', name: 'caseward' },
);

async function started(folder?: string) {
  const context = createContext({ folder });
  const mail = startMail(context, resources, { emit: () => {} });
  const client = new SESv2Client(await clientConfiguration(context, mail.service));
  const send = (input: SendEmailCommandInput) => client.send(new SendEmailCommand(input));
  return { ...context, mail, client, send };
}

const simple = (fields: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput => ({
  FromEmailAddress: 'Caseward <no-reply@caseward.example>',
  Destination: { ToAddresses: ['ada@school.example'] },
  Content: { Simple: { Subject: { Data: 'Case raised' }, Body: { Text: { Data: 'Hello' } } } },
  ...fields,
});

describe('A mail sent by nodemailer through SES', () => {
  it('is kept with all its parts and its virtual instant', async () => {
    const { client, mail, passes, clock } = await started();
    await passes(30 * day);
    const at = clock.now();
    const transport = createTransport({ SES: { sesClient: client, SendEmailCommand } });
    await transport.sendMail({
      from: '"Caseward Ünïversity" <no-reply@caseward.example>',
      to: ['Ada <ada@school.example>', 'bob@school.example'],
      cc: 'carol@school.example',
      bcc: 'dave@school.example',
      replyTo: 'case+abc@caseward.example',
      subject: 'Fall angelegt – Prüfung',
      text: 'Guten Tag,\nein Fall.',
      html: '<p>Guten Tag,<br>ein <b>Fall</b>.</p>',
      headers: { 'X-Case': 'CW-123' },
      attachments: [{ filename: 'termin.ics', content: 'BEGIN:VCALENDAR', contentType: 'text/calendar' }],
      ses: { ConfigurationSetName: 'caseward' },
    });
    const items = mail.list();
    expect(items).toEqual([
      {
        to: ['ada@school.example', 'bob@school.example'],
        cc: ['carol@school.example'],
        from: 'no-reply@caseward.example',
        replyTo: 'case+abc@caseward.example',
        subject: 'Fall angelegt – Prüfung',
        text: expect.stringMatching(/^Guten Tag,\nein Fall\.\n?$/),
        html: expect.stringContaining('<b>Fall</b>'),
        attachments: [
          {
            filename: 'termin.ics',
            contentType: 'text/calendar',
            content: Buffer.from('BEGIN:VCALENDAR').toString('base64'),
          },
        ],
        headers: expect.objectContaining({ 'x-case': 'CW-123', 'message-id': expect.stringContaining('@') }),
        at: expect.any(String),
      },
    ]);
    expect(Date.parse(items[0]?.at ?? '') - at).toBeLessThan(60_000);
    expect(Date.parse(items[0]?.at ?? '')).toBeGreaterThanOrEqual(at);
  });

  it('is found by each of its recipients, whatever the case of the letters, and by nobody else', async () => {
    const { send, mail } = await started();
    await send(
      simple({ Destination: { ToAddresses: ['Ada <Ada@School.example>'], BccAddresses: ['dave@school.example'] } }),
    );
    expect(mail.list({ to: 'ada@school.example' })).toHaveLength(1);
    expect(mail.list({ to: 'DAVE@school.example' })).toHaveLength(1);
    expect(mail.list({ to: 'no-reply@caseward.example' })).toEqual([]);
    expect(mail.list()[0]?.to).toEqual(['Ada@school.example']); // nodemailer lowers the domain
  });

  it('is found by what its subject or its text names, and since an instant', async () => {
    const { send, mail, clock, passes } = await started();
    const say = (subject: string, text: string) =>
      send(simple({ Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } } }));
    await say('CW-1 was raised', 'Hello');
    await passes(minute);
    const since = clock.now();
    await say('A case was raised', 'See https://school.example/cases/01ABC');
    await say('Good morning', 'Three cases wait');
    const subjects = (filter: MailFilter) => mail.list(filter).map(({ subject }) => subject);
    expect(subjects({ about: ['CW-1'] })).toEqual(['CW-1 was raised']);
    expect(subjects({ about: ['01ABC', 'CW-1'] })).toEqual(['CW-1 was raised', 'A case was raised']);
    expect(subjects({ since })).toEqual(['A case was raised', 'Good morning']);
    expect(subjects({ about: ['CW-1'], since })).toEqual([]);
    expect(subjects({ about: ['01ABC'], to: 'dave@school.example' })).toEqual([]);
  });
});

describe('SES by the SDK', () => {
  it('composes a mail of its parts', async () => {
    const { send, mail } = await started();
    const Html = { Data: '<p>Hello</p>' };
    await send(
      simple({
        ReplyToAddresses: ['case+1@caseward.example'],
        Content: {
          Simple: {
            Subject: { Data: 'Case raised' },
            Body: { Html },
            Headers: [{ Name: 'List-Unsubscribe', Value: '<https://x.example>' }],
            Attachments: [{ FileName: 'a.txt', ContentType: 'text/plain', RawContent: Buffer.from('abc') }],
          },
        },
      }),
    );
    expect(mail.list()).toEqual([
      expect.objectContaining({
        subject: 'Case raised',
        text: null,
        html: expect.stringContaining('<p>Hello</p>'),
        replyTo: 'case+1@caseward.example',
        headers: expect.objectContaining({ 'list-unsubscribe': '<https://x.example>' }),
        attachments: [{ filename: 'a.txt', contentType: 'text/plain', content: 'YWJj' }],
      }),
    ]);
  });

  it.each<[string, Partial<SendEmailCommandInput>, string]>([
    ['an address of no verified identity', { FromEmailAddress: 'x@elsewhere.example' }, 'MessageRejected'],
    ['a domain that only ends like a verified one', { FromEmailAddress: 'x@notcaseward.example' }, 'MessageRejected'],
    ['another address beside a verified one', { FromEmailAddress: 'deputy@school.example' }, 'MessageRejected'],
    ['a configuration set that is not there', { ConfigurationSetName: 'nowhere' }, 'NotFoundException'],
    ['nobody to send to', { Destination: { ToAddresses: [] } }, 'BadRequestException'],
    [
      'more than fifty recipients',
      { Destination: { ToAddresses: Array(51).fill('a@b.example') } },
      'BadRequestException',
    ],
    ['a template of SES', { Content: { Template: { TemplateName: 'x', TemplateData: '{}' } } }, 'BadRequestException'],
  ])('refuses %s', async (_what, fields, name) => {
    const { send, mail } = await started();
    await expect(send(simple(fields))).rejects.toMatchObject({ name });
    expect(mail.list()).toEqual([]);
  });

  it.each(['head@school.example', 'x@caseward.example', 'x@mail.caseward.example', 'Head <HEAD@school.example>'])(
    'lets %s send',
    async (FromEmailAddress) => {
      const { send, mail } = await started();
      await send(simple({ FromEmailAddress }));
      expect(mail.list()).toHaveLength(1);
    },
  );

  it('looks at the sender inside a raw message too', async () => {
    const { send } = await started();
    const Data = Buffer.from('From: x@elsewhere.example\r\nTo: ada@school.example\r\nSubject: x\r\n\r\nHello');
    await expect(send(simple({ Content: { Raw: { Data } } }))).rejects.toMatchObject({ name: 'MessageRejected' });
  });
});

describe('After a kill', () => {
  it('the mails are there', async () => {
    const folder = stateFolder();
    const before = await started(folder);
    await before.send(simple());
    before.kill();
    const after = await started(folder);
    expect(after.mail.list().map(({ subject }) => subject)).toEqual(['Case raised']);
    after.mail.clear();
    expect(after.mail.list()).toEqual([]);
  });
});

describe('The inbox for people', () => {
  const hostile = {
    Subject: { Data: '<script>alert(1)</script> & more' },
    Body: { Text: { Data: 'a < b' }, Html: { Data: '<p title="x">Hello <script>alert(2)</script></p>' } },
    Attachments: [{ FileName: 'a".txt', RawContent: Buffer.from('content') }],
  };

  it('lists the mails, the newest first, and opens one by its number', async () => {
    const { mail, send } = await started();
    expect(mail.page()).toContain('No mail was sent.');
    for (const name of ['First', 'Second'])
      await send(
        simple({ Content: { Simple: { Subject: { Data: name }, Body: { Text: { Data: `${name} text` } } } } }),
      );
    expect(mail.page()).toMatch(/<a href="\?id=2">Second<\/a>.*<a href="\?id=1">First<\/a>/s);
    expect(mail.page(1)).toMatch(/<h1>First<\/h1>.*ada@school\.example.*First text/s);
  });

  it('runs nothing that a mail brings along', async () => {
    const { mail, send } = await started();
    await send(simple({ Content: { Simple: hostile } }));
    for (const html of [mail.page(), mail.page(1)]) {
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; more');
      expect(html).not.toContain('<script');
    }
    expect(mail.page(1)).toMatch(
      /sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="[^"]*&lt;p title=&quot;x/,
    );
    expect(mail.page(1)).toContain(
      '<a download="a&quot;.txt" href="data:application/octet-stream;base64,Y29udGVudA==">',
    );
  });
});
