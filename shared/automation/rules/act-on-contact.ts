import type { ActionContext, ContactTarget, Decided, Deciders } from '#shared/automation/rules/act.ts';
import { tagged, untagged } from '#shared/automation/rules/act.ts';
import { onAll } from '#shared/automation/rules/act-on-all.ts';
import { type ContactChanges, contactChangesSchema } from '#shared/casework/contacts/contact.ts';
import { editContact } from '#shared/casework/contacts/put-contact.ts';
import { invalid } from '#shared/core/errors.ts';
import { faultsFrom } from '#shared/core/http/faults.ts';

const edited = (
  { record }: ContactTarget,
  changes: ContactChanges,
  { by, at }: ActionContext,
): Decided<ContactTarget> => ({ decision: editContact(record, changes, { by, at }) });

/**
 * What setting a property changes of a contact: `attributes.stage`, `network.adviser`, `language`.
 * @throws 400 for a value that the property does not take
 */
export const changesBy = (property: string, value: unknown): ContactChanges => {
  const dot = property.indexOf('.');
  const [member, name] = dot === -1 ? [property] : [property.slice(0, dot), property.slice(dot + 1)];
  const given = member === 'network' && value !== null ? { user: value } : value;
  const changes = { [member]: name === undefined ? given : { [name]: given } };
  const { success, data, error } = contactChangesSchema.safeParse(changes);
  if (!success) throw invalid(faultsFrom(error, changes).map((fault) => ({ ...fault, pointer: '/value' })));
  return data;
};

export const onContact: Deciders<ContactTarget> = {
  ...(onAll as Pick<Deciders<ContactTarget>, keyof typeof onAll>),
  'add-label': ({ label }, target, around) => edited(target, { labels: tagged(target.record.labels, label) }, around),
  'remove-label': ({ label }, target, around) =>
    edited(target, { labels: untagged(target.record.labels, label) }, around),
  'set-property': ({ property, value }, target, around) => edited(target, changesBy(property, value), around),
};
