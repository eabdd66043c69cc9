import { english } from '#shared/mail/notifications/notification.ts';

/** The notification of a rule that was stopped. It has no record, and no type switches it off. */
export const ruleStoppedKey = 'rule-stopped';

export const ruleStoppedTemplate = english({
  name: 'A rule was stopped, to administrators',
  subject: 'Stopped: {{ rule.title }}',
  text: `{% if rule.reason == "limit" %}This rule has been carried out as often within an hour as its limit allows. It rests until the hour is over, at {{ rule.until | local_time }}. What it would have done until then is not done later.
{% else %}Rules that set each other off have made a chain of eight, and this rule would have gone on with it. The chain has ended there.
{% endif %}
Rule: {{ rule.title }} ({{ rule.id }})

What came of it stands with its runs:
{{ links.staff }}
`,
});
