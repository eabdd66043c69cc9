import { describe, expect, it } from 'vitest';
import { shippedTemplates } from '#shared/mail/notifications/all-notifications.ts';
import type { Audience } from '#shared/mail/notifications/context.ts';
import { mailingsOf } from '#shared/mail/notifications/mailings.ts';
import { htmlOfForeignMarkdown, htmlOfMarkdown } from '#shared/mail/notifications/markdown.ts';
import { faultsOfTemplate, renderTemplate } from '#shared/mail/notifications/render.ts';
import { type Rendered, type Template, templateSchema } from '#shared/mail/notifications/template.ts';
import { timeZoneFor, valuesOf } from '#shared/mail/notifications/values-of.ts';
import { alertMailContext, caseMailContext, note, student } from './contexts.ts';
import { asked, byTom, everyNotification, target, withTom } from './every-notification.ts';

const letterhead = {
  portalUrl: 'https://portal.example',
  staffUrl: 'https://staff.example',
  priorityName: (key: string) => ({ high: 'High' })[key],
};
const template = (parts: Partial<Template>): Template => ({
  name: 'A template',
  subject: 'Subject',
  text: 'Text',
  ...parts,
});
const written = (parts: Partial<Template>, values: object = {}, writing = {}): Rendered =>
  renderTemplate(template(parts), values, writing);
const text = (source: string, values: object = {}, writing = {}): string =>
  written({ text: source }, values, writing).text.trim();

const shipped = everyNotification.flatMap((context) =>
  mailingsOf(context, { groupMail: true }).flatMap(({ notification, recipients }) =>
    [...new Set(recipients.map(({ audience }) => audience))].map((audience) => ({
      notification,
      audience,
      mail: renderTemplate(shippedTemplates[notification], valuesOf(context, { audience }, letterhead)),
    })),
  ),
);
const mailOf = (notification: string, audience: Audience) => {
  const found = shipped.find((one) => one.notification === notification && one.audience === audience);
  if (!found) throw new Error(`${notification} for ${audience} is not among the contexts`);
  return found.mail;
};

describe('shipped templates', () => {
  it.each(Object.entries(shippedTemplates))(
    '[NT-1] %s is one that could be saved, and renders with nothing there',
    (_key, one) => {
      expect(templateSchema.parse(one)).toEqual(one);
      expect(faultsOfTemplate(one)).toEqual([]);
      expect(renderTemplate(one, {}).subject).not.toBe('');
    },
  );

  it('[ME-1] a question says when the case will be closed, to both sides; a requester does not learn who asked it', () => {
    for (const [notification, audience] of [
      ['question-unanswered-requester', 'requester'],
      ['question-unanswered-staff', 'staff'],
    ] as const)
      expect(mailOf(notification, audience).text).toContain('26 November 2026 at 14:00');
    expect(mailOf('question-asked', 'requester').text).toContain('Please answer by Thursday, 26 November 2026');
    expect(mailOf('question-answered', 'staff').text).toContain('Mathematics');
    const context = caseMailContext('Question Asked', { after: { question: asked } });
    const who = '{{ question.createdBy.id }}{{ question.answer.by.id }}';
    expect(text(who, valuesOf(context, { audience: 'requester' }, letterhead))).toBe('');
    expect(text(who, valuesOf(context, { audience: 'staff' }, letterhead))).toBe('tom');
    expect(text('{{ question.text }}', valuesOf(context, { audience: 'follower' }, letterhead))).toBe('');
  });

  it('[NT-1] each is sent by one of the contexts below', () => {
    expect([...new Set(shipped.map(({ notification }) => notification))].sort()).toEqual(
      Object.keys(shippedTemplates)
        // These two are about no record; stories show them.
        .filter((key) => key !== 'digest' && key !== 'rule-stopped')
        .sort(),
    );
  });

  it.each(shipped)(
    '[NT-1] $notification to $audience names its record, leads to it, and leaves no gap or tag',
    ({ notification, audience, mail }) => {
      const isAlert = notification.startsWith('alert-');
      const isOfContact = notification === 'contact-updated' && audience === 'requester';
      const page = isAlert
        ? 'https://staff.example/alerts/'
        : `https://${audience === 'staff' ? 'staff' : 'portal'}.example${isOfContact ? '' : notification === 'portal-link' ? '/links/' : '/cases/'}`;
      const named = isAlert ? 'Stella Student' : '7K3F-92QX-M';
      expect(mail.subject).toContain(isOfContact ? 'Your contact details' : named);
      // A person who follows the case of another has no page to open.
      if (audience !== 'follower') {
        expect(mail.text).toContain(page);
        expect(mail.html).toContain(`<a href="${page}`);
      }
      expect(mail.text).not.toMatch(/\n{3}|[ \t]\n|\{\{|\{%|undefined|null|\[object/);
    },
  );

  it('[NT-3] no mail to a requester holds what is for staff', () => {
    const toRequesters = shipped.filter(({ audience }) => audience === 'requester');
    expect([...new Set(toRequesters.map(({ notification }) => notification))].sort()).toEqual([
      'activity-reminder',
      'appointment-cancelled',
      'appointment-created',
      'appointment-reminder',
      'appointment-updated',
      'case-closed-requester',
      'case-raised-requester',
      'contact-updated',
      'mail-not-taken',
      'note-by-staff',
      'portal-link',
      'question-asked',
      'question-unanswered-requester',
      'silence-warning',
      'status-changed',
    ]);
    for (const { mail } of toRequesters)
      expect(JSON.stringify(mail)).not.toMatch(/secret|suspicion|staff\.example|at-risk|escalat|tom/i);
  });

  it('says the outcome and its details to the requester, and the reason and note of an escalation to the group', () => {
    expect(mailOf('case-closed-requester', 'requester').text).toContain('Outcome: Solved\n\nWe spoke.\n');
    expect(mailOf('case-escalated', 'staff').text).toMatch(/Reason: Cannot wait\n[\s\S]*\n\nNow\.\n/);
  });

  it('names the target and its time in a form that people read', () => {
    expect(mailOf('target-reminder', 'staff').subject).toBe(
      'Reminder: Help within a week of case 7K3F-92QX-M is due Thursday, 26 November 2026 at 14:00 UTC',
    );
  });

  it('tells whoever raised an alert its outcome and not what was found out', () => {
    expect(mailOf('alert-outcome', 'raiser').text).toContain('Outcome: Contacted');
    expect(mailOf('alert-outcome', 'raiser').text).not.toContain('private finding');
  });

  it('[AL-10] whoever raised an alert learns nothing private of it, whatever a template asks for', () => {
    const context = alertMailContext('Alert Status Changed', {
      record: { status: 'resolved', tags: ['secret-tag'], fields: { suspicion: 'theft' }, reviewer: { user: 'ben' } },
      after: { note: 'private finding' },
    });
    const everything = template({
      text: '{{ alert.tags | join }}{{ alert.fields.suspicion }}{{ alert.reviewer.user }}{{ assignee.name }}{{ note.text }}{{ contact.labels | join }}{{ contact.email }}',
    });
    expect(faultsOfTemplate(everything)).toEqual([]);
    expect(renderTemplate(everything, valuesOf(context, { audience: 'raiser' }, letterhead)).text).toBe('\n');
    expect(renderTemplate(everything, valuesOf(context, { audience: 'staff' }, letterhead)).text).toContain(
      'private finding',
    );
  });

  it('[CA-11] [NT-3] whoever follows the case of somebody else learns how it goes, not what was said in it or whose it is', () => {
    const context = caseMailContext('Case Closed', {
      record: { closure: { ...byTom, reason: 'solved', details: 'We spoke.' } },
    });
    const everything = template({
      text: '{{ case.description }}{{ case.fields.course }}{{ case.contactId }}{{ case.closure.details }}{{ contact.email }}{{ links.portal }}{{ links.staff }}|{{ contact.name }}|{{ case.statusName }}',
    });
    const reader = { audience: 'follower', name: 'Ned' } as const;
    expect(renderTemplate(everything, valuesOf(context, reader, letterhead)).text).toBe('|Ned|New\n');
  });
});

describe('what a requester is given', () => {
  const everything = template({
    text: '{{ case.stage }}{{ case.stageName }}{{ case.escalated }}{{ case.tags | join }}{{ case.fields.suspicion }}{{ case.clocks | size }}{{ assignee.name }}{{ contact.labels | join }}{{ contact.attributes.debt }}{{ links.staff }}{{ note.text }}{{ reason.name }}{{ target.name }}',
  });

  it('[NT-3] is empty where it is for staff, whatever a template asks for', () => {
    expect(faultsOfTemplate(everything)).toEqual([]);
    const context = caseMailContext('Note Added', {
      ...withTom,
      after: { note: note({ kind: 'user', id: 'ben' }, false), reason: 'urgent', ...target },
    });
    expect(renderTemplate(everything, valuesOf(context, { audience: 'requester' }, letterhead)).text).toBe('0\n');
    expect(renderTemplate(everything, valuesOf(context, { audience: 'staff' }, letterhead)).text).toContain(
      'secret-stageSecret stage3secret-taga private suspicion',
    );
  });

  it('[NT-3] has the custom fields that requesters see', () => {
    const values = valuesOf(caseMailContext('Case Created'), { audience: 'requester' }, letterhead);
    expect(text('{{ case.fields.course }}', values)).toBe('MATH-101');
  });

  it('is written in their own time zone', () => {
    const contact = { ...student, timeZone: 'America/New_York' };
    const context = caseMailContext('Case Created', { contact });
    const zones = mailingsOf(context, { groupMail: true }).flatMap(({ recipients }) =>
      recipients.map((recipient) => [recipient.audience, timeZoneFor(context, recipient)]),
    );
    expect(Object.fromEntries(zones)).toEqual({ requester: 'America/New_York', staff: undefined });
  });
});

describe('what a template may say', () => {
  it.each([
    ['{{ case.bogus }}', 'case.bogus'],
    ['{{ nope }}', 'nope'],
    ['{{ case.subject.length }}', 'case.subject.length'],
    ['{% if contact.salary > 3 %}rich{% endif %}', 'contact.salary'],
    ['{{ case.subject | default: alert.bogus }}', 'alert.bogus'],
    ['{% for clock in case.clocks %}{{ clock.bogus }}{% endfor %}', 'clock.bogus'],
    ['{{ case.constructor.name }}', 'case.constructor.name'],
  ])('[NT-3] %s is refused by name', (source, name) => {
    const faults = faultsOfTemplate(template({ text: source }));
    expect(faults).toMatchObject([{ pointer: '/text', code: 'unknown-token' }]);
    expect(faults[0]?.detail).toContain(name);
    expect(faults[0]?.detail).toMatch(/known are .*case\.fields\.<key>.*contact\.name.*links\.portal/);
  });

  it.each([
    '{% include "x" %}',
    '{% render "x" %}',
    '{% layout "x" %}',
    '{{ case.subject | raw }}',
    '{{ case.subject | nofilter }}',
    '{{ case.subject',
    '{% if case.subject %}',
    '{% for i in (1..999999999) %}x{% endfor %}',
  ])('[NT-3] %s is refused', (source) => {
    expect(faultsOfTemplate(template({ text: source }))).toMatchObject([
      { pointer: '/text', code: 'invalid-template' },
    ]);
  });

  it('[NT-3] faults of all parts come together, each with its pointer', () => {
    const faults = faultsOfTemplate(template({ subject: '{{ a }}', text: '{{ b }}{{ c }}', html: '{{ d' }));
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/subject', '/text', '/text', '/html']);
  });

  it.each([
    '{{ case.fields.anything }} {{ case.fields["with space"] }} {{ case.fields.price.amount }}',
    '{{ contact.network.adviser.user }} {{ contact.attributes.x }} {{ contact.courses[0].code }} {{ contact.courses.first.code }}',
    '{% for clock in case.clocks %}{{ clock.key }} {{ clock.dueAt | local_time }}{% endfor %}',
    '{% assign about = case.subject | upcase %}{{ about }} {{ case.tags | join: ", " }} {{ case.tags.size }}',
    '{{ case.onBehalfOf.name }} {{ case.onBehalfOf.contactId }} {{ case.location.address }} {{ case.fields[alert.type] }}',
    '{{ case.status.key }} {{ case.createdAt | date: "%Y" }} {{ links.portal }} {{ links.staff }}',
  ])('[NT-3] %s may be said, and is empty where there is nothing', (source) => {
    expect(faultsOfTemplate(template({ text: source }))).toEqual([]);
    expect(text(source)).not.toMatch(/undefined|null/);
  });

  it('fails on a name that got past the check, rather than leaving it out', () => {
    expect(() => text('{{ case.bogus }}', { case: { subject: 'x' } })).toThrow('undefined variable: case.bogus');
  });

  it('writes an amount of money, a status and a list of choices as people would', () => {
    const values = {
      case: { status: { key: 'open' }, fields: { price: { amount: '12.50', currency: 'EUR' }, days: ['mon', 'tue'] } },
    };
    expect(text('{{ case.fields.price }} {{ case.status }} {{ case.fields.days | join: "+" }}', values)).toBe(
      '12.50 EUR open mon+tue',
    );
  });

  it('writes times in the given zone, in UTC otherwise, and leaves what is no time as it is', () => {
    const values = { case: { createdAt: '2026-11-26T23:30:00.000Z', subject: 'no time' } };
    expect(text('{{ case.createdAt | local_time }}', values)).toBe('Thursday, 26 November 2026 at 23:30 UTC');
    expect(text('{{ case.createdAt | local_date }}', values, { timeZone: 'Asia/Tokyo' })).toBe(
      'Friday, 27 November 2026',
    );
    expect(text('{{ case.subject | local_time }}{{ case.dueAt | local_time }}', values)).toBe('no time');
  });
});

describe('the name of a time zone', () => {
  const at = { winter: '2026-01-15T14:00:00.000Z', summer: '2026-07-15T14:00:00.000Z' };
  const timeIn = (timeZone: string, language: string, createdAt: string) =>
    written({ text: '{{ case.createdAt | local_time }}', language }, { case: { createdAt } }, { timeZone }).text.trim();

  it.each([
    ['America/New_York', 'en-GB', 'EST', 'EDT'],
    ['America/New_York', 'en-US', 'EST', 'EDT'],
    ['US/Eastern', 'en', 'EST', 'EDT'],
    ['America/New_York', 'es', 'EST', 'EDT'],
    ['America/New_York', 'de', 'EST', 'EDT'],
    ['America/New_York', 'cy', 'EST', 'EDT'],
    ['America/Phoenix', 'en-GB', 'MST', 'MST'],
    ['America/Toronto', 'fr', 'HNE', 'HAE'],
    ['Australia/Sydney', 'en-GB', 'AEDT', 'AEST'],
    ['Pacific/Auckland', 'de', 'NZDT', 'NZST'],
    ['Africa/Johannesburg', 'en-GB', 'SAST', 'SAST'],
    ['Asia/Kolkata', 'en-GB', 'IST', 'IST'],
    ['Asia/Tokyo', 'en-GB', 'JST', 'JST'],
    ['America/Sao_Paulo', 'en-GB', 'BRT', 'BRT'],
    ['Europe/London', 'en-US', 'GMT', 'BST'],
    ['Europe/London', 'cy', 'GMT', 'BST'],
    ['Europe/Berlin', 'de', 'MEZ', 'MESZ'],
    ['Europe/Berlin', 'en-US', 'CET', 'CEST'],
    ['Europe/Paris', 'fr', 'CET', 'CEST'],
    ['UTC', 'de', 'UTC', 'UTC'],
    // No language has a name for these.
    ['Asia/Shanghai', 'en-GB', 'GMT+8', 'GMT+8'],
    ['Etc/GMT+5', 'en-GB', 'GMT-5', 'GMT-5'],
  ])('[NT-3] %s in %s is %s in January and %s in July', (timeZone, language, inJanuary, inJuly) => {
    const named = (createdAt: string) => timeIn(timeZone, language, createdAt).split(/\s/).at(-1);
    expect([named(at.winter), named(at.summer)]).toEqual([inJanuary, inJuly]);
  });

  it('[NT-3] stands in its place of the sentence', () => {
    expect(timeIn('America/New_York', 'en-GB', at.winter)).toBe('Thursday, 15 January 2026 at 09:00 EST');
  });
});

it.each(['en-aa-bb', 'de-12', 'xx-Latn-Latn'])(
  '[NT-1] a template in a language that nobody could write times in is refused: %s',
  (language) => {
    expect(templateSchema.safeParse(template({ language })).success).toBe(false);
  },
);

describe('escaping', () => {
  const nasty = '<script>alert("1")</script> & \'x\'';
  const escaped = '&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt; &amp; &#39;x&#39;';
  const values = { case: { subject: nasty, description: 'one\n<b>two</b>' } };

  it('[NT-3] values are escaped in HTML, given or derived, and stand as they are in the text', () => {
    const given = written(
      { text: '{{ case.subject }}', html: '<p title="{{ case.subject }}">{{ case.subject }}</p>' },
      values,
    );
    expect(given.html).toBe(`<p title="${escaped}">${escaped}</p>`);
    expect(given.text).toBe(`${nasty}\n`);
    expect(written({ text: '{{ case.subject }}' }, values).html).toContain(`<p>${escaped}</p>`);
  });

  it.each([
    ['{{ case.subject | escape }}', escaped],
    ['{{ case.description | newline_to_br }}', 'one<br>\n&lt;b&gt;two&lt;/b&gt;'],
    ['{% echo case.subject %}', escaped],
    ['{% cycle case.subject %}', escaped],
    ['{% liquid echo case.subject %}', escaped],
    ['{% assign x = case.subject %}{{ x }}', escaped],
    ['{{ case.subject | escape | append: case.description }}', expect.not.stringContaining('<b>')],
  ])('[NT-3] %s lets nothing out unescaped', (html, expected) => {
    expect(written({ html }, values).html).toEqual(expected);
  });

  it('[NT-3] a subject is one line, whatever the values hold', () => {
    const { subject } = written(
      { subject: 'Case {{ case.subject }}' },
      { case: { subject: 'a\r\nBcc: x@evil.example\u2028b\u0000c' } },
    );
    expect(subject).toBe('Case a Bcc: x@evil.example b c');
    expect(written({ subject: '{{ case.subject }}' }, { case: { subject: 'x'.repeat(2000) } }).subject).toHaveLength(
      250,
    );
    expect(written({ subject: '{{ case.dueAt }}' }).subject).toBe('A template');
  });

  it('HTML made from text has paragraphs, line ends and links that end where the address ends', () => {
    const { html } = written({ text: 'See https://a.example/x?a=1&b="2".\nBye\n\njavascript:alert(1)' });
    expect(html).toContain(
      '<p>See <a href="https://a.example/x?a=1&amp;b=">https://a.example/x?a=1&amp;b=</a>&#34;2&#34;.<br>\nBye</p>\n<p>javascript:alert(1)</p>',
    );
  });
});

describe('links in what others wrote', () => {
  const bank = 'https://bank.example';
  const evil = 'https://evil.example/x';

  it.each([
    ['another text', `[${bank}](${evil})`],
    ['an innocent text', `[Open the case](${evil} "${bank}")`],
    ['a reference', `[${bank}][1]\n\n[1]: ${evil}`],
    ['a reference by its own name', `[${bank}]\n\n[${bank}]: ${evil}`],
    ['brackets', `<${evil}>`],
    ['entities', `[bank&period;example](https&colon;//evil.example)`],
    ['a picture', `[![${bank}](${bank}/logo.png)](${evil})`],
    ['a mail address', '[Reply](mailto:thief@evil.example)'],
    ['a mark of direction', `\u202e${evil}`],
  ])('[NO-1] [NT-3] %s leads nowhere, and hides no address', (_what, words) => {
    const shown = htmlOfForeignMarkdown(words);
    expect(shown).not.toMatch(/href|<img|\u202e/);
    expect(shown).toContain('evil.example');
  });

  it('[NO-1] the rest of Markdown is shown', () => {
    expect(htmlOfForeignMarkdown('It is **dark**:\n\n- the lamp')).toBe(
      '<p>It is <strong>dark</strong>:</p>\n<ul>\n<li>the lamp</li>\n</ul>',
    );
  });

  it.each([
    ['https://bank.example@evil.example/x', undefined],
    ['https://bank.example:80@evil.example', undefined],
    ['https://bank.example\\@evil.example', undefined],
    ['https://example.bank/\u202emoc.live', undefined],
    ['https://b\u0430nk.example/x?a=1', 'https://xn--bnk-6cd.example/x?a=1'],
    ['https://Bank.example/A?b=C#d', 'https://bank.example/A?b=C#d'],
  ])('[NT-3] a plain address is read as it leads: %s', (address, expected) => {
    const { html } = written({ text: '{{ case.subject }}' }, { case: { subject: address } });
    const [, href, read] = /<a href="([^"]*)">([^<]*)<\/a>/.exec(html) ?? [];
    expect([href, read]).toEqual([expected, expected]);
  });
});

describe('[NO-1] what somebody wrote in Markdown', () => {
  const markdown = htmlOfMarkdown;
  const noted = (words: string) =>
    renderTemplate(shippedTemplates['note-by-staff'], { note: { text: words } }, { markdown });
  const bodyOf = ({ html }: Rendered) => html.split('<body>\n')[1] ?? '';

  it('[NO-1] is kept as it was written in text, and shown in HTML', () => {
    const mail = noted('We **saw** it:\n\n- the lamp\n- the [door](https://example.edu/door)');
    expect(mail.text).toContain('We **saw** it:\n\n- the lamp\n- the [door](https://example.edu/door)\n');
    expect(bodyOf(mail)).toContain(
      '<p>We <strong>saw</strong> it:</p>\n<ul>\n<li>the lamp</li>\n<li>the <a href="https://example.edu/door">door</a></li>\n</ul>',
    );
  });

  it.each([
    ['tags', '<script>alert(1)</script><b onclick="x">b</b>', /<script|<b /],
    ['addresses that run something', '[x](javascript:alert(1)) [y](data:text/html,<b>) [z](vbscript:x)', /href/],
    ['images', '![x](https://example.edu/seen.gif)', /<img/],
    ['entities of addresses', '[x](java&#115;cript:alert(1))', /href/],
  ])('[NO-1] lets no %s through', (_what, words, forbidden) => {
    expect(bodyOf(noted(words))).not.toMatch(forbidden);
    expect(written({ html: '<div>{{ note.text }}</div>' }, { note: { text: words } }, { markdown }).html).not.toMatch(
      forbidden,
    );
  });

  it('[NO-1] is plain text inside a sentence and through a filter, and has a length', () => {
    const values = { note: { text: 'a *b* <c>' } };
    const mail = written({ text: 'It says {{ note.text }}, {{ note.text | upcase }}, {{ note.text.size }}' }, values, {
      markdown,
    });
    expect(mail.text).toBe('It says a *b* <c>, A *B* <C>, 9\n');
    expect(bodyOf(mail)).toContain('<p>It says a *b* &lt;c&gt;, A *B* &lt;C&gt;, 9</p>');
    expect(text('{% if note.text contains "*b*" %}yes{% endif %}', values)).toBe('yes');
    expect(text('{% if note.text %}yes{% else %}no{% endif %}', { note: { text: '' } })).toBe('no');
  });

  it('[NO-1] cannot name another text of the mail by the characters that stand for one', () => {
    expect(bodyOf(written({ text: '{{ case.subject }}' }, { case: { subject: '\ue0007\ue001' } }))).toContain(
      '<p></p>',
    );
  });
});
