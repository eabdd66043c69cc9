import type { ActionContext, ContactTarget, Decided, Deciders } from '#shared/automation/rules/act.ts';
import { tagged, untagged } from '#shared/automation/rules/act.ts';
import { onAll } from '#shared/automation/rules/act-on-all.ts';
import { changesBy } from '#shared/automation/rules/property-changes.ts';
import type { ContactChanges } from '#shared/casework/contacts/contact.ts';
import { editContact } from '#shared/casework/contacts/put-contact.ts';

const edited = (
  { record }: ContactTarget,
  changes: ContactChanges,
  { by, at }: ActionContext,
): Decided<ContactTarget> => ({ decision: editContact(record, changes, { by, at }) });

export const onContact: Deciders<ContactTarget> = {
  ...(onAll as Pick<Deciders<ContactTarget>, keyof typeof onAll>),
  'add-label': ({ label }, target, around) => edited(target, { labels: tagged(target.record.labels, label) }, around),
  'remove-label': ({ label }, target, around) =>
    edited(target, { labels: untagged(target.record.labels, label) }, around),
  'set-property': ({ property, value }, target, around) => edited(target, changesBy(property, value), around),
};
