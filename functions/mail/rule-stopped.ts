import { deliveryPreferencesOf } from '#functions/mail/delivery-preferences.ts';
import type { MailSender } from '#functions/mail/mail-sender.ts';
import { templateFor } from '#functions/mail/write.ts';
import type { Services } from '#functions/services.ts';
import type { AutomationEvent } from '#shared/automation/automation.events.ts';
import { workflowInCauses } from '#shared/automation/workflows/name-in-causes.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { directoryOf, membersOfGroups } from '#shared/mail/notifications/directory.ts';
import { ruleStoppedKey } from '#shared/mail/notifications/rule-stopped.ts';
import type { Rendered } from '#shared/mail/notifications/template.ts';

type RuleStopped = Extract<AutomationEvent, { type: 'Rule Stopped' }>;

const hour = 60 * 60 * 1000;

/** What was stopped is called by its title; a routine by its type and its place there. */
const titleOf = async ({ definitions }: Services, ruleId: string): Promise<string> => {
  const workflow = workflowInCauses(ruleId);
  const found =
    workflow === undefined ? await definitions.one('rules', ruleId) : await definitions.one('workflows', workflow);
  return found?.value.title ?? ruleId;
};

/**
 * Mails the administrators of the directory that a rule was stopped: one mail to each for a stop.
 * No preferences put it off, for what runs wild is not to be found out tomorrow.
 */
export const mailRuleStopped = async (
  services: Services,
  sender: MailSender,
  { event, messageId }: { event: RuleStopped; messageId: string },
): Promise<void> => {
  const { subject, after, eventId, cause, occurredAt } = event;
  const { ruleId = '', reason = 'limit' } = after;
  const admins = membersOfGroups(directoryOf(await services.definitions.all('groups')), ['admins']);
  const recipients = admins.map(({ id, email, name }) => ({ id, address: email, name, audience: 'staff' as const }));
  const preferences = await deliveryPreferencesOf(services, recipients);
  const values = {
    rule: {
      id: ruleId,
      title: await titleOf(services, ruleId),
      reason,
      until: iso((Math.floor(epoch(occurredAt) / hour) + 1) * hour),
    },
    links: { staff: `${services.pages.STAFF_URL}/admin/${subject.id}` },
  };
  const write = async (language: string | undefined): Promise<Rendered> => {
    const template = await templateFor(services, ruleStoppedKey, { language });
    if (!template) throw new Error(`there is no template ${ruleStoppedKey}`);
    const { renderTemplate } = await import('#shared/mail/notifications/render.ts');
    return renderTemplate(template, values);
  };
  await sender.deliver({
    // SES takes no slash in a tag.
    about: { kind: 'configuration', id: subject.id.replace('/', '.') },
    eventId,
    messageId,
    depth: cause.depth,
    drafts: recipients.map((recipient) => ({
      notification: ruleStoppedKey,
      recipient,
      course: preferences.isSuppressed(recipient.address) ? { how: 'suppressed' } : { how: 'now' },
      write: () => write(preferences.preferencesOf(recipient)?.language),
    })),
  });
};
